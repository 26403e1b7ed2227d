/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.translator;

import ai.djl.modality.cv.output.CategoryMask;
import io.mpvit.image.ImageSize;
import io.mpvit.segmentation.LabelMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** DJL's category mask, which prints shares and not pixels; as JSON it is DJL's. */
final class BriefCategoryMask extends CategoryMask {

  private static final long serialVersionUID = 1L;

  BriefCategoryMask(List<String> names, int[][] rows) {
    super(names, rows);
  }

  /** The picture's size and the share of each class in it, in a line. */
  @Override
  public String toString() {
    int[][] rows = getMask();
    ImageSize size = new ImageSize(rows.length, rows[0].length);
    short[] labels = new short[Math.multiplyExact(rows.length, rows[0].length)];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (short) rows[i / size.width()][i % size.width()];
    }
    return new LabelMap(size, labels)
        .shares().stream()
            .map(
                share ->
                    String.format(
                        Locale.ROOT,
                        "%s %.1f %%",
                        getClasses().get(share.classIndex()),
                        100 * share.share()))
            .collect(Collectors.joining(", ", "CategoryMask[" + size + ": ", "]"));
  }
}
