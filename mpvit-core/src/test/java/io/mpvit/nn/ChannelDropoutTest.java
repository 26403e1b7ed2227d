/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.mpvit.ops.Precision;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ChannelDropoutTest {

  @Test
  void dropsWholeChannelsOfEachSampleInTraining() {
    ChannelDropout dropout = new ChannelDropout(0.25f);
    try (NDManager manager = NDManager.newBaseManager()) {
      ParameterStore store = new ParameterStore(manager, false);
      Pass training = new Pass(store, true, Precision.FLOAT32, new SplittableRandom(3));
      NDArray map = manager.ones(new Shape(2, 2000, 1, 2));
      float[] values = dropout.apply(training, map).toFloatArray();
      double sum = 0;
      for (int i = 0; i < values.length; i += 2) {
        assertThat(values[i]).isEqualTo(values[i + 1]).isIn(0f, 1 / 0.75f);
        sum += values[i];
      }
      assertThat(2 * sum / values.length).isCloseTo(1, within(0.03));
      Pass inference = new Pass(store, false, Precision.FLOAT32);
      assertThat(dropout.apply(inference, map)).isSameAs(map);
      assertThat(new ChannelDropout(0).apply(training, map)).isSameAs(map);
    }
  }

  @Test
  void aRateOfOneIsRefused() {
    assertThatThrownBy(() -> new ChannelDropout(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1.0");
  }
}
