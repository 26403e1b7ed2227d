/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.inference;

import io.mpvit.image.ImageSize;
import java.util.ArrayList;
import java.util.List;

/** Which parts of a picture the network sees one by one. */
public sealed interface Windows {

  /**
   * The windows of a picture.
   *
   * @param picture the picture's size
   * @return windows that cover it, row by row
   */
  List<Window> of(ImageSize picture);

  /** The whole picture at once, as the published models are evaluated. */
  record Whole() implements Windows {
    @Override
    public List<Window> of(ImageSize picture) {
      return List.of(new Window(0, 0, picture));
    }
  }

  /**
   * A window that slides over the picture. At the right and lower border it is moved back inside;
   * in a direction in which the picture is smaller, it is as small as the picture.
   *
   * @param crop the window's size
   * @param stride its steps down and to the right
   */
  record Sliding(ImageSize crop, ImageSize stride) implements Windows {

    /**
     * Checks that no pixel is left out.
     *
     * @throws IllegalArgumentException if a step is larger than the window
     */
    public Sliding {
      if (stride.height() > crop.height() || stride.width() > crop.width()) {
        throw new IllegalArgumentException(
            "a stride of " + stride + " leaves gaps between windows of " + crop);
      }
    }

    /**
     * A window with steps of two thirds of its sides, cut to whole pixels: 341 of 512.
     *
     * @param crop the window's size
     */
    public Sliding(ImageSize crop) {
      this(
          crop,
          new ImageSize(Math.max(1, crop.height() * 2 / 3), Math.max(1, crop.width() * 2 / 3)));
    }

    @Override
    public List<Window> of(ImageSize picture) {
      List<Window> windows = new ArrayList<>();
      for (int top : starts(picture.height(), crop.height(), stride.height())) {
        for (int left : starts(picture.width(), crop.width(), stride.width())) {
          ImageSize size =
              new ImageSize(
                  Math.min(crop.height(), picture.height()),
                  Math.min(crop.width(), picture.width()));
          windows.add(new Window(top, left, size));
        }
      }
      return windows;
    }

    private static int[] starts(int side, int crop, int stride) {
      int[] starts = new int[(Math.max(side - crop, 0) + stride - 1) / stride + 1];
      for (int i = 0; i < starts.length; i++) {
        starts[i] = Math.max(Math.min(i * stride + crop, side) - crop, 0);
      }
      return starts;
    }
  }
}
