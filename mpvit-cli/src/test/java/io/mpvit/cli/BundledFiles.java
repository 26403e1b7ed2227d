/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import io.mpvit.checkpoint.CheckpointWriter;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.WriteOptions;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.weights.ClassLabels;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.fetch.ProgressListener;
import io.mpvit.zoo.fetch.WeightsLocator;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** The weights that come with the library, as other files have them. */
final class BundledFiles {

  static final String SEGMENTER = "upernet_mpvit_pico_shapes";
  static final String DETECTOR = "mask_rcnn_mpvit_pico_shapes";

  private BundledFiles() {}

  /** The file of a model. */
  static Path file(String model) throws Exception {
    return WeightsLocator.fromEnvironment()
        .locate(ModelCards.published().get(model), Optional.empty(), ProgressListener.NONE);
  }

  /** What becomes of all tensors together. */
  @FunctionalInterface
  interface Change {
    Map<String, CheckpointTensor> of(Map<String, CheckpointTensor> tensors);
  }

  /** Writes a model's weights with something changed, class names included. */
  static Path write(String model, Path target, Change change) throws Exception {
    try (StateDict file = StateDict.open(file(model))) {
      boolean keeps = target.toString().endsWith(".safetensors");
      Map<String, String> texts = ClassLabels.of(file).map(ClassLabels::texts).orElseThrow();
      CheckpointWriter.write(
          StateDict.of(model, change.of(file.tensors())),
          target,
          WriteOptions.defaults().withMetadata(keeps ? texts : Map.of()));
    }
    return target;
  }

  /** Writes a model's weights with one tensor full of a value, as float32. */
  static Path filled(String model, Path target, String key, float value) throws Exception {
    return write(
        model, target, mapped((name, tensor) -> name.equals(key) ? filled(tensor, value) : tensor));
  }

  /** Changes tensors one by one. */
  static Change mapped(BiFunction<String, CheckpointTensor, CheckpointTensor> change) {
    return tensors -> {
      Map<String, CheckpointTensor> changed = new LinkedHashMap<>();
      tensors.forEach((name, tensor) -> changed.put(name, change.apply(name, tensor)));
      return changed;
    };
  }

  private static CheckpointTensor filled(CheckpointTensor tensor, float value) {
    float[] values = new float[(int) tensor.numel()];
    Arrays.fill(values, value);
    return CheckpointTensor.of(values, tensor.shape());
  }
}
