/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.mpvit.image.ImageSize;
import io.mpvit.reference.ReferenceInputs;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PixelScoresTest {

  private static final int CLASSES = 7;
  private static final ImageSize NETWORK = new ImageSize(50, 61);
  private static final Windows SLIDING =
      new Windows.Sliding(new ImageSize(32, 24), new ImageSize(15, 24));

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  private NDList maps(List<Look> looks) {
    NDList maps = new NDList();
    for (Look look : looks) {
      for (Window window : look.windows()) {
        Shape shape =
            new Shape(1, CLASSES, window.size().height() / 4 + 1, window.size().width() / 4 + 1);
        maps.add(ReferenceInputs.array(manager, "map" + maps.size(), shape));
      }
    }
    return maps;
  }

  private static Look look(Windows windows, Flip flip) {
    return new Look(NETWORK, flip, windows.of(NETWORK));
  }

  /** A strip of one row, of several, and of everything give the same labels, pixel by pixel. */
  @ParameterizedTest
  @CsvSource({"97, 131", "13, 17", "50, 61", "1, 1", "1, 500", "400, 1"})
  void stripsChangeNothing(int height, int width) {
    ImageSize picture = new ImageSize(height, width);
    Windows whole = new Windows.Whole();
    List<List<Look>> plans =
        List.of(
            List.of(look(whole, Flip.NONE)),
            List.of(look(SLIDING, Flip.VERTICAL)),
            List.of(look(whole, Flip.NONE), look(SLIDING, Flip.HORIZONTAL)));
    for (List<Look> looks : plans) {
      NDList maps = maps(looks);
      short[] once = new PixelScores(looks, maps, picture, Long.MAX_VALUE).labels();
      for (long strip : new long[] {1, 5L * CLASSES * width, 40L * CLASSES * width}) {
        assertThat(new PixelScores(looks, maps, picture, strip).labels()).isEqualTo(once);
      }
      NDArray all = new PixelScores(looks, maps, picture).probabilities(0, height);
      int[] winners = all.argMax(2).toType(DataType.INT32, false).toIntArray();
      for (int i = 0; i < winners.length; i++) {
        assertThat((int) once[i]).isEqualTo(winners[i]);
      }
    }
  }

  @Test
  void probabilitiesAddUpToOne() {
    List<Look> looks = List.of(look(SLIDING, Flip.NONE), look(SLIDING, Flip.HORIZONTAL));
    PixelScores scores = new PixelScores(looks, maps(looks), new ImageSize(20, 30));
    assertThat(scores.classes()).isEqualTo(CLASSES);
    NDArray rows = scores.probabilities(3, 9);
    assertThat(rows.getShape()).isEqualTo(new Shape(6, 30, CLASSES));
    assertThat(rows.sum(new int[] {2}).sub(1).abs().max().getFloat()).isLessThan(1e-5f);
  }

  @Test
  void windowsStayInsideAndCoverEverything() {
    assertThat(SLIDING.of(NETWORK))
        .extracting(Window::top, Window::left)
        .containsExactly(
            tuple(0, 0),
            tuple(0, 24),
            tuple(0, 37),
            tuple(15, 0),
            tuple(15, 24),
            tuple(15, 37),
            tuple(18, 0),
            tuple(18, 24),
            tuple(18, 37));
    assertThat(SLIDING.of(new ImageSize(5, 6)))
        .containsExactly(new Window(0, 0, new ImageSize(5, 6)));
  }

  @Test
  void windowsStepByTwoThirdsUnlessTold() {
    assertThat(new Windows.Sliding(new ImageSize(512, 48)).stride())
        .isEqualTo(new ImageSize(341, 32));
    assertThat(new Windows.Sliding(new ImageSize(1, 1)).stride()).isEqualTo(new ImageSize(1, 1));
  }

  @Test
  void badArgumentsAreExplained() {
    List<Look> looks = List.of(look(SLIDING, Flip.NONE));
    ImageSize size = new ImageSize(20, 30);
    PixelScores scores = new PixelScores(looks, maps(looks), size);
    assertThatThrownBy(() -> scores.probabilities(3, 21))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("20x30");
    assertThatThrownBy(() -> new PixelScores(List.of(), new NDList(), size))
        .isInstanceOf(IllegalArgumentException.class);
    ImageSize step = new ImageSize(65, 1);
    assertThatThrownBy(() -> new Windows.Sliding(new ImageSize(64, 64), step))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65x1");
    assertThatThrownBy(
            () -> new InferencePlan(new Windows.Whole(), List.of(-1.0), List.of(Flip.NONE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1.0");
  }
}
