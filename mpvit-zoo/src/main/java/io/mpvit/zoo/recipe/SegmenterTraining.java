/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.recipe;

import io.mpvit.image.ImageSize;
import io.mpvit.image.KeepRatioResize;
import io.mpvit.image.Normalization;
import io.mpvit.nn.TorchBlock;
import io.mpvit.segmentation.augment.PhotometricDistortion;
import io.mpvit.segmentation.augment.SegmentationAugmentation;
import io.mpvit.segmentation.training.SegmentationBatch;
import io.mpvit.training.Objective;
import io.mpvit.training.loop.TrainingRecipe;
import io.mpvit.training.schedule.PolynomialDecay;
import io.mpvit.zoo.recipe.TrainingDefaults.Length;

/**
 * A segmenter and what it is trained with.
 *
 * @param network for the data's classes, its parameters not yet given values
 * @param backbone what stands before the backbone's keys
 * @param objective its losses
 * @param augmentation how pictures are changed
 * @param normalization from 8-bit pixels to the network's input
 * @param defaults what is used unless something else is asked for
 */
public record SegmenterTraining(
    TorchBlock network,
    String backbone,
    Objective<SegmentationBatch> objective,
    SegmentationAugmentation augmentation,
    Normalization normalization,
    TrainingDefaults defaults) {

  private static final long WARMUP = 1500;
  private static final long PICO_WARMUP = 200;
  private static final int PICO_SIDE = 128;

  /**
   * The published recipe for ADE20K: 160,000 steps of 16 pictures.
   *
   * @return the recipe
   */
  public static TrainingDefaults published() {
    return defaults(16, 6e-5, 160_000, WARMUP);
  }

  /** The recipe of our small model of shapes. */
  public static TrainingDefaults pico() {
    return defaults(8, 1e-3, 9000, PICO_WARMUP);
  }

  private static TrainingDefaults defaults(int batch, double rate, long iterations, long warmup) {
    return new TrainingDefaults(
        batch,
        rate,
        Length.iterations(iterations),
        // Short trainings warm up for a tenth of their steps.
        (highest, length) ->
            new PolynomialDecay(highest, length, 1, Math.min(warmup, length / 10), 1e-6),
        TrainingRecipe::segmentation);
  }

  /**
   * The same on windows of another size.
   *
   * @param side of the windows, in pixels
   * @return a changed copy
   */
  public SegmenterTraining withCrop(int side) {
    return new SegmenterTraining(
        network, backbone, objective, augmentation.withWindow(side), normalization, defaults);
  }

  /**
   * How the shapes are changed: brought to about 128 pixels a side, a little smaller or larger, and
   * mirrored. They come in all colours already.
   *
   * @return windows of 128 x 128
   */
  public static SegmentationAugmentation picoAugmentation() {
    return new SegmentationAugmentation(
        new KeepRatioResize(PICO_SIDE * 5 / 3, PICO_SIDE),
        0.8,
        1.25,
        new ImageSize(PICO_SIDE, PICO_SIDE),
        1,
        PhotometricDistortion.none());
  }
}
