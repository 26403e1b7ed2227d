/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.classification;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.mpvit.image.ImageNetTransform;
import io.mpvit.image.ImageSize;
import io.mpvit.image.Normalization;
import io.mpvit.image.RgbImage;
import io.mpvit.nn.TorchBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * From pictures to class scores: transform and network. Threads may share one.
 *
 * @param network an initialised network from images [B, 3, S, S] to logits [B, classes], its
 *     parameters frozen
 * @param transform the evaluation transform of the training recipe; gives pictures of S x S pixels
 */
public record ImageClassifier(TorchBlock network, ImageNetTransform transform) {

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
    try (NDManager scope = manager.newSubManager()) {
      List<RgbImage> squares = images.stream().map(transform::apply).toList();
      ImageSize size = new ImageSize(transform.size(), transform.size());
      NDArray batch = Normalization.IMAGENET.toBatch(squares, size, scope);
      NDArray logits =
          network
              .forward(new ParameterStore(scope, false), new NDList(batch), false)
              .singletonOrThrow();
      Shape shape = logits.getShape();
      int classes = Math.toIntExact(shape.get(1));
      float[] values = logits.toFloatArray();
      List<ClassScores> scores = new ArrayList<>(images.size());
      for (int i = 0; i < images.size(); i++) {
        scores.add(new ClassScores(Arrays.copyOfRange(values, i * classes, (i + 1) * classes)));
      }
      return scores;
    }
  }
}
