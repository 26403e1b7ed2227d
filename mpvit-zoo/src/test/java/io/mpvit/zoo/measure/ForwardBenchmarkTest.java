/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.network.NetworkLoader;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ForwardBenchmarkTest {

  @Test
  void theNumbersFollowFromWhatWasMeasured() {
    ForwardResult result =
        new ForwardResult(
            new Shape(2, 3, 8, 8),
            1000,
            9,
            5,
            List.of(4.0, 1.0, 2.0, 3.0),
            List.of(8.0, 2.0, 4.0, 6.0),
            List.of(100.0, 500.0, 400.0),
            OptionalLong.empty());
    assertThat(result.median()).isEqualTo(2.5);
    assertThat(result.best()).isEqualTo(1);
    assertThat(result.medianProcessor()).isEqualTo(5);
    assertThat(result.productRate()).isEqualTo(400);
    assertThat(result.imagesPerSecond()).isEqualTo(0.8);
    assertThat(result.efficiency()).isCloseTo(2000 / (5.0 * 400), within(1e-12));
  }

  @Test
  void timesAndMemoryOfANetwork() {
    ModelCard card = ModelCards.published().get("mpvit_tiny");
    try (NDManager manager = NDManager.newBaseManager()) {
      ForwardBenchmark benchmark =
          new ForwardBenchmark(
              NetworkLoader.untrained(card, manager), manager, new Shape(1, 3, 64, 64));
      ForwardResult result = benchmark.run(2);
      assertThat(result.seconds()).hasSize(2).allMatch(time -> time > 0);
      assertThat(result.processorSeconds()).hasSize(2).allMatch(time -> time > 0);
      assertThat(result.productRates()).hasSize(2).allMatch(rate -> rate > 0);
      assertThat(result.macs()).isPositive();
      assertThatThrownBy(() -> benchmark.run(0)).hasMessageContaining("runs is at least 1");
    }
  }

  @Test
  void theMemoryPeakBeginsAnew() {
    if (ResidentMemory.resetPeak()) {
      long before = ResidentMemory.peak().orElseThrow();
      // Zeroed outside the heap, so that it is resident and new: a heap that has grown before has
      // room.
      ByteBuffer large = ByteBuffer.allocateDirect(64 << 20);
      large.put(0, (byte) 1);
      assertThat(ResidentMemory.peak().orElseThrow()).isGreaterThanOrEqualTo(before);
      assertThat(ResidentMemory.now().orElseThrow()).isPositive();
    } else {
      assertThat(ResidentMemory.now()).isEmpty();
    }
  }
}
