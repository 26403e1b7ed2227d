/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.recipe;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDManager;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.nn.StateEntry;
import io.mpvit.nn.TorchBlock;
import io.mpvit.weights.BlockStateDict;
import io.mpvit.weights.ClassLabels;
import io.mpvit.weights.LoadRules;
import io.mpvit.weights.WeightLoader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Gives a network what a checkpoint has for it: of a network of its kind everything that fits, of
 * any other one, such as an ImageNet classifier, the backbone. The rest keeps the values that it
 * has.
 *
 * @param loaded keys that got their value from the file
 * @param fresh keys that the file does not have
 * @param misshaped keys that have another shape in the file, such as heads of other classes; they
 *     stay fresh too
 */
public record InitialWeights(List<String> loaded, List<String> fresh, List<String> misshaped) {

  /** Copies the lists. */
  public InitialWeights {
    loaded = List.copyOf(loaded);
    fresh = List.copyOf(fresh);
    misshaped = List.copyOf(misshaped);
  }

  /**
   * Loads what fits, with everything that is known of a class at the place that the class has in
   * the data.
   *
   * @param network initialised
   * @param backbone what stands before the backbone's keys
   * @param start what a checkpoint has, under the network's names ({@link StartingPoint})
   * @param classes the network's classes
   * @param published names of the classes of published networks by their number, for a checkpoint
   *     that does not name its own
   * @param manager owns the weights
   * @param notes gets a line about the classes
   * @return what was loaded and what was not
   * @throws MalformedModelException if the file is damaged, or nothing of the backbone fits
   * @throws IOException if it cannot be read
   */
  public static InitialWeights load(
      TorchBlock network,
      String backbone,
      StateDict start,
      ClassLabels classes,
      IntFunction<Optional<List<String>>> published,
      NDManager manager,
      Consumer<String> notes)
      throws IOException, MalformedModelException {
    StateDict view = new HeadClasses(network, classes, published, notes).view(start, manager);
    return load(network, backbone, view, manager);
  }

  /**
   * Loads what fits, classes by position.
   *
   * @param network initialised
   * @param backbone what stands before the backbone's keys
   * @param start what a checkpoint has, under the network's names ({@link StartingPoint})
   * @param manager owns the weights
   * @return what was loaded and what was not
   * @throws MalformedModelException if the file is damaged, or nothing of the backbone fits
   * @throws IOException if it cannot be read
   */
  public static InitialWeights load(
      TorchBlock network, String backbone, StateDict start, NDManager manager)
      throws IOException, MalformedModelException {
    Map<String, CheckpointTensor> tensors =
        new LinkedHashMap<>(BlockStateDict.of(network).tensors());
    List<String> loaded = new ArrayList<>();
    List<String> fresh = new ArrayList<>();
    List<String> misshaped = new ArrayList<>();
    for (StateEntry entry : network.stateEntries()) {
      String key = entry.key();
      Optional<CheckpointTensor> found = start.find(key);
      if (found.isEmpty()) {
        fresh.add(key);
      } else if (Arrays.equals(found.get().shape(), entry.shape())) {
        tensors.put(key, found.get());
        loaded.add(key);
      } else {
        misshaped.add(key);
      }
    }
    if (loaded.stream().noneMatch(key -> key.startsWith(backbone))) {
      throw new CheckpointException(
          start.file(), "nothing in it fits the network's backbone; is it of another size?");
    }
    new WeightLoader(LoadRules.strict()).load(network, start.withTensors(tensors), manager);
    return new InitialWeights(loaded, fresh, misshaped);
  }
}
