/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.anchor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpvit.testing.Npz;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AnchorGeneratorTest {
  private static final List<Double> RATIOS = List.of(0.5, 1.0, 2.0);
  private static final AnchorGenerator RETINANET =
      new AnchorGenerator(
          List.of(8, 16, 32, 64, 128),
          Stream.of(32.0, 64.0, 128.0, 256.0, 512.0)
              .map(b -> List.of(b, b * Math.pow(2, 1 / 3.0), b * Math.pow(2, 2 / 3.0)))
              .toList(),
          RATIOS);
  private static final AnchorGenerator RPN =
      new AnchorGenerator(
          List.of(4, 8, 16, 32, 64),
          Stream.of(32.0, 64.0, 128.0, 256.0, 512.0).map(List::of).toList(),
          RATIOS);

  private final Npz golden = Npz.resource("/reference/detectron2/ops.golden.npz");

  @Test
  void cellsEqualTheReference() {
    for (int level = 0; level < 5; level++) {
      assertThat(RETINANET.level(level).cell())
          .isEqualTo(golden.floats("anchors.retinanet.cell.p" + (level + 3)));
      assertThat(RPN.level(level).cell())
          .isEqualTo(golden.floats("anchors.rpn.cell.p" + (level + 2)));
    }
    assertThat(RETINANET.anchorsPerCell()).isEqualTo(9);
    assertThat(RPN.anchorsPerCell()).isEqualTo(3);
  }

  @Test
  void gridsEqualTheReference() {
    assertThat(RETINANET.level(3).grid(4, 5))
        .isEqualTo(golden.floats("anchors.retinanet.grid.p6_4x5"));
    assertThat(RPN.level(3).grid(7, 10)).isEqualTo(golden.floats("anchors.rpn.grid.p5_7x10"));
    assertThat(RPN.level(0).grid(0, 10)).isEmpty();
  }

  @Test
  void refusesListsThatDisagree() {
    assertThatThrownBy(() -> new AnchorGenerator(List.of(8), List.of(), RATIOS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[8]");
    assertThatThrownBy(
            () ->
                new AnchorGenerator(
                    List.of(8, 16), List.of(List.of(1.0), List.of(1.0, 2.0)), RATIOS))
        .hasMessageContaining("same number of sizes");
    assertThatThrownBy(() -> new AnchorGenerator(List.of(8), List.of(List.of(32.0)), List.of(-1.0)))
        .hasMessageContaining("positive");
  }
}
