/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.training;

import io.mpvit.image.ImageReader;
import io.mpvit.image.Orientation;
import io.mpvit.image.RgbImage;
import io.mpvit.segmentation.ClassShare;
import io.mpvit.segmentation.LabelMap;
import io.mpvit.segmentation.LabelMapReader;
import io.mpvit.segmentation.augment.LabelledPicture;
import io.mpvit.segmentation.eval.PixelCounts;
import io.mpvit.work.WorkListener;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Pictures in {@code images} and the class of each of their pixels in {@code labels}: one-channel
 * PNGs of the pictures' names and sizes. {@code classes.txt} has the classes' names, one per line
 * in the order of their indices; without it there are as many classes as the largest label says.
 *
 * @param folder the folder of both
 * @param rule what the labels' values stand for
 * @param classes names by class index
 * @param entries the pairs, by name
 */
public record LabelledFolder(
    Path folder, LabelRule rule, List<String> classes, List<Entry> entries) {

  /** The folder of pictures. */
  public static final String IMAGES = "images";

  /** The folder of label maps. */
  public static final String LABELS = "labels";

  /** The file of class names. */
  public static final String CLASSES = "classes.txt";

  private static final String LABEL_ENDING = ".png";

  /** What counts as a picture; some of these cannot be read, and are reported. */
  private static final List<String> ENDINGS =
      List.of(".jpg", ".jpeg", ".png", ".bmp", ".gif", ".ppm", ".pgm", ".tif", ".tiff", ".webp");

  /**
   * A picture and its labels.
   *
   * @param name the name of both without ending
   * @param picture the picture's file
   * @param labels the label map's file
   */
  public record Entry(String name, Path picture, Path labels) {}

  /**
   * Checks that there is something to learn.
   *
   * @throws IllegalArgumentException if there is no pair, or no class, or more than 8 bits hold
   */
  public LabelledFolder {
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(rule, "rule");
    classes = List.copyOf(classes);
    entries = List.copyOf(entries);
    if (entries.isEmpty()) {
      throw new IllegalArgumentException(folder + ": no picture has a label map");
    }
    if (classes.isEmpty() || classes.size() > PixelCounts.IGNORED) {
      throw new IllegalArgumentException(
          "%s: expected 1 to %d classes, found %d"
              .formatted(folder, PixelCounts.IGNORED, classes.size()));
    }
  }

  /**
   * Looks through a folder. Pictures without labels and labels without picture are left out with a
   * warning.
   *
   * @param folder the folder
   * @param rule what the labels' values stand for
   * @param listener hears of what is left out, and of progress where all labels have to be read
   * @return what is in it
   * @throws IOException if it cannot be read, two pictures have one name, {@code classes.txt} has a
   *     blank line between names, or nothing is left
   */
  public static LabelledFolder read(Path folder, LabelRule rule, WorkListener listener)
      throws IOException {
    List<Entry> entries = pairs(folder, listener);
    Path file = folder.resolve(CLASSES);
    List<String> classes =
        Files.exists(file) ? names(file) : numbered(largest(entries, rule, listener) + 1);
    try {
      return new LabelledFolder(folder, rule, classes, entries);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static List<Entry> pairs(Path folder, WorkListener listener) throws IOException {
    Map<String, Path> pictures = list(folder.resolve(IMAGES), ENDINGS);
    Map<String, Path> labels = list(folder.resolve(LABELS), List.of(LABEL_ENDING));
    List<Entry> entries = new ArrayList<>();
    pictures.forEach(
        (name, picture) -> {
          Path map = labels.remove(name);
          if (map == null) {
            listener.warning(
                "left out "
                    + picture
                    + ": no "
                    + folder.resolve(LABELS).resolve(name + LABEL_ENDING));
          } else {
            entries.add(new Entry(name, picture, map));
          }
        });
    labels.forEach(
        (name, map) ->
            listener.warning("left out " + map + ": no picture " + name + " in " + IMAGES));
    return entries;
  }

  private static Map<String, Path> list(Path folder, List<String> endings) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException(folder + ": expected a folder");
    }
    Map<String, Path> found = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        if (dot > 0 && endings.contains(name.substring(dot).toLowerCase(Locale.ROOT))) {
          Path before = found.put(name.substring(0, dot), file);
          if (before != null) {
            throw new IOException(before + " and " + file + " have one name");
          }
        }
      }
    }
    return found;
  }

  private static List<String> names(Path file) throws IOException {
    List<String> lines;
    try {
      lines = Files.readString(file).stripTrailing().lines().map(String::strip).toList();
    } catch (CharacterCodingException e) {
      throw new IOException(file + ": expected UTF-8 text", e);
    }
    int blank = lines.indexOf("");
    if (lines.isEmpty() || blank >= 0) {
      throw new IOException(
          file + ": expected one class name per line, line " + (blank + 1) + " is blank");
    }
    return lines;
  }

  private static List<String> numbered(int count) {
    return IntStream.range(0, count).mapToObj(index -> "class_" + index).toList();
  }

  /** The largest class index; files that cannot be read do not count and are reported later. */
  private static int largest(List<Entry> entries, LabelRule rule, WorkListener listener) {
    int largest = -1;
    listener.started(0, entries.size());
    try {
      for (int i = 0; i < entries.size(); i++) {
        largest = Math.max(largest, largest(entries.get(i), rule, listener));
        listener.advanced(i + 1L);
      }
    } finally {
      listener.ended();
    }
    return largest;
  }

  private static int largest(Entry entry, LabelRule rule, WorkListener listener) {
    try {
      return largest(rule.labels(LabelMapReader.read(entry.labels())));
    } catch (IOException e) {
      listener.warning(e.getMessage());
      return -1;
    }
  }

  private static int largest(LabelMap labels) {
    return labels.shares().stream()
        .mapToInt(ClassShare::classIndex)
        .filter(index -> index != PixelCounts.IGNORED)
        .max()
        .orElse(-1);
  }

  /**
   * Reads a picture and its labels.
   *
   * @param entry one of the pairs
   * @return both
   * @throws IOException naming the file, if one cannot be read, their sizes differ, or a label is
   *     no class
   */
  public LabelledPicture load(Entry entry) throws IOException {
    RgbImage picture = ImageReader.read(entry.picture(), Orientation.HONOUR_EXIF);
    LabelMap labels = rule.labels(LabelMapReader.read(entry.labels()));
    if (!labels.size().equals(picture.size())) {
      throw new IOException(
          "%s is %s, its picture %s is %s"
              .formatted(entry.labels(), labels.size(), entry.picture(), picture.size()));
    }
    int largest = largest(labels);
    if (largest >= classes.size()) {
      throw new IOException(
          "%s: expected class indices below %d or %d for ignored, found %d%s"
              .formatted(
                  entry.labels(),
                  classes.size(),
                  PixelCounts.IGNORED,
                  largest,
                  rule == LabelRule.FROM_ONE ? " (less one, because 0 is unlabelled)" : ""));
    }
    return new LabelledPicture(picture, labels);
  }

  /**
   * What the data are, as a text to compare: names and sizes of the files, classes, rule.
   *
   * @return the same for the same data wherever they are
   * @throws IOException if a file has gone
   */
  public String inventory() throws IOException {
    StringBuilder text = new StringBuilder(rule.name()).append('\n').append(classes).append('\n');
    for (Entry entry : entries) {
      text.append(entry.picture().getFileName())
          .append(' ')
          .append(Files.size(entry.picture()))
          .append(' ')
          .append(Files.size(entry.labels()))
          .append('\n');
    }
    return text.toString();
  }
}
