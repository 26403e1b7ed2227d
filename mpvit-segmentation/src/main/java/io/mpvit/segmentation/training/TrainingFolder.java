/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.training;

import io.mpvit.segmentation.ClassShare;
import io.mpvit.segmentation.LabelMap;
import io.mpvit.segmentation.data.LabelledFolders;
import io.mpvit.segmentation.data.LabelledFolders.Item;
import io.mpvit.segmentation.data.LabelledFolders.Labelled;
import io.mpvit.segmentation.data.ZeroLabel;
import io.mpvit.segmentation.eval.PixelCounts;
import io.mpvit.work.WorkListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Pictures in {@code images} and the class of each of their pixels in {@code labels}: one-channel
 * PNGs of the pictures' names and sizes, in which 255 is ignored.
 *
 * <p>Line n of {@code classes.txt} is the name of the value n. A first line {@code -} says that 0
 * means nothing is labelled, as in ADE20K, and that classes begin at 1. Without that file there are
 * as many classes, from 0, as the largest value says.
 *
 * @param files the pictures and label maps
 * @param classes names by class index
 * @param items the pictures with label map, by name
 */
public record TrainingFolder(LabelledFolders files, List<String> classes, List<Item> items) {

  /** The folder of pictures. */
  public static final String IMAGES = "images";

  /** The folder of label maps. */
  public static final String LABELS = "labels";

  /** The file of class names. */
  public static final String CLASSES = "classes.txt";

  /**
   * Checks that there is something to learn.
   *
   * @throws IllegalArgumentException if there is no picture, or no class, or more than 8 bits hold
   */
  public TrainingFolder {
    Objects.requireNonNull(files, "files");
    classes = List.copyOf(classes);
    items = List.copyOf(items);
    if (items.isEmpty()) {
      throw new IllegalArgumentException(files.pictures() + ": no picture has a label map");
    }
    if (classes.isEmpty() || classes.size() > PixelCounts.IGNORED) {
      throw new IllegalArgumentException(
          "%s: expected 1 to %d classes, found %d"
              .formatted(files.labels(), PixelCounts.IGNORED, classes.size()));
    }
  }

  /**
   * Looks through a folder. Pictures without label map and label maps without picture are left out
   * with a warning.
   *
   * @param folder the folder of both
   * @param listener hears of what is left out, and of progress where all label maps have to be read
   * @return what is in it
   * @throws IOException if it cannot be read, two pictures have one name, a line of {@code
   *     classes.txt} is blank, or nothing is left
   */
  public static TrainingFolder read(Path folder, WorkListener listener) throws IOException {
    Path file = folder.resolve(CLASSES);
    ClassNames names =
        Files.exists(file) ? ClassNames.read(file) : new ClassNames(ZeroLabel.A_CLASS, List.of());
    LabelledFolders files =
        LabelledFolders.read(folder.resolve(IMAGES), folder.resolve(LABELS), names.zero());
    List<Item> items =
        files.items().stream().filter(item -> isWhole(files, item, listener)).toList();
    List<String> classes =
        Files.exists(file) ? names.names() : numbered(largest(files, items, listener) + 1);
    try {
      return new TrainingFolder(files, classes, items);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static boolean isWhole(LabelledFolders files, Item item, WorkListener listener) {
    if (item.picture() == null) {
      listener.warning(
          "left out %s: no picture in %s"
              .formatted(files.labels().resolve(item.labels()), files.pictures()));
    } else if (item.labels() == null) {
      listener.warning(
          "left out %s: no label map in %s"
              .formatted(files.pictures().resolve(item.picture()), files.labels()));
    }
    return item.picture() != null && item.labels() != null;
  }

  private static List<String> numbered(int count) {
    return IntStream.range(0, count).mapToObj(index -> "class_" + index).toList();
  }

  /** The largest value; files that cannot be read do not count, and are reported later again. */
  private static int largest(LabelledFolders files, List<Item> items, WorkListener listener) {
    int largest = -1;
    listener.started(0, items.size());
    try {
      for (int i = 0; i < items.size(); i++) {
        try {
          largest = Math.max(largest, largest(files.stored(items.get(i))));
        } catch (IOException e) {
          listener.warning(e.getMessage());
        }
        listener.advanced(i + 1L);
      }
    } finally {
      listener.ended();
    }
    return largest;
  }

  private static int largest(LabelMap labels) {
    return labels.shares().stream()
        .mapToInt(ClassShare::classIndex)
        .filter(index -> index != PixelCounts.IGNORED)
        .max()
        .orElse(-1);
  }

  /** The classes as {@link #CLASSES} would have them. */
  public ClassNames names() {
    return new ClassNames(files.zero(), classes);
  }

  /**
   * Reads a picture and its labels.
   *
   * @param item one of the items
   * @return both
   * @throws IOException naming the file, if one cannot be read, their sizes differ, or a value is
   *     no class
   */
  public Labelled load(Item item) throws IOException {
    return files.read(item, classes.size());
  }

  /**
   * What the data are, as a text to compare: names and sizes of the files, classes, meaning of 0.
   *
   * @return the same for the same data wherever they are
   * @throws IOException if a file has gone
   */
  public String inventory() throws IOException {
    StringBuilder text = new StringBuilder();
    text.append(files.zero()).append('\n').append(classes).append('\n');
    for (Item item : items) {
      text.append(item.picture())
          .append(' ')
          .append(Files.size(files.pictures().resolve(item.picture())))
          .append(' ')
          .append(Files.size(files.labels().resolve(item.labels())))
          .append('\n');
    }
    return text.toString();
  }
}
