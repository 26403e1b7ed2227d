/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TensorTypeTest {
  @ParameterizedTest
  @EnumSource
  void everyNameFindsItsType(TensorType type) {
    assertThat(TensorType.ofTorch(type.torchName())).contains(type);
    assertThat(TensorType.ofSafetensors(type.safetensorsName())).contains(type);
    type.storageClass().ifPresent(n -> assertThat(TensorType.ofStorageClass(n)).contains(type));
    type.numpyCode().ifPresent(n -> assertThat(TensorType.ofNumpy(n)).contains(type));
    type.dataType().ifPresent(t -> assertThat(TensorType.of(t)).contains(type));
    type.dataType().ifPresent(t -> assertThat(t.getNumOfBytes()).isEqualTo(type.byteSize()));
  }

  @Test
  void namesOfOthersFindNothing() {
    assertThat(TensorType.ofStorageClass("ComplexFloatStorage")).isEmpty();
    assertThat(TensorType.ofSafetensors("C64")).isEmpty();
    assertThat(TensorType.ofNumpy("O")).isEmpty();
    assertThat(TensorType.of(DataType.STRING)).isEmpty();
    assertThat(TensorType.ofTorch("float128")).isEmpty();
  }
}
