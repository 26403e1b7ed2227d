/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mpvit.image.ImageSize;
import io.mpvit.ops.RelativeBoxes;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Positions, masks, ratios, references, logits and initial offsets against the reference. */
@Tag("golden")
class PiecesTest {
  private static final double TOLERANCE = 1e-6;

  private final NDManager manager = NDManager.newBaseManager();
  private final DetrGolden golden = DetrGolden.of("pieces");

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void sinePositions() {
    ImageSize map = new ImageSize(7, 9);
    TokenGrid grid =
        new TokenGrid(
            List.of(map), List.of(List.of(new ImageSize(7, 6)), List.of(new ImageSize(4, 9))));
    assertMask("pos.mask", grid.mask(manager).toFloatArray());
    for (int features : new int[] {8, 128}) {
      NDArray positions = SinePositions.of(grid, 0, 2 * features, manager).mul(grid.mask(manager));
      NDArray maps = positions.transpose(0, 2, 1).reshape(2, 2L * features, 7, 9);
      golden.assertClose("pos.nf" + features, maps, 4 * TOLERANCE);
    }
  }

  @Test
  void masksRatiosAndReferencesOfFourLevels() {
    List<ImageSize> levels =
        List.of(
            new ImageSize(32, 40),
            new ImageSize(16, 20),
            new ImageSize(8, 10),
            new ImageSize(4, 5));
    ImageSize padded = new ImageSize(250, 317);
    List<ImageSize> pictures = List.of(new ImageSize(203, 317), new ImageSize(250, 230));
    TokenGrid grid = TokenGrid.of(levels, padded, pictures);
    assertThat(grid.isPadded()).isTrue();
    NDArray mask = grid.mask(manager);
    int start = 0;
    for (ImageSize level : levels) {
      int end = start + level.height() * level.width();
      NDArray part = mask.get(":," + start + ":" + end);
      assertMask("interp.mask_" + level, part.toFloatArray());
      start = end;
    }
    golden.assertClose("interp.valid_ratios", grid.ratios(manager), TOLERANCE);
    NDArray last = grid.references(manager).get(":,1680:");
    golden.assertClose("interp.enc_reference_points_lvl3", last, TOLERANCE);
  }

  @Test
  void aPictureThatFillsItsTensorHasNoPadding() {
    ImageSize one = new ImageSize(1, 1);
    assertThat(TokenGrid.of(List.of(one, one), one, List.of(one)).isPadded()).isFalse();
  }

  /** The best picture of a batch is covered whole, and every picture covers something. */
  @Test
  void aTinyPictureInALargeTensorCoversOneElement() {
    ImageSize level = new ImageSize(13, 19);
    TokenGrid grid =
        TokenGrid.of(List.of(level), new ImageSize(800, 1216), List.of(new ImageSize(1, 1)));
    assertThat(grid.area(0, 0)).isEqualTo(new ImageSize(1, 1));
  }

  @Test
  void inverseSigmoid() {
    NDArray x = golden.array(manager, "inverse_sigmoid.x");
    golden.assertClose("inverse_sigmoid.y", RelativeBoxes.inverseSigmoid(x, false), 5e-6);
  }

  @Test
  void initialOffsets() {
    TransformerConfig published = TransformerConfig.published();
    assertOffsets("init.sampling_offsets_bias.d256_l4_h8_p4", published);
    assertOffsets(
        "init.sampling_offsets_bias.d32_l3_h4_p2", new TransformerConfig(32, 4, 3, 2, 2, 2, 48, 0));
  }

  private void assertOffsets(String name, TransformerConfig config) {
    float[] values = InitialOffsets.values(config);
    // The original computes sine and cosine in float32 too.
    golden.assertClose(name, manager.create(values, new Shape(values.length)), 4 * TOLERANCE);
  }

  private void assertMask(String name, float[] valid) {
    boolean[] padding = golden.npz().booleans(name);
    assertThat(valid).hasSize(padding.length);
    for (int i = 0; i < padding.length; i++) {
      assertThat(valid[i]).as(name + " " + i).isEqualTo(padding[i] ? 0f : 1f);
    }
  }
}
