/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.recipe;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDManager;
import io.mpvit.backbone.mpvit.MPViTConfig;
import io.mpvit.backbone.mpvit.MPViTWeights;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.nn.StateEntry;
import io.mpvit.nn.TorchBlock;
import io.mpvit.weights.BlockStateDict;
import io.mpvit.weights.LoadRules;
import io.mpvit.weights.StateDictKeys;
import io.mpvit.weights.WeightLoader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  /** The first key of an MPViT. */
  private static final String FIRST = "stem.0.conv.weight";

  /** Copies the lists. */
  public InitialWeights {
    loaded = List.copyOf(loaded);
    fresh = List.copyOf(fresh);
    misshaped = List.copyOf(misshaped);
  }

  /**
   * Loads what fits.
   *
   * @param network initialised
   * @param backbone what stands before the backbone's keys
   * @param file a checkpoint
   * @param manager owns the weights
   * @return what was loaded and what was not
   * @throws MalformedModelException if the file is damaged, or nothing of the backbone fits
   * @throws IOException if it cannot be read
   */
  public static InitialWeights load(
      TorchBlock network, String backbone, StateDict file, NDManager manager)
      throws IOException, MalformedModelException {
    String wrapper = StateDictKeys.wrapper(file);
    String prefix = wrapper + prefix(file, first(network, backbone)).orElse(backbone);
    boolean alike = prefix.equals(wrapper + backbone);
    Map<String, CheckpointTensor> tensors =
        new LinkedHashMap<>(BlockStateDict.of(network).tensors());
    List<String> loaded = new ArrayList<>();
    List<String> fresh = new ArrayList<>();
    List<String> misshaped = new ArrayList<>();
    for (StateEntry entry : network.stateEntries()) {
      String key = entry.key();
      Optional<CheckpointTensor> found =
          key.startsWith(backbone)
              ? file.find(prefix + key.substring(backbone.length()))
              : alike ? file.find(wrapper + key) : Optional.empty();
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
          file.file(), "nothing in it fits the network's backbone; is it of another size?");
    }
    new WeightLoader(LoadRules.strict())
        .load(network, StateDict.of(file.file().toString(), tensors), manager);
    return new InitialWeights(loaded, fresh, misshaped);
  }

  /** A key by which the backbone is found in other networks' files. */
  private static String first(TorchBlock network, String backbone) {
    return network.stateEntries().stream()
        .map(StateEntry::key)
        .filter(key -> key.startsWith(backbone))
        .map(key -> key.substring(backbone.length()))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("the network has no keys that begin " + backbone));
  }

  /** What stands before a key in a file, besides wrappers; the shortest, if there are several. */
  private static Optional<String> prefix(StateDict file, String key) {
    int wrapper = StateDictKeys.wrapper(file).length();
    return file.keys().stream()
        .map(raw -> raw.substring(wrapper))
        .filter(raw -> raw.equals(key) || raw.endsWith("." + key))
        .map(raw -> raw.substring(0, raw.length() - key.length()))
        .min(Comparator.comparingInt(String::length));
  }

  /**
   * The architecture of a backbone with what a file shows of it.
   *
   * @param config the architecture expected
   * @param file a checkpoint of any network on an MPViT
   * @return the same with the file's MLP width
   */
  public static MPViTConfig adapt(MPViTConfig config, StateDict file) {
    return prefix(file, FIRST)
        .map(prefix -> MPViTWeights.adapt(config, file, prefix))
        .orElse(config);
  }
}
