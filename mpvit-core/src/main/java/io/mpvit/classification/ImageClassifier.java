/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.classification;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mpvit.image.ImageNetTransform;
import io.mpvit.image.ImageSize;
import io.mpvit.image.Normalization;
import io.mpvit.image.RgbImage;
import io.mpvit.nn.TorchBlock;
import io.mpvit.pipeline.PicturePipeline;
import io.mpvit.pipeline.PreparedBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * From pictures to class scores: transform and network. Threads may share one.
 *
 * @param network an initialised network from images [B, 3, S, S] to logits [B, classes], its
 *     parameters frozen
 * @param transform the evaluation transform of the training recipe; gives pictures of S x S pixels
 */
public record ImageClassifier(TorchBlock network, ImageNetTransform transform)
    implements PicturePipeline<ClassScores> {

  /** Checks that nothing is missing. */
  public ImageClassifier {
    Objects.requireNonNull(network, "network");
    Objects.requireNonNull(transform, "transform");
  }

  /**
   * Classifies pictures in one batch. The results do not depend on what else is in the batch.
   *
   * @param images one or more pictures of any sizes
   * @param manager where the network's parameters are; nothing stays in it
   * @return the scores of each picture, in order
   */
  public List<ClassScores> classify(List<RgbImage> images, NDManager manager) {
    return run(images, manager);
  }

  @Override
  public PreparedBatch<ClassScores> prepare(List<RgbImage> pictures, NDManager manager) {
    List<RgbImage> squares = pictures.stream().map(transform::apply).toList();
    ImageSize size = new ImageSize(transform.size(), transform.size());
    NDArray batch = Normalization.IMAGENET.toBatch(squares, size, manager);
    return new PreparedBatch<>(batch, outputs -> scores(outputs.singletonOrThrow()));
  }

  /** Splits logits [B, classes]. */
  private static List<ClassScores> scores(NDArray logits) {
    int pictures = Math.toIntExact(logits.getShape().get(0));
    int classes = Math.toIntExact(logits.getShape().get(1));
    float[] values = logits.toFloatArray();
    return IntStream.range(0, pictures)
        .mapToObj(i -> Arrays.copyOfRange(values, i * classes, (i + 1) * classes))
        .map(ClassScores::new)
        .toList();
  }
}
