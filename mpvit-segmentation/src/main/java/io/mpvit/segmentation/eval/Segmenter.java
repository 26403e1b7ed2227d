/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.eval;

import io.mpvit.image.RgbImage;
import io.mpvit.segmentation.LabelMap;
import java.util.List;

/** Labels the pixels of pictures, by whatever means. */
@FunctionalInterface
public interface Segmenter {

  /**
   * Labels one batch.
   *
   * @param pictures one or more pictures of any sizes
   * @return the labels of each picture, at its own size
   */
  List<LabelMap> segment(List<RgbImage> pictures);
}
