/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.examples;

import io.mpvit.detection.InstanceSegmenter;
import io.mpvit.training.loop.StepReport;
import io.mpvit.training.loop.TrainingListener;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.network.LoadedNetwork;
import io.mpvit.zoo.network.NetworkLoader;
import io.mpvit.zoo.training.TrainingRun;
import java.nio.file.Path;

/**
 * Trains a small instance segmenter on pictures of one's own: a folder with {@code instances.json}
 * in COCO's layout and {@code images}. {@code mpvit dataset shapes --out DIR} writes one to try.
 */
public final class TrainDetector {

  private TrainDetector() {}

  /** Hears of every step; there are methods for the beginning, checkpoints and the end, too. */
  private static final class Printer implements TrainingListener {
    @Override
    public void step(StepReport report) {
      System.out.printf(
          "step %d of %d: loss %.4f%n", report.iteration(), report.iterations(), report.loss());
    }
  }

  /**
   * Trains, and goes on with what an earlier call left.
   *
   * @param args the data's folder and the folder to write to; optionally the number of steps
   * @throws Exception if the data cannot be read or the folder cannot be written
   */
  public static void main(String[] args) throws Exception {
    if (args.length < 2) {
      System.err.println("usage: TrainDetector DATA OUT [STEPS]");
      return;
    }
    ModelCard card = ModelCards.published().get("mask_rcnn_mpvit_pico_shapes");
    TrainingRun run =
        TrainingRun.of(card, Path.of(args[0]), Path.of(args[1]))
            .iterations(args.length > 2 ? Long.parseLong(args[2]) : 1000)
            .batch(4)
            .checkpointEvery(100)
            .resume(true)
            .listeners(new Printer())
            .build();
    run.run();
    try (LoadedNetwork<InstanceSegmenter> trained =
        NetworkLoader.load(card, run.weights(), null, InstanceSegmenter.class)) {
      System.out.println(run.weights() + " knows " + trained.labels().orElseThrow().names());
    }
  }
}
