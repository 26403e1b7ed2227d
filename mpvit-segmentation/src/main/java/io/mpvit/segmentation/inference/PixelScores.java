/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import io.mpvit.image.ImageSize;
import java.util.ArrayList;
import java.util.List;

/**
 * What a network says of every pixel of a picture, after one or more looks. Values are computed
 * when they are asked for, from the network's small maps.
 *
 * <p>The maps are enlarged in two steps, to the size that was looked at and from there to the
 * picture's, as the original does.
 */
public final class PixelScores {

  private static final int LAST_AXIS = 2;

  /** Values of one array at most, 16 MB: fits in the cache of most processors, or nearly. */
  private static final long STRIP = 1 << 22;

  private final ImageSize size;
  private final List<LogitRows> looks = new ArrayList<>();
  private final long strip;

  /**
   * Joins the looks at one picture.
   *
   * @param looks at least one
   * @param maps the network's logits for all windows of all looks, in order, [1, K, h, w] each;
   *     they must stay open as long as this is used
   * @param picture the picture's own size
   */
  public PixelScores(List<Look> looks, List<NDArray> maps, ImageSize picture) {
    this(looks, maps, picture, STRIP);
  }

  /** With another size of the strips, for tests. */
  PixelScores(List<Look> looks, List<NDArray> maps, ImageSize picture, long strip) {
    if (looks.isEmpty()) {
      throw new IllegalArgumentException("expected at least one look at the picture, found none");
    }
    this.strip = strip;
    size = picture;
    int next = 0;
    for (Look look : looks) {
      int end = next + look.windows().size();
      LogitRows logits = ResizedLogits.of(look.logits(maps.subList(next, end)), picture);
      this.looks.add(FlippedLogits.of(logits, look.flip()));
      next = end;
    }
  }

  /** The picture's size. */
  public ImageSize size() {
    return size;
  }

  /** The number of classes. */
  public int classes() {
    return looks.get(0).classes();
  }

  /**
   * Class probabilities of some rows, averaged over the looks.
   *
   * @param from the first row
   * @param to one past the last
   * @return [to - from, width, classes]; the caller closes it
   */
  public NDArray probabilities(int from, int to) {
    if (from < 0 || from >= to || to > size.height()) {
      throw new IllegalArgumentException(
          "rows " + from + " to " + to + " are none of a picture of " + size);
    }
    NDArray mean;
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      mean = looks.get(0).rows(from, to).softmax(LAST_AXIS);
      for (LogitRows look : looks.subList(1, looks.size())) {
        mean.addi(look.rows(from, to).softmax(LAST_AXIS));
      }
      if (looks.size() > 1) {
        mean.divi(looks.size());
      }
      NDScope.unregister(mean);
    }
    NDScope.register(mean);
    return mean;
  }

  /**
   * The most probable class of every pixel. Extra memory is some strips of rows, whatever the size
   * of the picture; how many rows a strip has does not change the result.
   *
   * @return height x width class indices, row by row, as unsigned numbers
   */
  public short[] labels() {
    short[] labels = new short[Math.multiplyExact(size.height(), size.width())];
    int step;
    for (int from = 0; from < size.height(); from += step) {
      step = rowsAtOnce(from);
      int[] part = best(from, from + step);
      int start = from * size.width();
      for (int i = 0; i < part.length; i++) {
        labels[start + i] = (short) part[i];
      }
    }
    return labels;
  }

  private int[] best(int from, int to) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      // Probabilities grow with logits, so a single look needs no softmax.
      NDArray scores = looks.size() == 1 ? looks.get(0).rows(from, to) : probabilities(from, to);
      return scores.argMax(LAST_AXIS).toType(DataType.INT32, false).toIntArray();
    }
  }

  /** At least one, and as many as keep every array of every look below a strip. */
  private int rowsAtOnce(int from) {
    long fitting = Math.max(1, strip / classes() / size.width());
    int rows = (int) Math.min(fitting, size.height() - from);
    while (rows > 1 && widest(from, from + rows) * classes() > strip) {
      rows = rows / 2;
    }
    return rows;
  }

  private long widest(int from, int to) {
    return looks.stream().mapToLong(look -> look.widest(from, to)).max().orElseThrow();
  }
}
