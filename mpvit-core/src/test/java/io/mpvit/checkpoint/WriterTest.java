/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.checkpoint.tensor.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is written comes back with the same names, order, types and values, tied where it was tied.
 */
class WriterTest {
  @TempDir Path folder;

  static Stream<String> loadableFixtures() {
    return Fixtures.all().stream()
        .filter(f -> f.outcome().equals("value"))
        .map(Fixtures.Fixture::name);
  }

  @ParameterizedTest
  @MethodSource("loadableFixtures")
  void everyValidFixtureSurvivesBothFormats(String name) throws Exception {
    try (StateDict weights = StateDict.open(Fixtures.named(name).path())) {
      for (String ending : List.of("pth", "safetensors")) {
        Path copy = folder.resolve("copy." + ending);
        CheckpointWriter.write(weights, copy);
        try (StateDict read = StateDict.open(copy)) {
          assertSame(weights, read);
          if (ending.equals("pth")) {
            assertThat(read.ties()).isEqualTo(weights.ties());
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"pth", "pt", "safetensors"})
  void everyElementTypeSurvives(String ending) throws Exception {
    Map<String, CheckpointTensor> tensors = new LinkedHashMap<>();
    for (TensorType type : TensorType.values()) {
      byte[] bytes = new byte[6 * type.byteSize()];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (type == TensorType.BOOL ? i % 2 : 37 * i + 1);
      }
      tensors.put(type.torchName(), CheckpointTensor.of(type, ByteBuffer.wrap(bytes), 2, 3));
    }
    StateDict weights = StateDict.of("types", tensors);
    Path file = folder.resolve("types." + ending);
    CheckpointWriter.write(weights, file);
    try (StateDict read = StateDict.open(file)) {
      assertSame(weights, read);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"pth", "safetensors"})
  void scalarsEmptyTensorsAndAwkwardNamesSurvive(String ending) throws Exception {
    Map<String, CheckpointTensor> tensors = new LinkedHashMap<>();
    tensors.put("scalar", CheckpointTensor.of(new float[] {2.5f}));
    tensors.put("empty", CheckpointTensor.of(new float[0], 0, 4));
    tensors.put("empty too", CheckpointTensor.of(new float[0], 4, 0, 2));
    tensors.put("", CheckpointTensor.of(new float[] {1}, 1));
    tensors.put(
        "größe \"quoted\" \\ 東京 \uD83D\uDE00\n", CheckpointTensor.of(new float[] {3}, 1, 1));
    StateDict weights = StateDict.of("names", tensors);
    Path file = folder.resolve("names." + ending);
    CheckpointWriter.write(weights, file);
    try (StateDict read = StateDict.open(file)) {
      assertSame(weights, read);
      assertThat(read.get("scalar").read().getFloat(0)).isEqualTo(2.5f);
    }
  }

  @Test
  void tiedTensorsAreStoredOnceAndTiedAgain() throws Exception {
    CheckpointTensor shared = CheckpointTensor.of(new float[1000], 10, 100);
    Map<String, CheckpointTensor> tensors = new LinkedHashMap<>();
    tensors.put("a", shared);
    tensors.put("b", CheckpointTensor.of(new float[1000], 1000));
    for (int i = 0; i < 100; i++) {
      tensors.put("tied." + i, shared);
    }
    Path file = folder.resolve("tied.pth");
    CheckpointWriter.write(StateDict.of("tied", tensors), file);
    assertThat(Files.size(file)).isLessThan(40_000);
    try (StateDict read = StateDict.open(file)) {
      assertThat(read.ties()).hasSize(1);
      assertThat(read.ties().get(0)).hasSize(101).startsWith("a", "tied.0");
      assertThat(read.get("a").storageId()).isEqualTo(read.get("tied.99").storageId());
      assertThat(read.get("a").storageId()).isNotEqualTo(read.get("b").storageId());
    }
  }

  @Test
  void pthMayWrapTheStateDictAndCarryTexts() throws Exception {
    StateDict weights = StateDict.of("one", Map.of("w", CheckpointTensor.of(new float[] {1}, 1)));
    WriteOptions options =
        WriteOptions.defaults().withRootEntry("model").withMetadata(Map.of("writer", "test"));
    Path file = folder.resolve("wrapped.pth");
    CheckpointWriter.write(weights, file, options);
    try (StateDict read = StateDict.open(file)) {
      assertThat(read.rootPath()).containsExactly("model");
      assertThat(read.attributes()).containsEntry("writer", "test");
      assertThat(read.rootEntries()).containsOnlyKeys("model", "writer");
    }
  }

  @Test
  void aPickleIsWhatDetectron2Publishes() throws Exception {
    Map<String, CheckpointTensor> tensors = new LinkedHashMap<>();
    for (TensorType type : TensorType.values()) {
      if (type.numpyCode().isPresent()) {
        byte[] bytes = new byte[6 * type.byteSize()];
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] = (byte) (type == TensorType.BOOL ? i % 2 : 37 * i + 1);
        }
        tensors.put("t." + type, CheckpointTensor.of(type, ByteBuffer.wrap(bytes), 2, 3));
      }
    }
    tensors.put("scalar", CheckpointTensor.of(new float[] {1.5f}));
    tensors.put("empty", CheckpointTensor.of(new float[0], 0, 4));
    tensors.put("large", CheckpointTensor.of(new float[100_000], 100_000));
    StateDict weights = StateDict.of("memory", tensors);
    Path file = folder.resolve("model.pkl");
    CheckpointWriter.write(
        weights, file, WriteOptions.defaults().withMetadata(Map.of("__author__", "a test")));
    try (StateDict read = StateDict.open(file)) {
      assertThat(read.container()).isEqualTo(Container.PICKLE);
      assertSame(weights, read);
      assertThat(read.attributes()).containsEntry("__author__", "a test");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                CheckpointWriter.write(
                    weights, file, WriteOptions.defaults().withRootEntry("state_dict")))
        .withMessageContaining("model");
    StateDict narrow =
        StateDict.of(
            "memory",
            Map.of("w", CheckpointTensor.of(TensorType.BFLOAT16, ByteBuffer.allocate(4), 2)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CheckpointWriter.write(narrow, folder.resolve("narrow.pkl")))
        .withMessageContaining("BFLOAT16");
    assertThat(folder.resolve("narrow.pkl")).doesNotExist();
  }

  @Test
  void safetensorsCarryMetadataAndAlignEveryTensor() throws Exception {
    Map<String, CheckpointTensor> tensors = new LinkedHashMap<>();
    tensors.put("b", CheckpointTensor.of(TensorType.BOOL, ByteBuffer.allocate(3), 3));
    tensors.put("d", CheckpointTensor.of(TensorType.FLOAT64, ByteBuffer.allocate(16), 2));
    tensors.put("f", CheckpointTensor.of(new float[] {1, 2}, 2));
    Path file = folder.resolve("meta.safetensors");
    WriteOptions options = WriteOptions.defaults().withMetadata(Map.of("format", "pt"));
    CheckpointWriter.write(StateDict.of("meta", tensors), file, options);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    long length = Long.reverseBytes(bytes.getLong(0));
    assertThat(length % 8).isZero();
    String header = new String(bytes.array(), 8, (int) length, "UTF-8");
    assertThat(header)
        .contains("\"__metadata__\":{\"format\":\"pt\"}")
        .contains("\"d\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,16]}")
        .contains("\"b\":{\"dtype\":\"BOOL\",\"shape\":[3],\"data_offsets\":[24,27]}");
    try (StateDict read = StateDict.open(file)) {
      assertThat(read.keys()).containsExactly("b", "d", "f");
      assertThat(read.attributes()).isEqualTo(Map.of("format", "pt"));
    }
  }

  @Test
  void zipIsPlainEnoughForStreamingReadersAndAligned() throws Exception {
    StateDict weights =
        StateDict.of("zip", Map.of("w", CheckpointTensor.of(new float[] {1, 2, 3}, 3)));
    Path file = folder.resolve("zip.pth");
    CheckpointWriter.write(weights, file);
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
      for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
        // Reading to the end of each entry lets the JDK compare the CRC.
        assertThat(zip.readAllBytes()).isNotEmpty();
      }
    }
    byte[] bytes = Files.readAllBytes(file);
    byte[] data = new byte[12];
    weights.get("w").read(ByteBuffer.wrap(data));
    assertThat(indexOf(bytes, data) % 64).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pth", "safetensors"})
  void equalInputGivesEqualBytes(String ending) throws Exception {
    Path first = folder.resolve("first." + ending);
    Path second = folder.resolve("second." + ending);
    try (StateDict weights = StateDict.open(Fixtures.named("zip_deit.pth").path())) {
      CheckpointWriter.write(weights, first);
      CheckpointWriter.write(weights, second);
    }
    assertThat(second).hasSameBinaryContentAs(first);
  }

