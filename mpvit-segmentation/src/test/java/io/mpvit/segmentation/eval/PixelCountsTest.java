/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpvit.image.ImageSize;
import io.mpvit.segmentation.LabelMap;
import io.mpvit.testing.Npz;
import java.util.List;
import java.util.stream.DoubleStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Counts and scores of the reference implementation, to the last digit. */
class PixelCountsTest {

  private static final int CLASSES = 150;
  private final Npz golden = Npz.resource("/reference/upernet/metrics.golden.npz");

  private LabelMap map(String name) {
    long[] shape = golden.shape(name);
    int[] values = golden.ints(name);
    short[] labels = new short[values.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (short) values[i];
    }
    return new LabelMap(new ImageSize((int) shape[0], (int) shape[1]), labels);
  }

  @Test
  void areasAndScoresAreExact() {
    PixelCounts counts = new PixelCounts(CLASSES);
    counts.add(map("pred0"), map("raw0").withoutZero());
    PixelCounts second = new PixelCounts(CLASSES);
    second.add(map("pred1"), map("raw1").withoutZero());
    counts.add(second);
    assertThat(counts.intersect()).isEqualTo(golden.longs("area_intersect"));
    assertThat(counts.union()).isEqualTo(golden.longs("area_union"));
    assertThat(counts.predicted()).isEqualTo(golden.longs("area_pred"));
    assertThat(counts.labelled()).isEqualTo(golden.longs("area_label"));

    SegmentationScores scores = counts.scores();
    assertThat(scores.iou()).isEqualTo(doubles("class_iou"));
    assertThat(scores.accuracy()).isEqualTo(doubles("class_acc"));
    assertThat(scores.dice()).isEqualTo(doubles("class_dice"));
    List<Double> printed =
        DoubleStream.of(scores.meanIou(), scores.meanAccuracy(), scores.pixelAccuracy())
            .map(SegmentationScores::percent)
            .boxed()
            .toList();
    assertThat(printed).isEqualTo(doubles("reported_mIoU_mAcc_aAcc"));
    assertThat(scores.pixelAccuracy()).isEqualTo(golden.doubles("aAcc")[0]);
    // NumPy adds up in pairs, so the last bit of a mean may differ.
    assertThat(scores.meanIou()).isCloseTo(golden.doubles("mIoU")[0], ulps(1));
    assertThat(scores.meanAccuracy()).isCloseTo(golden.doubles("mAcc")[0], ulps(1));
    assertThat(scores.meanDice()).isCloseTo(golden.doubles("mDice")[0], ulps(1));
  }

  private static Offset<Double> ulps(int count) {
    return Offset.offset(4 * count * Math.ulp(0.5));
  }

  private List<Double> doubles(String name) {
    return DoubleStream.of(golden.doubles(name)).boxed().toList();
  }

  @Test
  void valuesOutOfRangeCountAsInTheOriginal() {
    PixelCounts counts = new PixelCounts(4);
    counts.add(map("edge.pred"), map("edge.label"));
    long[] rows = golden.longs("edge.areas_i_u_p_l");
    long[][] actual = {counts.intersect(), counts.union(), counts.predicted(), counts.labelled()};
    for (int r = 0; r < actual.length; r++) {
      for (int c = 0; c < 4; c++) {
        assertThat(actual[r][c]).as(r + " " + c).isEqualTo(rows[4 * r + c]);
      }
    }
  }

  @Test
  void rawAnnotationsShift() {
    int[] table = golden.ints("reduce_zero_label_table");
    short[] raw = new short[256];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = (short) i;
    }
    LabelMap shifted = new LabelMap(new ImageSize(16, 16), raw).withoutZero();
    for (int i = 0; i < table.length; i++) {
      assertThat(shifted.label(i % 16, i / 16)).as("raw " + i).isEqualTo(table[i]);
    }
  }

  @Test
  void sizesAndClassCountsMustAgree() {
    PixelCounts counts = new PixelCounts(3);
    LabelMap one = new LabelMap(new ImageSize(1, 2), new short[2]);
    LabelMap other = new LabelMap(new ImageSize(2, 1), new short[2]);
    assertThatThrownBy(() -> counts.add(one, other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1x2")
        .hasMessageContaining("2x1");
    assertThatThrownBy(() -> counts.add(new PixelCounts(4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 classes, found 4");
    assertThatThrownBy(() -> new PixelCounts(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatDoesNotOccurIsADashOrNull() {
    SegmentationScores none = new PixelCounts(2).scores();
    assertThat(none.summary()).isEqualTo("mIoU -, mAcc -, aAcc -");
    assertThat(none.json())
        .hasToString("{\"mIoU\":null,\"mAcc\":null,\"aAcc\":null,\"IoU\":[null,null]}");
    PixelCounts counts = PixelCounts.of(new long[] {1, 0}, new long[] {3, 0}, new long[] {2, 0});
    assertThat(counts.scores().summary()).isEqualTo("mIoU 25.00, mAcc 50.00, aAcc 50.00");
    assertThat(counts.scores().json())
        .hasToString("{\"mIoU\":0.25,\"mAcc\":0.5,\"aAcc\":0.5,\"IoU\":[0.25,null]}");
  }
}
