/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.shapes;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import io.mpvit.image.ImageWriter;
import io.mpvit.work.AtomicOutput;
import io.mpvit.work.Journal;
import io.mpvit.work.WorkListener;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/**
 * Writes a synthetic data set in COCO's layout, {@code images/000000.png}, ... and {@code
 * instances.json}, and with label maps for semantic segmentation: {@code labels/000000.png}, ...
 * hold 0 for the background, else {@link ShapeKind#id}, and {@code classes.txt} the names.
 *
 * <p>Pixels and annotations are the same on every machine; the bytes of the picture files may
 * differ between Java versions, whose PNG and JPEG encoders do. Image ids are picture numbers,
 * annotation ids count from 1, masks are compressed run lengths.
 *
 * @param generator makes the pictures
 * @param format the picture files' format
 */
public record ShapesDataset(SceneGenerator generator, Format format) {
  private static final String ANNOTATIONS = "instances.json";
  private static final String JOURNAL = "instances.json.part";
  private static final String PICTURES = "images";
  private static final String LABELS = "labels";

  /** Written when all label maps are there. */
  private static final String CLASSES = "classes.txt";

  /** Pictures that are made between two looks at the journal. */
  private static final int CHUNK = 16;

  /** The format of picture files. */
  public enum Format {
    /** Exact pixels. */
    PNG,
    /** A fifth of the bytes; pixels change a little. */
    JPG;

    private String ending() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Checks that nothing is missing. */
  public ShapesDataset {
    Objects.requireNonNull(generator, "generator");
    Objects.requireNonNull(format, "format");
  }

  /**
   * Writes the data set; uses all processors. A run that was ended at any moment is continued by
   * the next one with the same generator and format. A folder that holds the data set already is
   * left as it is; one that was written before there were label maps gets them.
   *
   * @param folder where to; made if need be
   * @param images number of pictures, at least 1
   * @param listener hears of every picture
   * @throws IOException if something cannot be written, or the folder holds another data set
   */
  public void write(Path folder, int images, WorkListener listener) throws IOException {
    if (images < 1) {
      throw new IllegalArgumentException("expected at least 1 image, found " + images);
    }
    Files.createDirectories(folder.resolve(PICTURES));
    Path annotations = folder.resolve(ANNOTATIONS);
    JsonObject info = info(images);
    if (Files.exists(annotations)) {
      requireSame(annotations, info);
      addLabels(folder, images, listener);
      return;
    }
    Path unfinished = folder.resolve(JOURNAL);
    try (Journal journal = Journal.open(unfinished, info)) {
      makePictures(folder, images, journal, listener);
      addLabels(folder, images, listener);
      AtomicOutput.write(
          annotations, out -> new ShapesJson(out).write(info, images, this, journal));
    }
    Files.delete(unfinished);
  }

  private void makePictures(Path folder, int images, Journal journal, WorkListener listener)
      throws IOException {
    listener.started(journal.records(), images);
    try {
      for (int from = (int) journal.records(); from < images; from += CHUNK) {
        for (JsonObject record : pictures(folder, from, Math.min(images, from + CHUNK))) {
          journal.append(record);
        }
        listener.advanced(journal.records());
        endIfInterrupted();
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      listener.ended();
    }
  }

  private static void endIfInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("interrupted");
    }
  }

  /** Makes the label maps that are missing, and the names of the classes. */
  private void addLabels(Path folder, int images, WorkListener listener) throws IOException {
    Path classes = folder.resolve(CLASSES);
    if (Files.exists(classes)) {
      return;
    }
    int[] missing =
        IntStream.range(0, images).filter(i -> !Files.exists(labels(folder, i))).toArray();
    if (missing.length > 0) {
      makeLabels(folder, missing, listener);
    }
    AtomicOutput.write(classes, out -> out.write(String.join("\n", ShapeKind.labelNames()) + "\n"));
  }

  private void makeLabels(Path folder, int[] missing, WorkListener listener) throws IOException {
    listener.started(0, missing.length);
    try {
      for (int from = 0; from < missing.length; from += CHUNK) {
        int to = Math.min(missing.length, from + CHUNK);
        Arrays.stream(missing, from, to)
            .parallel()
            .forEach(i -> writeLabels(generator.scene(i), labels(folder, i)));
        listener.advanced(to);
        endIfInterrupted();
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      listener.ended();
    }
  }

  private static void writeLabels(Scene scene, Path file) {
    try {
      ImageWriter.write(scene.labelPicture(), file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file of a picture's label map. */
  private static Path labels(Path folder, int index) {
    return folder.resolve(LABELS).resolve(String.format(Locale.ROOT, "%06d.png", index));
  }

  private List<JsonObject> pictures(Path folder, int from, int to) {
    return IntStream.range(from, to).parallel().mapToObj(i -> picture(folder, i)).toList();
  }

  private JsonObject picture(Path folder, int index) {
    Scene scene = generator.scene(index);
    try {
      ImageWriter.write(scene.picture(), folder.resolve(PICTURES).resolve(fileName(index)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    writeLabels(scene, labels(folder, index));
    return ShapesJson.record(scene);
  }

  /** The name of a picture's file in the folder of pictures. */
  String fileName(int index) {
    return String.format(Locale.ROOT, "%06d.%s", index, format.ending());
  }

  private JsonObject info(int images) {
    JsonObject info = new JsonObject();
    info.addProperty("description", "Synthetic shapes of MPViT for the JVM");
    info.addProperty("version", "1");
    info.addProperty("seed", generator.seed());
    info.addProperty("width", generator.size().width());
    info.addProperty("height", generator.size().height());
    info.addProperty("images", images);
    info.addProperty("format", format.ending());
    return info;
  }

  private static void requireSame(Path annotations, JsonObject info) throws IOException {
    JsonObject found = null;
    try (Reader in = Files.newBufferedReader(annotations)) {
      JsonReader json = new JsonReader(in);
      json.beginObject();
      if (json.hasNext() && json.nextName().equals("info")) {
        found = JsonParser.parseReader(json).getAsJsonObject();
      }
    } catch (JsonParseException | IllegalStateException e) {
      throw new IOException(annotations + " is no data set of shapes: " + e.getMessage(), e);
    }
    if (!info.equals(found)) {
      throw new IOException(
          annotations + " is of another data set: expected " + info + ", found " + found);
    }
  }
}
