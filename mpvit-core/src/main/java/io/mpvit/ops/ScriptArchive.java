/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.ops;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript archive assembled in memory from method texts, so that kernels need neither Python
 * nor a binary in the jar.
 *
 * <p>The archive is a zip of four stored entries: the pickled module object (a class with the
 * single attribute {@code training}), the pickled empty tuple of constants, the format version, and
 * the methods as text.
 */
final class ScriptArchive {

  private static final String CLASS_NAME = "Kernels";
  private static final String FORMAT_VERSION = "3\n";

  private ScriptArchive() {}

  /**
   * Packs methods into an archive.
   *
   * @param methods TorchScript functions as text, each beginning in column 0 with {@code def
   *     name(self, ...)}
   * @return the archive's bytes as a stream
   */
  static InputStream of(String methods) {
    String body =
        methods
            .lines()
            .map(line -> line.isBlank() ? "" : "  " + line)
            .collect(Collectors.joining("\n"));
    String code =
        "class "
            + CLASS_NAME
            + "(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n"
            + body
            + "\n";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      store(zip, "kernels/data.pkl", pickledModule());
      store(zip, "kernels/code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
      store(zip, "kernels/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
      store(zip, "kernels/version", FORMAT_VERSION.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  private static byte[] pickledModule() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0x80); // PROTO 2
    out.write(2);
    out.writeBytes(
        ("c__torch__\n" + CLASS_NAME + "\n").getBytes(StandardCharsets.US_ASCII)); // GLOBAL
    out.writeBytes(new byte[] {')', (byte) 0x81, '}', '('}); // EMPTY_TUPLE NEWOBJ EMPTY_DICT MARK
    out.writeBytes(new byte[] {'X', 8, 0, 0, 0}); // BINUNICODE of 8 bytes
    out.writeBytes("training".getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(new byte[] {(byte) 0x89, 'u', 'b', '.'}); // NEWFALSE SETITEMS BUILD STOP
    return out.toByteArray();
  }

  /** libtorch reads stored entries only; Java wants their size and checksum beforehand. */
  private static void store(ZipOutputStream zip, String name, byte[] data) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(data);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(data.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(data);
    zip.closeEntry();
  }
}
