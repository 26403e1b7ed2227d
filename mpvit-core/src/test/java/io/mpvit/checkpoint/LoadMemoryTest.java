/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.checkpoint.tensor.TensorType;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Weights are in memory once: direct buffers are given back only when garbage is collected. */
class LoadMemoryTest {
  private static final int TENSORS = 40;
  private static final int ELEMENTS = 1 << 19;

  @TempDir Path folder;

  private static long directMemory() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .findFirst()
        .orElseThrow()
        .getMemoryUsed();
  }

  private Path write(TensorType type) throws Exception {
    byte[] bytes = new byte[ELEMENTS * type.byteSize()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i % 60);
    }
    Map<String, CheckpointTensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < TENSORS; i++) {
      tensors.put("w" + i, CheckpointTensor.of(type, ByteBuffer.wrap(bytes), ELEMENTS));
    }
    Path file = folder.resolve("many.safetensors");
    CheckpointWriter.write(StateDict.of("many", tensors), file);
    return file;
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT16", "BFLOAT16", "INT64", "BOOL"})
  void tensorsAreReadIntoTheEngine(TensorType type) throws Exception {
    Path file = write(type);
    try (NDManager manager = NDManager.newBaseManager();
        StateDict weights = StateDict.open(file)) {
      // What reading takes once, whatever the number of tensors.
      weights.get("w0").toNDArray(manager).close();
      long before = directMemory();
      for (CheckpointTensor tensor : weights.tensors().values()) {
        NDArray array = tensor.toNDArray(manager);
        assertThat(array.size()).isEqualTo(ELEMENTS);
      }
      assertThat(directMemory() - before).isLessThan(ELEMENTS);
    }
  }

  @Test
  void convertingTakesMemoryForOneTensor() throws Exception {
    Path file = write(TensorType.FLOAT32);
    try (StateDict weights = StateDict.open(file)) {
      long before = directMemory();
      StateDict half = FloatCast.of(weights, TensorType.FLOAT16);
      CheckpointWriter.write(half, folder.resolve("half.safetensors"));
      assertThat(directMemory() - before).isLessThan(2L * ELEMENTS * Float.BYTES);
    }
  }
}
