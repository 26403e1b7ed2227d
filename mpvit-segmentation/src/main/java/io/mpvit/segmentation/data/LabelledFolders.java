/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.data;

import io.mpvit.image.ExpectedSize;
import io.mpvit.image.ImageReader;
import io.mpvit.image.ImageSize;
import io.mpvit.image.Orientation;
import io.mpvit.image.PictureFiles;
import io.mpvit.image.RgbImage;
import io.mpvit.segmentation.LabelMap;
import io.mpvit.segmentation.LabelMapReader;
import io.mpvit.weights.ClassMatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A folder of pictures and a folder of label maps. A picture and its label map have the same path
 * in their folders up to the ending, such as {@code validation/7.jpg} and {@code validation/7.png}.
 *
 * @param pictures the pictures' folder
 * @param labels the label maps' folder: PNG files of one channel, see {@link LabelMapReader}
 * @param zero what 0 means there
 * @param items what is in the folders, sorted by name
 * @param match from the classes of the label maps to those of a network, where these are not the
 *     same; a class without partner is ignored
 */
public record LabelledFolders(
    Path pictures, Path labels, ZeroLabel zero, List<Item> items, Optional<ClassMatch> match) {

  private static final int IGNORED = 255;
  private static final long LARGE = 1 << 24;
  private static final String PNG = ".png";

  /**
   * A picture and its label map.
   *
   * @param name their path without the ending, with {@code /} between its parts
   * @param picture the picture's path in its folder; null if there is none
   * @param labels the label map's path in its folder; null if there is none
   */
  public record Item(String name, String picture, String labels) {}

  /**
   * A picture with its labels.
   *
   * @param picture the picture, upright
   * @param labels class indices and 255, of the same size
   */
  public record Labelled(RgbImage picture, LabelMap labels) {}

  /** Copies the list. */
  public LabelledFolders {
    Objects.requireNonNull(match, "match");
    items = List.copyOf(items);
  }

  /**
   * Lists two folders. Items of which one part is missing are listed too, because scores of some
   * pictures of a data set are not those of all.
   *
   * @param pictures the pictures' folder
   * @param labels the label maps' folder
   * @param zero what 0 means there
   * @return what is in them
   * @throws IOException if a folder cannot be read, two pictures have the same name, or no picture
   *     has a label map
   */
  public static LabelledFolders read(Path pictures, Path labels, ZeroLabel zero)
      throws IOException {
    Map<String, String> pictureFiles = byName(pictures, "");
    Map<String, String> labelFiles = byName(labels, PNG);
    Set<String> names = new TreeSet<>(pictureFiles.keySet());
    names.addAll(labelFiles.keySet());
    List<Item> items =
        names.stream()
            .map(name -> new Item(name, pictureFiles.get(name), labelFiles.get(name)))
            .toList();
    if (items.stream().noneMatch(item -> item.picture() != null && item.labels() != null)) {
      throw new IOException(
          "expected pictures in %s and label maps of the same names in %s, found %d and %d files, none of which belong together"
              .formatted(pictures, labels, pictureFiles.size(), labelFiles.size()));
    }
    return new LabelledFolders(pictures, labels, zero, items, Optional.empty());
  }

  /**
   * Returns the same files with another meaning of 0.
   *
   * @param value what 0 means
   * @return a changed copy
   */
  public LabelledFolders withZero(ZeroLabel value) {
    return new LabelledFolders(pictures, labels, value, items, match);
  }

  /**
   * Returns the same files as a network numbers their classes.
   *
   * @param value from the classes of the label maps to those of the network
   * @return a changed copy
   */
  public LabelledFolders withMatch(ClassMatch value) {
    return new LabelledFolders(pictures, labels, zero, items, Optional.of(value));
  }

  private static Map<String, String> byName(Path folder, String ending) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException(folder + ": there is no such folder");
    }
    Map<String, String> files = new HashMap<>();
    for (String file : PictureFiles.below(folder)) {
      if (file.toLowerCase(Locale.ROOT).endsWith(ending)) {
        String other = files.put(file.substring(0, file.lastIndexOf('.')), file);
        if (other != null) {
          throw new IOException(
              folder + ": which one is to be taken, " + other + " or " + file + "?");
        }
      }
    }
    return files;
  }

  /**
   * Reads a picture and its labels.
   *
   * @param item one of {@link #items}
   * @param classes how many classes the network has, below 256
   * @return both, the labels numbered as the network's classes
   * @throws IOException naming the file, if one is missing or cannot be read, their sizes differ,
   *     or a value is none of a class
   */
  public Labelled read(Item item, int classes) throws IOException {
    if (item.picture() == null) {
      throw new IOException(labels.resolve(item.labels()) + " has no picture in " + pictures);
    }
    if (item.labels() == null) {
      throw new IOException(pictures.resolve(item.picture()) + " has no label map in " + labels);
    }
    Path file = labels.resolve(item.labels());
    LabelMap stored = stored(item);
    LabelMap map = zero.classes(stored);
    requireClasses(file, stored, map, match.map(some -> some.from().size()).orElse(classes));
    RgbImage picture = ImageReader.read(pictures.resolve(item.picture()), Orientation.HONOUR_EXIF);
    ExpectedSize.check(pictures.resolve(item.picture()), picture, map.size(), "label map " + file);
    return new Labelled(picture, match.map(some -> numbered(map, some)).orElse(map));
  }

  /**
   * Reads labels as they are stored. A large map is looked at only if its picture is as large: a
   * few kilobytes of PNG hold a gigabyte of labels.
   *
   * @param item one of {@link #items} that has both files
   * @return its labels
   * @throws IOException naming the file, if it cannot be read, or is large and of another size than
   *     its picture
   */
  public LabelMap stored(Item item) throws IOException {
    Path file = labels.resolve(item.labels());
    Optional<ImageSize> size = LabelMapReader.size(file);
    if (size.isPresent() && (long) size.get().height() * size.get().width() > LARGE) {
      Path picture = pictures.resolve(item.picture());
      ImageSize expected = ImageReader.size(picture, Orientation.HONOUR_EXIF);
      if (!size.get().equals(expected)) {
        throw new IOException(
            "label map %s is of %s, its picture %s of %s"
                .formatted(file, size.get().text(), picture, expected.text()));
      }
    }
    return LabelMapReader.read(file);
  }

  private static LabelMap numbered(LabelMap map, ClassMatch match) {
    short[] values = map.toArray();
    for (int i = 0; i < values.length; i++) {
      int value = Short.toUnsignedInt(values[i]);
      int other = value == IGNORED ? IGNORED : match.of(value);
      values[i] = (short) (other < 0 ? IGNORED : other);
    }
    return new LabelMap(map.size(), values);
  }

  private void requireClasses(Path file, LabelMap stored, LabelMap map, int classes)
      throws IOException {
    short[] values = map.toArray();
    for (int i = 0; i < values.length; i++) {
      int value = Short.toUnsignedInt(values[i]);
      if (value >= classes && value != IGNORED) {
        int x = i % map.size().width();
        int y = i / map.size().width();
        throw new IOException(
            "label map %s has the value %d at x=%d, y=%d, expected %s"
                .formatted(file, stored.label(x, y), x, y, zero.allowed(classes)));
      }
    }
  }
}
