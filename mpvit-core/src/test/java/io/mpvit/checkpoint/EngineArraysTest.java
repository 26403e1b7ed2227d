/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.checkpoint.tensor.TensorType;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From files to the engine and back. */
class EngineArraysTest {
  private static final float INF = Float.POSITIVE_INFINITY;

  @TempDir Path folder;

  @Test
  void fixtureValuesArriveInTheEngine() throws Exception {
    try (NDManager manager = NDManager.newBaseManager();
        StateDict weights = StateDict.open(Fixtures.named("zip_dtypes.pth").path())) {
      NDArray half = weights.get("float16").toNDArray(manager);
      NDArray brain = weights.get("bfloat16").toNDArray(manager);
      NDArray flags = weights.get("bool").toNDArray(manager);
      NDArray longs = weights.get("int64").toNDArray(manager);
      NDArray bytes = weights.get("uint8").toNDArray(manager);
      NDArray doubles = weights.get("float64").toNDArray(manager);
      NDArray tiny = weights.get("int8").toNDArray(manager);
      assertThat(half.getDataType()).isEqualTo(DataType.FLOAT32);
      assertThat(half.toFloatArray())
          .containsExactly(
              0f, -0f, 1f, -2.5f, 65504f, 0x1p-24f, INF, -INF, Float.NaN, 0.333251953125f, 0f, INF);
      assertThat(brain.toFloatArray())
          .startsWith(0f, -0f, 1f, -2.5f, 65536f, 6.007030606269836e-08f, INF, -INF, Float.NaN);
      assertThat(flags.toBooleanArray()).containsExactly(true, false, false, true);
      assertThat(longs.toLongArray())
          .containsExactly(0, -1, 9007199254740993L, Long.MAX_VALUE, Long.MIN_VALUE);
      assertThat(bytes.toUint8Array()).containsExactly(0, 1, 127, 128, 255);
      assertThat(doubles.toDoubleArray()).startsWith(0, -0.0, 1, -2.5, 65504, 6e-8);
      assertThat(tiny.toByteArray()).containsExactly(0, -1, 127, -128);
    }
  }

  @Test
  void arraysOutliveTheFile() throws Exception {
    try (NDManager manager = NDManager.newBaseManager()) {
      Map<String, NDArray> arrays = new LinkedHashMap<>();
      Map<String, float[]> expected = new LinkedHashMap<>();
      try (StateDict weights = StateDict.open(Fixtures.named("zip_many_keys.pth").path())) {
        for (String key : weights.keys()) {
          CheckpointTensor tensor = weights.get(key);
          arrays.put(key, tensor.toNDArray(manager));
          float[] values = new float[(int) tensor.numel()];
          tensor.read().asFloatBuffer().get(values);
          expected.put(key, values);
        }
      }
      arrays.forEach((k, a) -> assertThat(a.toFloatArray()).isEqualTo(expected.get(k)));
    }
  }

  @Test
  void scalarsAndEmptyTensorsKeepTheirShape() throws Exception {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray scalar = CheckpointTensor.of(new float[] {4}).toNDArray(manager);
      assertThat(scalar.getShape()).isEqualTo(new Shape());
      assertThat(scalar.getFloat()).isEqualTo(4);
      NDArray empty = CheckpointTensor.of(new float[0], 0, 3).toNDArray(manager);
      assertThat(empty.getShape()).isEqualTo(new Shape(0, 3));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"INT16", "UINT16", "UINT32", "UINT64", "FLOAT8_E5M2", "FLOAT8_E4M3FN"})
  void typesThatTheEngineCannotHoldFailCleanly(TensorType type) {
    CheckpointTensor tensor =
        CheckpointTensor.of(type, ByteBuffer.allocate(2 * type.byteSize()), 2);
    try (NDManager manager = NDManager.newBaseManager()) {
      assertThatThrownBy(() -> tensor.toNDArray(manager))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining(type.torchName());
    }
  }

  @Test
  void arraysAreWrittenAndReadBack() throws Exception {
    Path file = folder.resolve("arrays.pth");
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray weight = manager.arange(0f, 6f, 1f).reshape(2, 3);
      NDArray turned = weight.transpose();
      Map<String, CheckpointTensor> tensors = new LinkedHashMap<>();
      tensors.put("weight", CheckpointTensor.of(weight));
      tensors.put("turned", CheckpointTensor.of(turned));
      tensors.put("tied", CheckpointTensor.of(weight));
      tensors.put("count", CheckpointTensor.of(manager.create(7L)));
      CheckpointWriter.write(StateDict.of("arrays", tensors), file);
      try (StateDict read = StateDict.open(file)) {
        assertThat(read.keys()).containsExactly("weight", "turned", "tied", "count");
        assertThat(read.ties()).containsExactly(List.of("weight", "tied"));
        assertThat(read.get("weight").toNDArray(manager)).isEqualTo(weight);
        assertThat(read.get("turned").toNDArray(manager).toFloatArray())
            .containsExactly(0, 3, 1, 4, 2, 5);
        assertThat(read.get("count").toNDArray(manager).getLong()).isEqualTo(7);
      }
    }
  }
}
