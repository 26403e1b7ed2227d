/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HubResizeTest {

  /** The sizes that photographs often have get the same by both rules. */
  @ParameterizedTest
  @CsvSource({
    "640, 480, 1066, 800",
    "640, 427, 1199, 800",
    "640, 360, 1333, 750",
    "640, 333, 1333, 694",
    "500, 375, 1066, 800",
    "1920, 1080, 1333, 750",
    "480, 640, 800, 1066",
    "360, 640, 750, 1333"
  })
  void commonSizes(int width, int height, int newWidth, int newHeight) {
    ImageSize size = new ImageSize(height, width);
    assertThat(HubResize.PUBLISHED.target(size)).isEqualTo(new ImageSize(newHeight, newWidth));
    assertThat(DetrResize.PUBLISHED.target(size)).isEqualTo(new ImageSize(newHeight, newWidth));
  }

  /** Only sizes under the limit differ, by at most 8 pixels, and none passes the limit. */
  @Test
  void differsFromTheOriginalUnderTheLimitOnly() {
    int different = 0;
    int limited = 0;
    int most = 0;
    for (int width = 20; width <= 1300; width += 7) {
      for (int height = 20; height <= 1300; height += 7) {
        ImageSize size = new ImageSize(height, width);
        ImageSize hub = HubResize.PUBLISHED.target(size);
        ImageSize original = DetrResize.PUBLISHED.target(size);
        if ((double) size.longSide() / size.shortSide() * 800 > 1333) {
          limited++;
          assertThat(hub.longSide()).as(size.toString()).isBetween(1332, 1333);
          assertThat(hub.shortSide()).as(size.toString()).isEqualTo(original.shortSide());
          most = Math.max(most, Math.abs(hub.longSide() - original.longSide()));
          different += hub.equals(original) ? 0 : 1;
        } else {
          assertThat(hub).as(size.toString()).isEqualTo(original);
        }
      }
    }
    assertThat(different).isBetween(limited / 2, limited);
    assertThat(most).isGreaterThan(1);
  }

  @Test
  void sidesNeverVanish() {
    assertThat(HubResize.PUBLISHED.target(new ImageSize(1, 4000)))
        .isEqualTo(new ImageSize(1, 1333));
    assertThat(HubResize.PUBLISHED.target(new ImageSize(1, 1))).isEqualTo(new ImageSize(800, 800));
  }

  @Test
  void refusesBadSides() {
    assertThatIllegalArgumentException().isThrownBy(() -> new HubResize(0, 5));
    assertThatIllegalArgumentException().isThrownBy(() -> new HubResize(5, 0));
  }
}
