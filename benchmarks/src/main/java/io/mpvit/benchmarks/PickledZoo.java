/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.benchmarks;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Writes a pickle of the layout of detectron2's zoo, {@code {"model": {key: float32 array}, ...}},
 * protocol 3, with the sizes of a large detector: one array of 51 MB, some of 4 to 16 MB, and small
 * ones between them.
 */
final class PickledZoo {

  private static final int[][] SHAPES = {
    {1024, 12544},
    {1024},
    {2048, 2048},
    {2048},
    {1024, 1024},
    {1024, 4096},
    {256, 256, 3, 3},
    {256},
    {64, 64, 3, 3},
    {64}
  };

  private PickledZoo() {}

  /** Writes arrays until there are as many parameters. */
  static void write(Path file, long parameters) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      out.write(latin1("\u0080\3}(" + text("model") + "}("));
      byte[] values = new byte[1 << 20];
      new Random(1).nextBytes(values);
      for (int i = 0; i < values.length; i += Float.BYTES) {
        // The exponent's upper bits of a number between 1 and 4, so that none is NaN.
        values[i + 3] = 0x3f;
      }
      long written = 0;
      for (int i = 0; written < parameters; i++) {
        int[] shape = SHAPES[i % SHAPES.length];
        out.write(array("layers." + i + ".weight", shape));
        written += numel(shape);
        data(out, values, numel(shape) * Float.BYTES);
        out.write(latin1("tb"));
      }
      out.write(latin1("u" + text("__author__") + text("a benchmark") + "u."));
    }
  }

  /** The key, the empty array, and its state up to the data. */
  private static byte[] array(String key, int... shape) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(latin1(text(key) + "cnumpy.core.multiarray\n_reconstruct\n"));
    out.write(latin1("(cnumpy\nndarray\n(K\0tC\1btR(K\1("));
    for (int size : shape) {
      out.write('J');
      out.write(little(size));
    }
    out.write(latin1("tcnumpy\ndtype\n(" + text("f4") + "K\0K\1tR(K\3" + text("<") + "NNN"));
    out.write(latin1("J\u00ff\u00ff\u00ff\u00ffJ\u00ff\u00ff\u00ff\u00ffK\0tb\u0089B"));
    out.write(little(numel(shape) * Float.BYTES));
    return out.toByteArray();
  }

  private static void data(OutputStream out, byte[] values, int length) throws IOException {
    for (int done = 0; done < length; done += values.length) {
      out.write(values, 0, Math.min(values.length, length - done));
    }
  }

  private static int numel(int... shape) {
    int numel = 1;
    for (int size : shape) {
      numel *= size;
    }
    return numel;
  }

  private static String text(String text) {
    return "X" + new String(little(text.length()), StandardCharsets.ISO_8859_1) + text;
  }

  private static byte[] little(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
