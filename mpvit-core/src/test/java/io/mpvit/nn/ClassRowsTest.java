/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClassRowsTest {

  @Test
  void groupsRowsAndBackground() {
    // two anchors, two classes here, three there; class 0 is 2 there, class 1 is unknown
    ClassRows anchors = new ClassRows(2, 1, 0);
    assertThat(anchors.classes(6)).isEqualTo(3);
    assertThat(anchors.classes(7)).isEqualTo(-1);
    assertThat(anchors.sources(2, 3, k -> k == 0 ? 2 : -1)).containsExactly(2, -1, 5, -1);
    ClassRows background = new ClassRows(1, 1, 1);
    assertThat(background.classes(4)).isEqualTo(3);
    assertThat(background.sources(2, 3, k -> k == 0 ? 2 : -1)).containsExactly(2, -1, 3);
    ClassRows boxes = new ClassRows(1, 4, 0);
    assertThat(boxes.sources(1, 2, k -> 1)).containsExactly(4, 5, 6, 7);
  }
}
