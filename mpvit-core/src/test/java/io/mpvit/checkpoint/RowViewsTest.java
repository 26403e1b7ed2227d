/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.checkpoint.tensor.TensorType;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of tensors, and tensors joined by rows. */
class RowViewsTest {

  private static CheckpointTensor counting(long... shape) {
    int size = (int) new Shape(shape).size();
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = i;
    }
    return CheckpointTensor.of(values, shape);
  }

  private static float[] values(CheckpointTensor tensor) throws Exception {
    float[] values = new float[(int) tensor.numel()];
    tensor.read().asFloatBuffer().get(values);
    return values;
  }

  @Test
  void rowsAreSlicesOfTheFirstAxis() throws Exception {
    CheckpointTensor rows = counting(4, 2, 3).rows(1, 3);
    assertThat(rows.shape()).containsExactly(2, 2, 3);
    assertThat(rows.byteSize()).isEqualTo(48);
    assertThat(values(rows)).containsExactly(6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17);
    assertThat(values(counting(5).rows(4, 5))).containsExactly(4);
    assertThat(counting(5).rows(2, 2).numel()).isZero();
    assertThat(values(counting(0, 3).rows(0, 0))).isEmpty();
  }

  @Test
  void joinedTensorsFollowEachOther() throws Exception {
    CheckpointTensor joined =
        CheckpointTensor.joined(List.of(counting(1, 2), counting(0, 2), counting(2, 2)));
    assertThat(joined.shape()).containsExactly(3, 2);
    assertThat(values(joined)).containsExactly(0, 1, 0, 1, 2, 3);
    assertThat(values(joined.rows(1, 3))).containsExactly(0, 1, 2, 3);
  }

  @Test
  void partsOfOneTensorJoinedAreTheTensor() throws Exception {
    CheckpointTensor whole = counting(6, 5);
    CheckpointTensor again =
        CheckpointTensor.joined(List.of(whole.rows(0, 2), whole.rows(2, 4), whole.rows(4, 6)));
    assertThat(values(again)).isEqualTo(values(whole));
    assertThat(whole.rows(0, 2).tieId()).isEqualTo(whole.rows(0, 2).tieId());
    assertThat(whole.rows(0, 2).tieId()).isNotEqualTo(whole.rows(0, 3).tieId());
    assertThat(whole.rows(0, 2).tieId()).isNotEqualTo(counting(6, 5).rows(0, 2).tieId());
  }

  /** Into the engine, and through files of both kinds. */
  @Test
  void viewsGoWhereTensorsGo(@TempDir Path folder) throws Exception {
    Map<String, CheckpointTensor> tensors = new LinkedHashMap<>();
    tensors.put("rows", counting(4, 3).rows(2, 4));
    tensors.put("same", tensors.get("rows"));
    tensors.put("joined", CheckpointTensor.joined(List.of(counting(1, 3), counting(1, 3))));
    for (String name : List.of("views.pth", "views.safetensors")) {
      Path file = folder.resolve(name);
      CheckpointWriter.write(StateDict.of("views", tensors), file, WriteOptions.defaults());
      try (StateDict read = StateDict.open(file);
          NDManager manager = NDManager.newBaseManager()) {
        NDArray rows = read.get("rows").rows(1, 2).toNDArray(manager);
        assertThat(rows.toFloatArray()).containsExactly(9, 10, 11);
        assertThat(values(read.get("joined"))).containsExactly(0, 1, 2, 0, 1, 2);
        assertThat(tensors.get("rows").toNDArray(manager).toFloatArray())
            .containsExactly(6, 7, 8, 9, 10, 11);
      }
    }
  }

  @Test
  void saysWhatCannotBe() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> counting(4, 3).rows(2, 5))
        .withMessageContaining("rows 2 to 5 of a tensor of 4 rows");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> counting().rows(0, 1))
        .withMessageContaining("no rows");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CheckpointTensor.joined(List.of(counting(1, 2), counting(1, 3))))
        .withMessageContaining("[1, 2]")
        .withMessageContaining("[1, 3]");
    CheckpointTensor numbers = CheckpointTensor.of(TensorType.INT32, ByteBuffer.allocate(8), 1, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CheckpointTensor.joined(List.of(counting(1, 2), numbers)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> counting(4, 3).rows(0, 2).read(ByteBuffer.allocate(20)))
        .withMessageContaining("24 bytes, found 20");
  }
}
