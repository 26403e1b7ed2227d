/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.repository;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.util.Progress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DjlProgressTest {

  private final List<String> heard = new ArrayList<>();
  private final DjlProgress progress =
      new DjlProgress(
          new Progress() {
            @Override
            public void reset(String message, long max, String trailingMessage) {
              heard.add(message + " of " + max);
            }

            @Override
            public void start(long initialProgress) {}

            @Override
            public void end() {}

            @Override
            public void increment(long increment) {}

            @Override
            public void update(long progress, String message) {
              heard.add("at " + progress);
            }
          });

  @Test
  void djlCountsFromZero() {
    progress.started("m.pth", 10, 30);
    progress.advanced(20, 30);
    progress.advanced(30, 30);
    assertThat(heard).containsExactly("Downloading of 30", "at 9", "at 19", "at 29");
  }

  @Test
  void nothingIsNotBelowZero() {
    progress.started("m.pth", 0, -1);
    progress.advanced(0, -1);
    assertThat(heard).containsExactly("Downloading of -1", "at 0", "at 0");
  }
}
