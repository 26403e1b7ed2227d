/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation;

import io.mpvit.image.ImageSize;
import io.mpvit.segmentation.training.ClassNames;
import io.mpvit.testing.fuzz.Envelope;
import io.mpvit.testing.fuzz.Fuzzer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Label maps and names of classes damaged by chance. */
class LabelFuzzTest {

  private static final int CASES = 500;

  @TempDir private Path folder;

  @Test
  void labelMaps() throws Exception {
    Path file = folder.resolve("labels.png");
    short[] values = new short[12 * 17];
    for (int i = 0; i < values.length; i++) {
      values[i] = (short) (i % 9);
    }
    new LabelMap(new ImageSize(12, 17), values).writePng(file);
    List<byte[]> sound = List.of(Files.readAllBytes(file));
    Fuzzer.Reader reader =
        bytes -> {
          Files.write(file, bytes);
          LabelMapReader.size(file);
          LabelMapReader.read(file).shares();
        };
    new Fuzzer("labels", 4000, IOException.class).run(sound, Envelope.PNG, false, CASES, reader);
    new Fuzzer("labels-raw", 4000, IOException.class)
        .run(sound, Envelope.NONE, false, CASES, reader);
  }

  @Test
  void names() throws Exception {
    Path file = folder.resolve("classes.txt");
    List<byte[]> sound =
        List.of(
            "-\ncat\ndog\nd\u00e9j\u00e0 vu\n".getBytes(StandardCharsets.UTF_8),
            "\ufeffcat\r\ndog\r\n".getBytes(StandardCharsets.UTF_8),
            "\ufeffcat\ndog\n".getBytes(StandardCharsets.UTF_16LE));
    new Fuzzer("classes", 50, IOException.class)
        .run(
            sound,
            Envelope.NONE,
            true,
            CASES,
            bytes -> {
              Files.write(file, bytes);
              ClassNames.read(file).toString();
            });
  }
}
