/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.convert;

import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.source.AnnotationSource;
import io.mpvit.detection.source.Oddities;
import io.mpvit.detection.source.SourceFolder;
import io.mpvit.work.AtomicOutput;
import io.mpvit.work.WorkListener;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CancellationException;

/** Brings data sets of other layouts into COCO's. */
public final class CocoConversion {

  private static final String ANNOTATIONS = "instances.json";

  private CocoConversion() {}

  /**
   * What was written.
   *
   * @param file the annotations
   * @param pictures how many there are
   * @param objects how many there are on them
   */
  public record Written(Path file, long pictures, long objects) {}

  /**
   * Writes {@code instances.json} and {@code images}.
   *
   * @param source where the objects come from
   * @param folder where to; made if need be
   * @param placement what becomes of the pictures
   * @param oddities hears of what is left out
   * @param listener hears of every picture
   * @return what was written
   * @throws IOException if something cannot be read at all or cannot be written, if the folder has
   *     annotations already, or if no picture is left
   */
  public static Written write(
      AnnotationSource source,
      Path folder,
      PicturePlacement placement,
      Oddities oddities,
      WorkListener listener)
      throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(ANNOTATIONS);
    if (Files.exists(file)) {
      throw new IOException(file + ": it is there already; delete it or choose another folder");
    }
    CocoExport export = new CocoExport(source, picture -> placement.place(picture, folder));
    Path waiting = folder.resolve(ANNOTATIONS + ".annotations");
    listener.started(0, source.size());
    try {
      AtomicOutput.write(
          file,
          out -> {
            export.write(out, waiting, oddities, () -> advance(export, listener));
            if (export.pictures() == 0) {
              throw new IOException("not one of its pictures can be used");
            }
          });
    } finally {
      listener.ended();
    }
    return new Written(file, export.pictures(), export.objects());
  }

  private static void advance(CocoExport export, WorkListener listener) {
    listener.advanced(export.pictures());
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("interrupted");
    }
  }

  /**
   * What was read.
   *
   * @param dataset the entries
   * @param digest SHA-256 of them in COCO's layout, in hexadecimal digits
   */
  record Read(CocoDataset dataset, String digest) {}

  /**
   * Reads a data set of any layout as one of COCO's; its pictures stay where they are.
   *
   * @param folder what names of pictures will be relative to
   * @param name what messages call it
   * @param oddities hears of what is left out
   */
  static Read read(AnnotationSource source, Path folder, String name, Oddities oddities)
      throws IOException {
    Path whole = Files.createTempFile("mpvit", ".json");
    Path waiting = Files.createTempFile("mpvit", ".annotations");
    try {
      MessageDigest digest = sha256();
      try (Writer out =
          new BufferedWriter(
              new OutputStreamWriter(
                  new DigestOutputStream(Files.newOutputStream(whole), digest),
                  StandardCharsets.UTF_8))) {
        new CocoExport(source, picture -> new SourceFolder(folder).name(picture.file()))
            .write(out, waiting, oddities, () -> {});
      }
      try (Reader in = Files.newBufferedReader(whole)) {
        return new Read(CocoDataset.read(name, in), HexFormat.of().formatHex(digest.digest()));
      }
    } finally {
      Files.deleteIfExists(whole);
      Files.deleteIfExists(waiting);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
