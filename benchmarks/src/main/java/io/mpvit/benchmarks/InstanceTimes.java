/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.benchmarks;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import io.mpvit.detection.InstanceSegmenter;
import io.mpvit.detection.Instances;
import io.mpvit.image.RgbImage;
import io.mpvit.nn.TorchBlock;
import io.mpvit.pipeline.PreparedBatch;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.measure.ResidentMemory;
import io.mpvit.zoo.network.NetworkLoader;
import io.mpvit.zoo.preset.Presets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Where the time of instance segmentation goes for one picture of 640 x 480, one thread: preparing
 * the picture, the network (with its suppression of proposals and detections), and what follows it
 * (mapping back, pasting, run lengths as text).
 */
public final class InstanceTimes {

  private static final double MILLION = 1e6;

  private InstanceTimes() {}

  /**
   * Measures and prints.
   *
   * @param args the model's name, the number of pictures to run, and a checkpoint file; without a
   *     file the weights are random
   * @throws Exception if the file cannot be loaded
   */
  public static void main(String[] args) throws Exception {
    ModelCard card = ModelCards.published().get(args[0]);
    int runs = Integer.parseInt(args[1]);
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      JniUtils.setNumThreads(1);
      TorchBlock network =
          args.length > 2
              ? NetworkLoader.load(card, Path.of(args[2]), manager)
              : NetworkLoader.untrained(card, manager);
      InstanceSegmenter segmenter = Presets.of(card, InstanceSegmenter.class).pipeline(network);
      RgbImage picture = ReferenceInputs.image("image", 480, 640);
      long before = ResidentMemory.now().orElse(0);
      ResidentMemory.resetPeak();
      for (int i = 0; i < runs; i++) {
        System.out.println(run(segmenter, picture, manager));
      }
      long peak = ResidentMemory.peak().orElse(0);
      System.out.printf(Locale.ROOT, "peak %.0f MB above the model%n", (peak - before) / MILLION);
    }
  }

  private static String run(InstanceSegmenter segmenter, RgbImage picture, NDManager manager) {
    try (NDManager scope = manager.newSubManager()) {
      long start = System.nanoTime();
      PreparedBatch<Instances> batch = segmenter.prepare(List.of(picture), scope);
      long prepared = System.nanoTime();
      NDList outputs =
          segmenter.network().forward(new ParameterStore(scope, false), batch.inputs(), false);
      outputs.get(0).toFloatArray();
      long forwarded = System.nanoTime();
      Instances found = batch.results(outputs).get(0);
      long characters = found.items().stream().mapToLong(item -> item.mask().text().length()).sum();
      long end = System.nanoTime();
      return String.format(
          Locale.ROOT,
          "prepare %.1f ms, network %.0f ms, after it %.1f ms (%.2f %% of all), %d instances, %d"
              + " characters of run lengths",
          (prepared - start) / MILLION,
          (forwarded - prepared) / MILLION,
          (end - forwarded) / MILLION,
          100.0 * (end - forwarded) / (end - start),
          found.items().size(),
          characters);
    }
  }
}
