/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpvit.detection.box.Box;
import io.mpvit.image.ImageSize;
import io.mpvit.testing.Npz;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskPasteTest {
  private static final int SIDE = 28;
  private static final ImageSize CANVAS = new ImageSize(120, 160);

  @Test
  void pastesLikeDetectron2() {
    Npz golden = Npz.resource("/reference/detectron2/ops.golden.npz");
    float[] maps = golden.floats("paste.masks");
    float[] boxes = golden.floats("paste.boxes");
    int[] areas = golden.ints("paste.area");
    for (int i = 0; i < areas.length; i++) {
      Rle mask = MaskPaste.paste(map(maps, i), SIDE, Box.at(boxes, i), CANVAS);
      assertThat(mask).isEqualTo(Rle.of(CANVAS, golden.ints("paste.rle" + i)));
      assertThat(mask.area()).isEqualTo(areas[i]);
    }
  }

  /** The masks of whole networks, at network size and at another size with unequal factors. */
  @ParameterizedTest
  @ValueSource(strings = {"mask_rcnn_tiny", "mask_rcnn_small", "cascade_mask_rcnn_small"})
  void pastesTheMasksOfNetworks(String network) {
    Npz golden = Npz.resource("/reference/detectron2/" + network + ".golden.npz");
    for (String image : new String[] {"a", "b"}) {
      for (String variant : new String[] {"post_same", "post_resized"}) {
        String prefix = image + "." + variant + ".";
        int[] size = golden.ints(prefix + "size");
        ImageSize picture = new ImageSize(size[0], size[1]);
        float[] maps = golden.floats(image + ".final.mask_probs_top10");
        float[] boxes = golden.floats(prefix + "boxes");
        for (int i = 0; i < 10; i++) {
          Rle mask = MaskPaste.paste(map(maps, i), SIDE, Box.at(boxes, i), picture);
          assertThat(mask.area()).isEqualTo(golden.ints(prefix + "mask_area")[i]);
          if (i < 5) {
            assertThat(mask).isEqualTo(Rle.of(picture, golden.ints(prefix + "mask_rle" + i)));
          }
        }
      }
    }
  }

  private static float[] map(float[] maps, int i) {
    return Arrays.copyOfRange(maps, i * SIDE * SIDE, (i + 1) * SIDE * SIDE);
  }

  /** The rule written down in double precision, over the whole picture. */
  @Test
  void agreesWithTheRuleAwayFromTheThreshold() {
    Random random = new Random(9);
    for (int round = 0; round < 200; round++) {
      int side = 1 + random.nextInt(8);
      float[] map = new float[side * side];
      for (int i = 0; i < map.length; i++) {
        map[i] = random.nextFloat();
      }
      Box box = randomBox(random);
      ImageSize size = MaskCases.randomSize(random);
      boolean[] mask = MaskPaste.paste(map, side, box, size).toBitmap();
      for (int i = 0; i < mask.length; i++) {
        double value = sample(map, side, box, i % size.width(), i / size.width());
        if (Math.abs(value - 0.5) > 1e-4) {
          assertThat(mask[i]).as("pixel %d of %s in %s", i, box, size).isEqualTo(value > 0.5);
        }
      }
    }
  }

  private static Box randomBox(Random random) {
    float x = random.nextFloat() * 30 - 8;
    float y = random.nextFloat() * 30 - 8;
    float scale = random.nextBoolean() ? 2 : 30;
    return new Box(x, y, x + random.nextFloat() * scale, y + random.nextFloat() * scale);
  }

  private static double sample(float[] map, int side, Box box, int x, int y) {
    double v = (y + 0.5 - box.y1()) / (box.y2() - box.y1()) * side - 0.5;
    double u = (x + 0.5 - box.x1()) / (box.x2() - box.x1()) * side - 0.5;
    double sum = 0;
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        double weight = Math.max(0, 1 - Math.abs(v - row)) * Math.max(0, 1 - Math.abs(u - column));
        sum += weight * map[row * side + column];
      }
    }
    return sum;
  }

  @Test
  void theThresholdBelongsToTheMask() {
    int side = 32; // a power of two, so that the samples fall on the cells without rounding
    float[] half = new float[side * side];
    Arrays.fill(half, 0.5f);
    Rle mask = MaskPaste.paste(half, side, new Box(10, 20, 10 + side, 20 + side), CANVAS);
    assertThat(mask.area()).isEqualTo(side * side);
    assertThat(mask.bounds()).isEqualTo(new MaskBounds(10, 20, side, side));
    Arrays.fill(half, Math.nextDown(0.5f));
    Rle below = MaskPaste.paste(half, side, new Box(10, 20, 10 + side, 20 + side), CANVAS);
    assertThat(below).isEqualTo(Rle.empty(CANVAS));
  }

  @Test
  void aSureMaskReachesHalfAPixelBeyondItsBox() {
    float[] ones = new float[SIDE * SIDE];
    Arrays.fill(ones, 1f);
    // Pixel centres on the border of the box sample half of the edge: exactly the threshold. Along
    // the other axis the corners fall below it.
    Rle mask = MaskPaste.paste(ones, SIDE, new Box(10.5f, 20.5f, 38.5f, 48.5f), CANVAS);
    assertThat(mask.bounds()).isEqualTo(new MaskBounds(10, 20, SIDE + 1, SIDE + 1));
    assertThat(mask.area()).isEqualTo((SIDE + 1) * (SIDE + 1) - 4);
  }

  @Test
  void strangeBoxesGiveDefinedMasks() {
    float[] ones = new float[SIDE * SIDE];
    Arrays.fill(ones, 1f);
    float nan = Float.NaN;
    float inf = Float.POSITIVE_INFINITY;
    Box[] empty = {
      new Box(5, 5, 5, 9),
      new Box(9, 9, 5, 5),
      new Box(nan, nan, nan, nan),
      new Box(0, 0, nan, 9),
      new Box(-inf, -inf, inf, inf),
      new Box(-1e38f, 0, 3e38f, 9),
      new Box(500, 5, 600, 50),
      new Box(-50, -50, -5, -5),
      new Box(5, 1e9f, 50, 2e9f)
    };
    for (Box box : empty) {
      Rle mask = MaskPaste.paste(ones, SIDE, box, CANVAS);
      assertThat(mask).as("%s", box).isEqualTo(Rle.empty(CANVAS));
    }
    Rle all = MaskPaste.paste(ones, SIDE, new Box(-1e6f, -1e6f, 1e6f, 1e6f), CANVAS);
    assertThat(all.counts()).containsExactly(0, 120 * 160);
    Rle point = MaskPaste.paste(ones, SIDE, new Box(7.4f, 8.4f, 7.6f, 8.6f), CANVAS);
    assertThat(point.bounds()).isEqualTo(new MaskBounds(7, 8, 1, 1));
  }

  @Test
  void whatIsNoNumberSetsNoPixel() {
    float[] map = new float[SIDE * SIDE];
    Arrays.fill(map, Float.NaN);
    assertThat(MaskPaste.paste(map, SIDE, new Box(1, 1, 50, 50), CANVAS))
        .isEqualTo(Rle.empty(CANVAS));
  }

  @Test
  void refusesAMapOfAnotherSide() {
    assertThatThrownBy(() -> MaskPaste.paste(new float[9], 4, new Box(0, 0, 1, 1), CANVAS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected 4x4 values, found 9");
    assertThatThrownBy(() -> MaskPaste.paste(new float[0], 0, new Box(0, 0, 1, 1), CANVAS))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
