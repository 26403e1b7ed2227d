/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PrefetcherTest {

  @Test
  void handsOutInOrderHoweverLongEachTakes() throws Exception {
    Stream<Callable<Integer>> work =
        IntStream.range(0, 20)
            .mapToObj(
                i ->
                    () -> {
                      Thread.sleep(i % 3 == 0 ? 5 : 0);
                      return i;
                    });
    try (Prefetcher<Integer> prefetcher = new Prefetcher<>(work.iterator(), 4, 2)) {
      for (int i = 0; i < 20; i++) {
        assertThat(prefetcher.next()).isEqualTo(i);
      }
    }
  }

  @Test
  void preparesNoMoreThanItsDepth() throws Exception {
    AtomicInteger taken = new AtomicInteger();
    Stream<Callable<Integer>> work = Stream.generate(() -> taken::incrementAndGet);
    try (Prefetcher<Integer> prefetcher = new Prefetcher<>(work.iterator(), 3, 1)) {
      assertThat(prefetcher.next()).isEqualTo(1);
      Thread.sleep(50);
      assertThat(taken.get()).isLessThanOrEqualTo(4);
    }
  }

  @Test
  void reportsAFailureInItsPlace() throws Exception {
    List<Callable<Integer>> work =
        List.of(
            () -> 1,
            () -> {
              throw new IOException("image 7");
            },
            () -> 3);
    try (Prefetcher<Integer> prefetcher = new Prefetcher<>(work.iterator(), 3, 2)) {
      assertThat(prefetcher.next()).isEqualTo(1);
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(prefetcher::next)
          .withMessage("image 7");
      assertThat(prefetcher.next()).isEqualTo(3);
    }
  }
}
