/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

import io.mpvit.checkpoint.file.CheckpointException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Main class of a small JVM: opens pickles that name many objects in few bytes. */
final class HeapBombChild {
  private static final int COUNT = 4_000_000;

  /** A prefix, a piece that is repeated, and an end; one character per byte. */
  private record Bomb(String start, String piece, String end) {
    void write(Path file) throws IOException {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
        out.write(("\u0080\4" + start).getBytes(StandardCharsets.ISO_8859_1));
        byte[] bytes = piece.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < COUNT; i++) {
          out.write(bytes);
        }
        out.write(end.getBytes(StandardCharsets.ISO_8859_1));
      }
    }
  }

  private HeapBombChild() {}

  /**
   * Opens each bomb.
   *
   * @param arguments a folder to write them to
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    for (Map.Entry<String, Bomb> bomb : bombs().entrySet()) {
      Path file = Path.of(arguments[0], bomb.getKey() + ".pkl");
      bomb.getValue().write(file);
      ChildJvm.report(bomb.getKey(), () -> open(file));
      Files.delete(file);
    }
  }

  private static Map<String, Bomb> bombs() {
    Map<String, Bomb> bombs = new LinkedHashMap<>();
    bombs.put("lists", new Bomb("(", "]", "l."));
    bombs.put("dicts", new Bomb("(", "}", "l."));
    bombs.put("sets", new Bomb("(", "\u008f", "l."));
    bombs.put("tuples", new Bomb("(", ")", "l."));
    bombs.put("nones", new Bomb("(", "NNNN", "l."));
    bombs.put("marks", new Bomb("", "((((", "."));
    bombs.put("appends", new Bomb("]", "Na", "."));
    bombs.put("duplicates", new Bomb("]", "2222", "."));
    bombs.put("numbers", new Bomb("(", "K\1", "l."));
    bombs.put("bytes", new Bomb("(", "C\1a", "l."));
    bombs.put("memo", new Bomb("N", "\u0094\u0094", "."));
    bombs.put("calls", new Bomb("(", "ca\nb\n)R", "l."));
    bombs.put("nested", new Bomb("N", "\u0085", "."));
    bombs.put("line", new Bomb("V", "aaaa", "\n."));
    return bombs;
  }

  private static String open(Path file) throws IOException {
    try (StateDict weights = StateDict.open(file)) {
      return "loaded " + weights.keys();
    } catch (CheckpointException e) {
      return e.reason().contains("Java heap") ? "" : e.reason();
    }
  }
}
