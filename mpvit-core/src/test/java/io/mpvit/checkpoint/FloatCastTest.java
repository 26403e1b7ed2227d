/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.checkpoint.tensor.NarrowFloats;
import io.mpvit.checkpoint.tensor.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FloatCastTest {

  @TempDir private Path folder;

  private static float half(int bits) {
    return Float.intBitsToFloat(NarrowFloats.fromHalf((short) bits));
  }

  private static float bfloat(int bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  @Test
  void everyHalfIsItsOwnNearest() {
    for (int bits = 0; bits < 0x10000; bits++) {
      float value = half(bits);
      if (!Float.isNaN(value)) {
        assertThat(NarrowFloats.toHalf(value)).as("%04x", bits).isEqualTo((short) bits);
      }
    }
  }

  /** Between two neighbours the nearer wins, and in the middle the even one. */
  @Test
  void halvesAreRoundedToTheNearest() {
    for (int bits = 0; bits < 0x7bff; bits++) {
      double middle = ((double) half(bits) + half(bits + 1)) / 2;
      int even = bits % 2 == 0 ? bits : bits + 1;
      assertThat(NarrowFloats.toHalf(middle)).as("%04x", bits).isEqualTo((short) even);
      assertThat(NarrowFloats.toHalf(Math.nextDown(middle))).isEqualTo((short) bits);
      assertThat(NarrowFloats.toHalf(Math.nextUp(middle))).isEqualTo((short) (bits + 1));
      assertThat(NarrowFloats.toHalf(-middle)).isEqualTo((short) (even | 0x8000));
    }
  }

  @Test
  void bfloatsAreRoundedToTheNearest() {
    for (int bits = 0; bits < 0x7f7f; bits++) {
      double middle = ((double) bfloat(bits) + bfloat(bits + 1)) / 2;
      int even = bits % 2 == 0 ? bits : bits + 1;
      assertThat(NarrowFloats.toBfloat16(bfloat(bits))).isEqualTo((short) bits);
      assertThat(NarrowFloats.toBfloat16(middle)).as("%04x", bits).isEqualTo((short) even);
      assertThat(NarrowFloats.toBfloat16(Math.nextDown(middle))).isEqualTo((short) bits);
      assertThat(NarrowFloats.toBfloat16(Math.nextUp(middle))).isEqualTo((short) (bits + 1));
      assertThat(NarrowFloats.toBfloat16(-middle)).isEqualTo((short) (even | 0x8000));
    }
  }

  @ParameterizedTest
  @CsvSource({"65519.99, 7bff", "65520, 7c00", "1e300, 7c00", "Infinity, 7c00", "-Infinity, fc00"})
  void theEndsOfTheRangeOfHalves(double value, String bits) {
    assertThat(NarrowFloats.toHalf(value)).isEqualTo((short) Integer.parseInt(bits, 16));
  }

  @Test
  void noNumberStaysNone() {
    assertThat(half(NarrowFloats.toHalf(Double.NaN))).isNaN();
    assertThat(bfloat(NarrowFloats.toBfloat16(Double.NaN))).isNaN();
  }

  @ParameterizedTest
  @EnumSource(
      value = TensorType.class,
      names = {"FLOAT16", "BFLOAT16"})
  void onlyFloatsChangeAndTiesStay(TensorType type) throws Exception {
    CheckpointTensor tied = CheckpointTensor.of(new float[] {1, -0.5f, 3}, 3);
    Map<String, CheckpointTensor> tensors = new LinkedHashMap<>();
    tensors.put("a", tied);
    tensors.put(
        "count",
        CheckpointTensor.of(
            TensorType.INT64,
            ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, 123456789)));
    tensors.put("b", tied);
    Path file = folder.resolve("narrow.pth");
    CheckpointWriter.write(FloatCast.of(StateDict.of("wide", tensors), type), file);
    try (StateDict narrow = StateDict.open(file);
        NDManager manager = NDManager.newBaseManager()) {
      assertThat(narrow.keys()).containsExactly("a", "count", "b");
      assertThat(narrow.get("a").type()).isEqualTo(type);
      assertThat(narrow.get("count").type()).isEqualTo(TensorType.INT64);
      assertThat(narrow.get("count").read().getLong(0)).isEqualTo(123456789);
      assertThat(narrow.ties()).hasSize(1);
      assertThat(narrow.get("b").toNDArray(manager).toFloatArray()).containsExactly(1, -0.5f, 3);
      StateDict wide = FloatCast.of(narrow, TensorType.FLOAT32);
      assertThat(wide.get("a").read()).isEqualTo(tied.read());
    }
  }

  @Test
  void whatDoesNotFitIsNamed() {
    Map<String, CheckpointTensor> tensors =
        Map.of("scale", CheckpointTensor.of(new float[] {1, 70000}, 2));
    StateDict narrow = FloatCast.of(StateDict.of("wide.pth", tensors), TensorType.FLOAT16);
    assertThatThrownBy(() -> narrow.get("scale").read())
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("wide.pth")
        .hasMessageContaining("tensor scale has the value 70000.0, too large for");
  }

  @Test
  void onlyToFloats() {
    assertThatThrownBy(() -> FloatCast.of(StateDict.of("wide", Map.of()), TensorType.INT8))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
