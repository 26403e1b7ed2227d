/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.checkpoint.tensor.TensorType;
import io.mpvit.testing.Npz;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** NumPy arrays in plain pickles, in every protocol's spelling. */
class PickledArraysTest {
  private static final String SAMPLES = "/reference/mvitv2/pkl_samples/";

  /** 0.10516, 0.866, -0.846, -0.2238, -0.8965, -0.776. */
  private static final ShortBuffer HALVES =
      ShortBuffer.wrap(
          new short[] {
            0x2ebb, 0x3aee, (short) 0xbac5, (short) 0xb329, (short) 0xbb2c, (short) 0xba35
          });

  private static final String PROJECTION = "backbone.bottom_up.patch_embed.proj.weight";

  @TempDir Path folder;

  private static Path sample(String name) throws Exception {
    return Path.of(PickledArraysTest.class.getResource(SAMPLES + name).toURI());
  }

  private static Npz expected() {
    return Npz.resource(SAMPLES + "expected.npz");
  }

  private static float[] floats(CheckpointTensor tensor) throws Exception {
    float[] values = new float[(int) tensor.numel()];
    tensor.read().asFloatBuffer().get(values);
    return values;
  }

  @ParameterizedTest
  @ValueSource(strings = {"p2", "p3", "p4", "p5"})
  void everyProtocolHoldsTheSameArrays(String protocol) throws Exception {
    Npz expected = expected();
    try (StateDict weights = StateDict.open(sample("sample_" + protocol + ".pkl"))) {
      assertThat(weights.rootPath()).containsExactly("model");
      assertThat(weights.keys()).containsExactlyInAnyOrderElementsOf(expected.names());
      for (String key : expected.names()) {
        CheckpointTensor tensor = weights.get(key);
        assertThat(tensor.shape()).as(key).isEqualTo(expected.shape(key));
        switch (tensor.type()) {
          case FLOAT32 -> assertThat(floats(tensor)).as(key).isEqualTo(expected.floats(key));
          case FLOAT64 ->
              assertThat(tensor.read().asDoubleBuffer())
                  .isEqualTo(DoubleBuffer.wrap(expected.doubles(key)));
          case INT64 ->
              assertThat(tensor.read().asLongBuffer())
                  .isEqualTo(LongBuffer.wrap(expected.longs(key)));
          case FLOAT16 -> assertThat(tensor.read().asShortBuffer()).isEqualTo(HALVES.duplicate());
          default -> {
            assertThat(tensor.type()).isEqualTo(TensorType.BOOL);
            boolean[] flags = expected.booleans(key);
            for (int i = 0; i < flags.length; i++) {
              assertThat(tensor.read().get(i)).isEqualTo((byte) (flags[i] ? 1 : 0));
            }
          }
        }
      }
    }
  }

  @Test
  void aScalarIsATensorWithoutAxes() throws Exception {
    try (StateDict weights = StateDict.open(sample("sample_p2_shared.pkl"))) {
      assertThat(weights.keys()).containsExactly("x", "y", "scalar");
      assertThat(weights.ties()).containsExactly(List.of("x", "y"));
      assertThat(floats(weights.get("x"))).isEqualTo(expected().floats(PROJECTION));
      assertThat(weights.get("scalar").shape()).isEmpty();
      assertThat(floats(weights.get("scalar"))).containsExactly(1.5f);
      assertThat(weights.attributes()).containsEntry("matching_heuristics", true);
    }
  }

  @Test
  void aPickleWithoutModelIsTakenWhole() throws Exception {
    try (StateDict weights = StateDict.open(sample("sample_p2_bare.pkl"))) {
      assertThat(weights.rootPath()).isEmpty();
      assertThat(weights.keys()).containsExactly("conv1_w");
      assertThat(weights.skipped()).containsOnlyKeys("conv1_w_momentum");
    }
  }

