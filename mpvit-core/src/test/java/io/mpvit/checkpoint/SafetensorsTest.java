/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpvit.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Good and hostile safetensors headers. */
class SafetensorsTest {
  @TempDir Path folder;

  @Test
  void readsWhatTheFormatDescribes() throws Exception {
    String header =
        "{\"__metadata__\":{\"format\":\"pt\"},"
            + "\"b\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[8,16]},"
            + "\"a\":{\"shape\":[2,1],\"data_offsets\":[0,8],\"dtype\":\"F32\"},"
            + "\"empty\":{\"dtype\":\"F16\",\"shape\":[0,3],\"data_offsets\":[8,8]}}   ";
    ByteBuffer data = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    data.putFloat(1.5f).putFloat(-2).putLong(7);
    try (StateDict weights = StateDict.open(file(header, data.array()))) {
      assertThat(weights.container()).isEqualTo(Container.SAFETENSORS);
      assertThat(weights.keys()).containsExactly("b", "a", "empty");
      assertThat(weights.attributes()).isEqualTo(Map.of("format", "pt"));
      assertThat(weights.get("a").shape()).containsExactly(2, 1);
      assertThat(weights.get("a").read().getFloat(4)).isEqualTo(-2);
      assertThat(weights.get("b").shape()).isEmpty();
      assertThat(weights.get("b").read().getLong(0)).isEqualTo(7);
      assertThat(weights.get("empty").read().remaining()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}} | bytes for 2 elements
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,80]}} | outside the file
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}} | outside the file
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}} | no list of integers
          {"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}} | no list of integers
          {"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}} | no list of integers
          {"a":{"dtype":"F32","shape":["2"],"data_offsets":[0,8]}} | no list of integers
          {"a":{"dtype":"F32","shape":[2e0],"data_offsets":[0,8]}} | no list of integers
          {"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}} | no list of integers
          {"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}} | overflows
          {"a":{"dtype":"F32","shape":[4611686018427387904],"data_offsets":[0,0]}} | elements of F32
          {"a":{"dtype":"F32","shape":2,"data_offsets":[0,8]}} | JSON
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4,8]}} | lacks
          {"a":{"dtype":"F32","shape":[2]}} | lacks
          {"a":{"dtype":"F99","shape":[2],"data_offsets":[0,8]}} | unsupported dtype 'F99'
          {"a":{"dtype":7,"shape":[2],"data_offsets":[0,8]}} | invalid dtype
          {"a":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}} | invalid dtype
          {"a":{"dtype":"F32","shape":[2],"shape":[2],"data_offsets":[0,8]}} | twice
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":1}} | unknown field
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}} | overlap
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} | overlap
          {"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}} | gap
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}} | gap
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} | covers 4
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} | twice
          {"__metadata__":{"a":1},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} | __metadata__
          {"__metadata__":{"a":"1","a":"2"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} | __metadata__
          {"a":[]} | JSON
          {"a":{"dtype":"F32","shape":[[[[2]]]],"data_offsets":[0,8]}} | no list of integers
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} {} | JSON
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]} | JSON
          {'a':{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} | JSON
          """)
  void refusesHeader(String header, String reason) throws IOException {
    Path file = file(header, new byte[8]);
    assertThatThrownBy(() -> StateDict.open(file))
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(reason);
  }

  @Test
  void refusesHeaderWithoutTensors() throws IOException {
    Path file = file("{}", new byte[0]);
    assertThatThrownBy(() -> StateDict.open(file))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("without any tensor");
  }

  @Test
  void refusesInvalidUtf8() throws IOException {
    Path file = file("{\"\u00ff\":1}", new byte[0]);
    assertThatThrownBy(() -> StateDict.open(file))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("UTF-8");
  }

  @Test
  void deepNestingEndsCleanly() throws IOException {
    Path file = file("{\"a\":" + "[".repeat(200_000) + "}", new byte[0]);
    assertThatThrownBy(() -> StateDict.open(file)).isInstanceOf(CheckpointException.class);
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "9", "100000001", "2305843009213693951", "-1", "-9223372036854775808"})
  void refusesHeaderLength(long length) throws IOException {
    Path file = folder.resolve("length.safetensors");
    ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(file, bytes.putLong(length).put("{}      ".getBytes("US-ASCII")).array());
    assertThatThrownBy(() -> StateDict.open(file))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("header length of " + Long.toUnsignedString(length));
  }

  private Path file(String header, byte[] data) throws IOException {
    byte[] bytes = header.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer out = ByteBuffer.allocate(8 + bytes.length + data.length);
    out.order(ByteOrder.LITTLE_ENDIAN).putLong(bytes.length).put(bytes).put(data);
    Path file = folder.resolve("header.safetensors");
    Files.write(file, out.array());
    return file;
  }
}