  @Test
  void refusesOtherEndingsAndTheInputItself() throws Exception {
    Path input = folder.resolve("input.pth");
    Files.write(input, Fixtures.bytes("zip_model.pth"));
    try (StateDict weights = StateDict.open(input)) {
      for (String name : List.of("out.npz", "out", "pth", "out.pth.txt")) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> CheckpointWriter.write(weights, folder.resolve(name)))
            .withMessageContaining(name);
      }
      Path other = Files.createSymbolicLink(folder.resolve("link.pth"), input);
      for (Path same : List.of(input, other, folder.resolve("./input.pth"))) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> CheckpointWriter.write(weights, same))
            .withMessageContaining("output is the input");
      }
    }
    assertThat(input).hasBinaryContent(Fixtures.bytes("zip_model.pth"));
  }

  @Test
  void refusesOptionsThatTheFormatHasNoPlaceFor() {
    StateDict weights = StateDict.of("one", Map.of("w", CheckpointTensor.of(new float[] {1}, 1)));
    Path pth = folder.resolve("a.pth");
    Path safetensors = folder.resolve("a.safetensors");
    WriteOptions wrapped = WriteOptions.defaults().withRootEntry("model");
    WriteOptions texts = WriteOptions.defaults().withMetadata(Map.of("a", "b"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CheckpointWriter.write(weights, safetensors, wrapped));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CheckpointWriter.write(weights, pth, texts));
    StateDict reserved =
        StateDict.of("r", Map.of("__metadata__", CheckpointTensor.of(new float[] {1}, 1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CheckpointWriter.write(reserved, safetensors));
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pth", "safetensors"})
  void failuresLeaveNothingBehindAndKeepTheOldFile(String ending) throws Exception {
    Path file = folder.resolve("kept." + ending);
    Files.writeString(file, "old");
    StateDict failing =
        StateDict.of("failing", Map.of("w", new FailingTensor(new IOException("disk is full"))));
    assertThatThrownBy(() -> CheckpointWriter.write(failing, file))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("disk is full");
    StateDict damaged =
        StateDict.of(
            "damaged",
            Map.of("w", new FailingTensor(new CheckpointException(Path.of("in.pth"), "bad CRC"))));
    assertThatThrownBy(() -> CheckpointWriter.write(damaged, file))
        .isInstanceOf(CheckpointException.class)
        .hasMessage("in.pth: bad CRC");
    assertThat(file).hasContent("old");
    assertThat(folder.toFile().list()).containsExactly("kept." + ending);
  }

  @Test
  void missingFolderAndDirectoryAsTargetAreNamed() throws Exception {
    StateDict weights = StateDict.of("one", Map.of("w", CheckpointTensor.of(new float[] {1}, 1)));
    Path nowhere = folder.resolve("missing/out.pth");
    assertThatThrownBy(() -> CheckpointWriter.write(weights, nowhere))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining(nowhere.toString());
    Path directory = Files.createDirectory(folder.resolve("dir.pth"));
    assertThatThrownBy(() -> CheckpointWriter.write(weights, directory))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("dir.pth");
  }

  @Test
  void aNameWithoutUtf8IsRefusedBySafetensorsAndKeptByPth() throws Exception {
    StateDict weights =
        StateDict.of("odd", Map.of("a\uD800b", CheckpointTensor.of(new float[] {1}, 1)));
    Path safetensors = folder.resolve("odd.safetensors");
    assertThatThrownBy(() -> CheckpointWriter.write(weights, safetensors))
        .isInstanceOf(FileSystemException.class);
    assertThat(safetensors).doesNotExist();
    Path pth = folder.resolve("odd.pth");
    CheckpointWriter.write(weights, pth);
    try (StateDict read = StateDict.open(pth)) {
      assertThat(read.keys()).containsExactly("a\uD800b");
    }
  }

  static void assertSame(StateDict expected, StateDict found) throws Exception {
    assertThat(List.copyOf(found.keys())).isEqualTo(List.copyOf(expected.keys()));
    for (String key : expected.keys()) {
      CheckpointTensor wanted = expected.get(key);
      CheckpointTensor tensor = found.get(key);
      assertThat(tensor.type()).as(key).isEqualTo(wanted.type());
      assertThat(tensor.shape()).as(key).isEqualTo(wanted.shape());
      assertThat(tensor.read()).as(key).isEqualTo(wanted.read());
    }
  }

  private static int indexOf(byte[] whole, byte[] part) {
    byte[] first = new byte[part.length];
    for (int i = 0; i <= whole.length - part.length; i++) {
      System.arraycopy(whole, i, first, 0, part.length);
      if (Arrays.equals(first, part)) {
        return i;
      }
    }
    return -1;
  }

  /** A tensor that fails when it is read. */
  private record FailingTensor(Exception failure) implements CheckpointTensor {
    @Override
    public TensorType type() {
      return TensorType.FLOAT32;
    }

    @Override
    public long[] shape() {
      return new long[] {4};
    }

    @Override
    public long numel() {
      return 4;
    }

    @Override
    public Object storageId() {
      return this;
    }

    @Override
    public Object tieId() {
      return this;
    }

    @Override
    public void read(ByteBuffer target) throws IOException, CheckpointException {
      fail();
    }

    @Override
    public ByteBuffer read() throws IOException, CheckpointException {
      fail();
      return null;
    }

    @Override
    public void writeTo(WritableByteChannel channel) throws IOException, CheckpointException {
      channel.write(ByteBuffer.allocate(8));
      fail();
    }

    @Override
    public NDArray toNDArray(NDManager manager) {
      throw new IllegalStateException();
    }

    private void fail() throws IOException, CheckpointException {
      if (failure instanceof IOException io) {
        throw io;
      }
      throw (CheckpointException) failure;
    }
  }
}
