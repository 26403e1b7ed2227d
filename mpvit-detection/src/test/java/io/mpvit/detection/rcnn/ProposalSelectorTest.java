/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mpvit.detection.anchor.AnchorGenerator;
import io.mpvit.detection.box.BoxCoder;
import io.mpvit.detection.box.Candidates;
import io.mpvit.image.ImageSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Rules that the goldens do not reach. Anchors: one of 32x32 per cell on 4x4 cells, one of 64x64.
 */
class ProposalSelectorTest {
  private static final RpnConfig CONFIG =
      new RpnConfig(
          new AnchorGenerator(List.of(16, 32), List.of(List.of(32.0), List.of(64.0)), List.of(1.0)),
          BoxCoder.UNIT);
  private static final ImageSize SIZE = new ImageSize(60, 50);

  private final NDManager manager = NDManager.newBaseManager();
  private final float[] logits0 = new float[16];
  private final float[] logits1 = new float[4];
  private final float[] deltas0 = new float[64];
  private final float[] deltas1 = new float[16];

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void boxesAreClippedAndRankedOverAllLevels() {
    for (int i = 0; i < 16; i++) {
      logits0[i] = -i;
    }
    Arrays.fill(logits1, -0.5f);
    Candidates found = select(1000, 0.7);
    assertThat(found.scores()[0]).isZero();
    assertThat(found.groups()).startsWith(0, 1, 1, 1, 1, 0);
    assertThat(Arrays.copyOf(found.boxes(), 8)).containsExactly(0, 0, 16, 16, 0, 0, 32, 32);
    for (int i = 0; i < found.boxes().length; i += 4) {
      assertThat(found.boxes()[i + 2]).isBetween(found.boxes()[i], 50f);
      assertThat(found.boxes()[i + 3]).isBetween(found.boxes()[i + 1], 60f);
    }
  }

  @Test
  void theBestOfEachLevelGoOn() {
    for (int i = 0; i < 16; i++) {
      logits0[i] = i;
    }
    // The last cells' anchors, at x = 48, y = 48; the image ends at 50, 60.
    Candidates found = select(2, 1);
    assertThat(found.scores()).containsExactly(15, 14, 0, 0);
    assertThat(found.groups()).containsExactly(0, 0, 1, 1);
    assertThat(selector(2, 1, 3).select(predictions(), 0, SIZE).size()).isEqualTo(3);
  }

  @Test
  void whatIsNotFiniteIsDropped() {
    Arrays.fill(logits0, Float.NaN);
    logits0[5] = 1;
    logits0[6] = Float.POSITIVE_INFINITY;
    logits1[0] = Float.NEGATIVE_INFINITY;
    deltas1[1] = Float.NaN; // dx of cell 1
    deltas1[4 * 1 + 2] = Float.POSITIVE_INFINITY; // dy of cell 2
    Candidates found = select(1000, 1);
    assertThat(found.scores()).containsExactly(1, 0);
    assertThat(found.groups()).containsExactly(0, 1);
  }

  @Test
  void nothingFiniteAtAll() {
    for (float[] values : List.of(logits0, logits1, deltas0, deltas1)) {
      Arrays.fill(values, Float.NaN);
    }
    assertThat(select(1000, 0.7).size()).isZero();
  }

  @Test
  void boxesThatAreEmptyAfterClippingAreDropped() {
    Arrays.fill(logits0, Float.NEGATIVE_INFINITY);
    logits0[0] = 1;
    deltas0[0] = -2; // 64 pixels to the left
    Arrays.fill(logits1, Float.NaN);
    assertThat(select(1000, 0.7).size()).isZero();
  }

  @Test
  void suppressionKeepsLevelsApart() {
    Arrays.fill(deltas1, 0, 4, -0.25f); // dx: 16 pixels to the left
    for (int i = 0; i < 4; i++) {
      deltas0[32 + i] = (float) Math.log(2); // dw of the first row: as wide as the other level's
    }
    assertThat(select(1000, 0).groups()).contains(0, 1);
  }

  @Test
  void emptyProposalsStayIfTheModelWantsThem() {
    Arrays.fill(deltas0, 0, 16, -100); // dx: far left of the picture, so clipped to nothing
    Arrays.fill(deltas1, 0, 4, -100);
    assertThat(select(1000, 1).size()).isZero();
    ProposalThresholds keeping = new ProposalThresholds(1000, 1, 1000).keepingEmpty();
    Candidates kept = new ProposalSelector(CONFIG, keeping).select(predictions(), 0, SIZE);
    assertThat(kept.size()).isEqualTo(20);
    assertThat(kept.boxes()[0]).isZero();
    assertThat(kept.boxes()[2]).isZero();
  }

  @Test
  void refusesAnotherNumberOfLevels() {
    NDArray map = manager.zeros(new Shape(1, 1, 4, 4));
    NDArray deltas = manager.zeros(new Shape(1, 4, 4, 4));
    RpnPredictions one = new RpnPredictions(List.of(map), List.of(deltas));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> selector(1, 0.7, 1).select(one, 0, SIZE))
        .withMessageContaining("expected 2 levels, found 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RpnPredictions(List.of(map), new ArrayList<>()))
        .withMessageContaining("0 and 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ProposalThresholds(1000, 1.5, 1000))
        .withMessageContaining("1.5");
  }

  private Candidates select(int candidates, double overlap) {
    return selector(candidates, overlap, 1000).select(predictions(), 0, SIZE);
  }

  private static ProposalSelector selector(int candidates, double overlap, int proposals) {
    return new ProposalSelector(CONFIG, new ProposalThresholds(candidates, overlap, proposals));
  }

  private RpnPredictions predictions() {
    return new RpnPredictions(
        List.of(
            manager.create(logits0, new Shape(1, 1, 4, 4)),
            manager.create(logits1, new Shape(1, 1, 2, 2))),
        List.of(
            manager.create(deltas0, new Shape(1, 4, 4, 4)),
            manager.create(deltas1, new Shape(1, 4, 2, 2))));
  }
}
