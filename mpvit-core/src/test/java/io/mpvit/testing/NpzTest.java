/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NpzTest {
  private final Npz npz = Npz.resource("/npz/dtypes.npz");

  @Test
  void readsEveryDtypeStored() {
    assertThat(npz.floats("f4")).containsExactly(0f, -1.5f, 3.25f, 1e30f, 0.1f, 7f);
    assertThat(npz.shape("f4")).containsExactly(2, 3);
    assertThat(npz.dtype("f4")).isEqualTo("f4");
    assertThat(npz.doubles("f8")).containsExactly(Math.PI, -0.1);
    assertThat(npz.ints("i1")).containsExactly(-128, 127);
    assertThat(npz.ints("i2")).containsExactly(-32768, 32767);
    assertThat(npz.ints("i4")).containsExactly(Integer.MIN_VALUE, 5);
    assertThat(npz.longs("i8")).containsExactly(Long.MIN_VALUE, 1L << 60);
    assertThat(npz.bytes("u1")).containsExactly(0, 255, 128);
    assertThat(npz.ints("u1")).containsExactly(0, 255, 128);
    assertThat(npz.booleans("b1")).containsExactly(true, false);
  }

  @Test
  void readsScalarsEmptyArraysAndDeflatedFiles() {
    assertThat(npz.shape("scalar")).isEmpty();
    assertThat(npz.longs("scalar")).containsExactly(42);
    assertThat(npz.shape("empty")).containsExactly(0, 4);
    assertThat(npz.floats("empty")).isEmpty();
    Npz deflated = Npz.resource("/npz/deflated.npz");
    assertThat(deflated.names()).containsExactly("ramp");
    assertThat(deflated.ints("ramp")).hasSize(1000).endsWith(997, 998, 999);
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> npz.floats("nope"))
        .hasMessageContaining("nope")
        .hasMessageContaining("f4");
    assertThatThrownBy(() -> npz.floats("f8")).hasMessageContaining("not float32");
    assertThatThrownBy(() -> npz.ints("i8")).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> Npz.resource("/npz/none.npz")).hasMessageContaining("/npz/none.npz");
  }
}
