/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.weights;

import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a published file names the tensors of a network. One network stands in several files: the
 * authors' own, timm's, the Hugging Face hub's, another framework's. A layout maps names, and where
 * a file cuts or folds tensors differently the tensors too, both ways. No tensor is read by it.
 *
 * <p>A layout is data that stands beside the network it serves; whoever reads or writes a file goes
 * through it and does not know where the file comes from.
 */
public interface KeyLayout {

  /** The names that the network itself uses. */
  KeyLayout OWN = new OwnKeys();

  /**
   * The layout's name, by which users choose it.
   *
   * @return lower-case, for example {@code timm}
   */
  String name();

  /**
   * Shows a file's tensors as the network's.
   *
   * @param file tensors under the file's names, without any wrapper's prefix
   * @return the same tensors under the network's names; what the layout does not know keeps its
   *     name
   */
  Map<String, CheckpointTensor> toNetwork(Map<String, CheckpointTensor> file);

  /**
   * Shows a network's tensors as a file of this layout has them.
   *
   * @param network tensors under the network's names
   * @return the same tensors under the file's names, ties included
   */
  Map<String, CheckpointTensor> toFile(Map<String, CheckpointTensor> network);

  /**
   * The name in a file of one of the network's tensors, by which the network is found in files that
   * hold more than it.
   *
   * @param key a name of the network's
   * @return the name of the tensor, or of the first of the tensors, in a file of this layout
   */
  String fileKey(String key);

  /**
   * Tells why a file with names like this layout's cannot be read all the same.
   *
   * @param keys the file's names, without any wrapper's prefix
   * @return the reason, in words that go on after the file's name; empty if nothing is known to
   *     speak against the file
   */
  default Optional<String> refusal(Set<String> keys) {
    return Optional.empty();
  }

  /**
   * Shows a file as one that has the network's own names.
   *
   * @param file a file of this layout, perhaps with a training wrapper's prefix before every key
   * @return a view without that prefix; the file must stay open while it is read
   */
  default StateDict view(StateDict file) {
    int wrapper = StateDictKeys.wrapper(file).length();
    Map<String, CheckpointTensor> bare = new LinkedHashMap<>();
    file.tensors().forEach((key, tensor) -> bare.put(key.substring(wrapper), tensor));
    return file.withTensors(toNetwork(bare));
  }

  /**
   * The same layout for a network that is a part of others.
   *
   * @param filePrefix what stands before the part's keys in the file
   * @param networkPrefix what stands before them in the network
   * @return a layout that leaves all other keys as they are
   */
  default KeyLayout under(String filePrefix, String networkPrefix) {
    return new PrefixedKeys(this, filePrefix, networkPrefix);
  }
}
