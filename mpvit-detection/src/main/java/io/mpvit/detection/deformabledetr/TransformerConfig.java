/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

/**
 * What the transformer of a Deformable DETR looks like.
 *
 * @param width channels of all tokens; published: 256
 * @param heads attention heads, a divisor of the width; published: 8
 * @param levels maps that the queries read; published: 4
 * @param points places that a head reads of each map; published: 4
 * @param encoderLayers published: 6
 * @param decoderLayers published: 6
 * @param hidden width between the two linear layers of a feed-forward network; published: 1024
 * @param dropout rate in training, [0, 1); published: 0.1
 */
public record TransformerConfig(
    int width,
    int heads,
    int levels,
    int points,
    int encoderLayers,
    int decoderLayers,
    int hidden,
    float dropout) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a number is not positive, the heads do not divide the
   *     width, the width is no multiple of 4, or the rate is out of range
   */
  public TransformerConfig {
    if (width <= 0
        || heads <= 0
        || levels <= 0
        || points <= 0
        || encoderLayers <= 0
        || decoderLayers <= 0
        || hidden <= 0) {
      throw new IllegalArgumentException(
          "transformer: all numbers must be positive, found "
              + "width %d, heads %d, levels %d, points %d, encoderLayers %d, decoderLayers %d, hidden %d"
                  .formatted(width, heads, levels, points, encoderLayers, decoderLayers, hidden));
    }
    if (width % heads != 0 || width % 4 != 0) {
      throw new IllegalArgumentException(
          "transformer: the width must be a multiple of 4 and of the heads, found "
              + width
              + " and "
              + heads);
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException(
          "transformer: dropout must be in [0, 1), found " + dropout);
    }
  }

  /**
   * Returns the transformer of the published models.
   *
   * @return six layers each, 256 wide
   */
  public static TransformerConfig published() {
    return new TransformerConfig(256, 8, 4, 4, 6, 6, 1024, 0.1f);
  }

  /**
   * Returns the same transformer with another dropout.
   *
   * @param rate in [0, 1)
   * @return a changed copy
   */
  public TransformerConfig withDropout(float rate) {
    return new TransformerConfig(
        width, heads, levels, points, encoderLayers, decoderLayers, hidden, rate);
  }

  /**
   * Returns the same transformer for another number of maps.
   *
   * @param count maps that the queries read
   * @return a changed copy
   */
  public TransformerConfig withLevels(int count) {
    return new TransformerConfig(
        width, heads, count, points, encoderLayers, decoderLayers, hidden, dropout);
  }
}
