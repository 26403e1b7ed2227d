/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.testing.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** What lies around contents, and would give damage away before their reader sees it. */
public enum Envelope {
  /** None. */
  NONE {
    @Override
    byte[] damage(byte[] file, UnaryOperator<byte[]> damage) {
      return damage.apply(file);
    }
  },
  /** PNG's checksums, which are made right again. */
  PNG {
    @Override
    byte[] damage(byte[] file, UnaryOperator<byte[]> damage) {
      byte[] png = damage.apply(file);
      ByteBuffer in = ByteBuffer.wrap(png);
      int at = 8;
      while (at + 12 <= png.length) {
        int length = in.getInt(at);
        if (length < 0 || length > png.length - at - 12) {
          break;
        }
        CRC32 crc = new CRC32();
        crc.update(png, at + 4, length + 4);
        in.putInt(at + 8 + length, (int) crc.getValue());
        at += length + 12;
      }
      return png;
    }
  },
  /** A zip archive, which is packed anew around a damaged pickle. */
  ZIP {
    @Override
    byte[] damage(byte[] file, UnaryOperator<byte[]> damage) {
      try {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        Path copy = Files.createTempFile("fuzz", ".zip"); // streams refuse what torch writes
        try {
          Files.write(copy, file);
          try (ZipFile zip = new ZipFile(copy.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
              entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
          }
        } finally {
          Files.delete(copy);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
          for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            boolean pickle = entry.getKey().endsWith("data.pkl");
            stored(zip, entry.getKey(), pickle ? damage.apply(entry.getValue()) : entry.getValue());
          }
        }
        return out.toByteArray();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  };

  private static void stored(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
  }

  /** Damages what is inside. */
  abstract byte[] damage(byte[] file, UnaryOperator<byte[]> damage);
}
