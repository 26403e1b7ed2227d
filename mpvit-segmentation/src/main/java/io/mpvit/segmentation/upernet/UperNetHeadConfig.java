/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.upernet;

import java.util.List;

/**
 * What the two heads of an UperNet look like, whatever backbone is below.
 *
 * @param classes number of classes; published: 150
 * @param channels width of the decode head; published: 512
 * @param poolBins rows and columns of each grid of the pyramid pooling; published: 1, 2, 3, 6
 * @param auxiliaryFeature name of the backbone feature that the auxiliary head takes; published:
 *     stage4
 * @param auxiliaryChannels width of the auxiliary head; published: 256
 * @param dropout share of channels dropped before both classifiers in training, in [0, 1);
 *     published: 0.1
 */
public record UperNetHeadConfig(
    int classes,
    int channels,
    List<Integer> poolBins,
    String auxiliaryFeature,
    int auxiliaryChannels,
    float dropout) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a number is out of its range
   */
  public UperNetHeadConfig {
    poolBins = List.copyOf(poolBins);
    if (classes < 1 || channels < 1 || auxiliaryChannels < 1) {
      throw new IllegalArgumentException(
          "UperNet: classes, channels and auxiliaryChannels must be positive, found %d, %d, %d"
              .formatted(classes, channels, auxiliaryChannels));
    }
    if (poolBins.isEmpty() || poolBins.stream().anyMatch(bins -> bins < 1)) {
      throw new IllegalArgumentException(
          "UperNet: poolBins is one positive number per grid, found " + poolBins);
    }
    if (auxiliaryFeature.isBlank()) {
      throw new IllegalArgumentException("UperNet: auxiliaryFeature is blank");
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException("UperNet: dropout lies in [0, 1), found " + dropout);
    }
  }

  /**
   * Returns the heads of the models published for ADE20K.
   *
   * @return the published heads
   */
  public static UperNetHeadConfig published() {
    return new UperNetHeadConfig(150, 512, List.of(1, 2, 3, 6), "stage4", 256, 0.1f);
  }

  /**
   * Returns the same heads for another number of classes.
   *
   * @param count number of classes
   * @return a changed copy
   */
  public UperNetHeadConfig withClasses(int count) {
    return new UperNetHeadConfig(
        count, channels, poolBins, auxiliaryFeature, auxiliaryChannels, dropout);
  }
}