  @Test
  void aPickleWithoutAnyWeightsSaysWhatItHas() throws Exception {
    byte[] pickle = latin1("\u0080\2}(X\12\0\0\0__author__X\2\0\0\0meX\1\0\0\0nK\1u.");
    Path file = Files.write(folder.resolve("empty.pkl"), pickle);
    assertThatThrownBy(() -> StateDict.open(file))
        .isInstanceOf(CheckpointException.class)
        .hasMessage(
            file
                + ": no tensor in the root object, not a state dict; the root object's entries are"
                + " '__author__', 'n'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"B", "\u008e", "\u0096", "T", "X"})
  void longArraysStayInTheFile(String opcode) throws Exception {
    byte[] data = data(300_000);
    Path file = write(data, opcode, 0, 0);
    try (StateDict weights = StateDict.open(file)) {
      CheckpointTensor tensor = weights.get("w");
      assertThat(tensor.read()).isEqualTo(ByteBuffer.wrap(data));
      // A second time, and in pieces.
      assertThat(tensor.read()).isEqualTo(ByteBuffer.wrap(data));
      Path copy = folder.resolve("copy.safetensors");
      CheckpointWriter.write(weights, copy);
      try (StateDict read = StateDict.open(copy)) {
        WriterTest.assertSame(weights, read);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"B", "\u008e", "\u0096", "T", "X"})
  void truncatedInsideAnArrayIsSaidAtOnce(String opcode) throws Exception {
    Path file = write(data(300_000), opcode, 0, 0);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> StateDict.open(file))
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith(file + ": malformed pickle near byte ")
        .hasMessageContaining("are left: truncated or corrupt")
        .hasMessageNotContaining("\n");
  }

  @Test
  void textOfAnotherLengthIsRefusedWhenItIsRead() throws Exception {
    byte[] data = data(300_000);
    for (int lie : new int[] {-1, 1}) {
      Path file = write(data, "X", lie, 0);
      try (StateDict weights = StateDict.open(file)) {
        CheckpointTensor tensor = weights.get("w");
        assertThatThrownBy(tensor::read)
            .isInstanceOf(CheckpointException.class)
            .hasMessageStartingWith(file + ": bytes spelled as text ")
            .hasMessageEndingWith("corrupt");
      }
    }
    // Too few or too many for any spelling are seen at once.
    for (int lie : new int[] {-200_000, 600_000}) {
      Path file = write(data, "X", lie, 0);
      assertThatThrownBy(() -> StateDict.open(file))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("numpy array");
    }
  }

  @Test
  void textBeyondLatin1IsRefusedWhenItIsRead() throws Exception {
    for (int bad : new int[] {0x80, 0xc4, 0xff}) {
      try (StateDict weights = StateDict.open(write(data(300_000), "X", 0, bad))) {
        CheckpointTensor tensor = weights.get("w");
        assertThatThrownBy(tensor::read)
            .isInstanceOf(CheckpointException.class)
            .hasMessageContaining("beyond Latin-1");
      }
    }
  }

  /** Every byte value, at changing places. */
  private static byte[] data(int length) {
    byte[] data = new byte[length];
    for (int i = 0; i < length; i++) {
      data[i] = (byte) (i * 7 + i / 256);
    }
    return data;
  }

  /**
   * Writes {"model": {"w": uint8 array}, "__author__": "me"}.
   *
   * @param opcode how the data are spelled
   * @param lie added to the size in the array's shape
   * @param bad a byte for the middle of the spelled data, or 0
   */
  private Path write(byte[] data, String opcode, int lie, int bad) throws Exception {
    byte[] spelled =
        opcode.equals("X") ? latin1(data).getBytes(StandardCharsets.UTF_8) : data.clone();
    if (bad != 0) {
      // Over a character of one byte that stands before another such.
      int at = spelled.length / 2;
      while (spelled[at] < 0 || spelled[at + 1] < 0) {
        at++;
      }
      spelled[at] = (byte) bad;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(latin1("\u0080\5}(X\5\0\0\0model}X\1\0\0\0w"));
    out.writeBytes(latin1("cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(K\0tC\1btR"));
    out.writeBytes(latin1("(K\1J"));
    out.writeBytes(little(data.length + lie, 4));
    out.writeBytes(latin1("\u0085cnumpy\ndtype\n(X\2\0\0\0u1K\0K\1tR(K\3X\1\0\0\0|NNN"));
    out.writeBytes(latin1("J\u00ff\u00ff\u00ff\u00ffJ\u00ff\u00ff\u00ff\u00ffK\0tb\u0089"));
    out.writeBytes(latin1(opcode.equals("X") ? "c_codecs\nencode\n(X" : opcode));
    boolean wide = opcode.equals("\u008e") || opcode.equals("\u0096");
    out.writeBytes(little(spelled.length, wide ? 8 : 4));
    out.writeBytes(spelled);
    out.writeBytes(latin1(opcode.equals("X") ? "X\6\0\0\0latin1tR" : ""));
    out.writeBytes(latin1("tbsX\12\0\0\0__author__X\2\0\0\0meu."));
    return Files.write(folder.resolve("arrays.pkl"), out.toByteArray());
  }

  private static byte[] little(long value, int bytes) {
    ByteBuffer buffer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value);
    return Arrays.copyOf(buffer.array(), bytes);
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
