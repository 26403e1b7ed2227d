/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.classification.evaluation;

import io.mpvit.classification.ImageNetClasses;
import io.mpvit.image.PictureFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Pictures sorted into one folder per class, as ImageNet is kept.
 *
 * @param folder the folder of folders
 * @param classes the folders' names, sorted as text
 * @param pictures sorted by class, then by path as text
 */
public record ImageFolder(Path folder, List<String> classes, List<Picture> pictures) {

  private static final int NAMED = 10;

  /**
   * A picture of known class.
   *
   * @param file path relative to the folder, with {@code /} between its parts
   * @param folderIndex position of its class's folder
   */
  public record Picture(String file, int folderIndex) {}

  /** Copies the lists. */
  public ImageFolder {
    classes = List.copyOf(classes);
    pictures = List.copyOf(pictures);
  }

  /**
   * Lists a folder. Hidden folders and files that are no pictures by their ending do not count.
   *
   * @param folder the folder of folders
   * @return what is in it
   * @throws IOException if it cannot be read, or has no folder with a picture
   */
  public static ImageFolder read(Path folder) throws IOException {
    return read(folder, name -> true);
  }

  /**
   * Lists some of a folder. Hidden folders and files that are no pictures by their ending do not
   * count.
   *
   * @param folder the folder of folders
   * @param wanted tells by its name whether a folder is a class
   * @return what is in it
   * @throws IOException if it cannot be read, or has no such folder with a picture
   */
  public static ImageFolder read(Path folder, Predicate<String> wanted) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException(folder + ": expected a folder with one folder per class");
    }
    List<Path> folders;
    try (Stream<Path> entries = Files.list(folder)) {
      folders =
          entries
              .filter(Files::isDirectory)
              .filter(entry -> !entry.getFileName().toString().startsWith("."))
              .filter(entry -> wanted.test(entry.getFileName().toString()))
              .sorted(Comparator.comparing(entry -> entry.getFileName().toString()))
              .toList();
    }
    List<Picture> pictures = new ArrayList<>();
    for (int i = 0; i < folders.size(); i++) {
      for (String file : PictureFiles.below(folders.get(i))) {
        pictures.add(new Picture(folders.get(i).getFileName() + "/" + file, i));
      }
    }
    if (pictures.isEmpty()) {
      throw new IOException(folder + ": expected one folder of pictures per class, found none");
    }
    List<String> names = folders.stream().map(entry -> entry.getFileName().toString()).toList();
    return new ImageFolder(folder, names, pictures);
  }

  /**
   * Tells which class of a classifier each folder is: the position of the folder, or, if there are
   * fewer folders than ImageNet's 1000 classes and all are named after one, that class.
   *
   * @param count number of classes of the classifier
   * @return class index by position of the folder
   * @throws IOException if the numbers differ otherwise
   */
  public int[] labels(int count) throws IOException {
    int[] labels = new int[classes.size()];
    List<String> synsets = ImageNetClasses.synsets();
    boolean part = isOfImageNet(count);
    if (!part && classes.size() != count) {
      throw new IOException(
          folder
              + " has "
              + classes.size()
              + " class folders, the classifier has "
              + count
              + " classes");
    }
    for (int i = 0; i < labels.length; i++) {
      labels[i] = part ? synsets.indexOf(classes.get(i)) : i;
    }
    return labels;
  }

  /**
   * Tells whether the folders are named after classes of ImageNet, and the classifier has all of
   * these.
   *
   * @param count number of classes of the classifier
   * @return whether
   */
  public boolean isOfImageNet(int count) {
    List<String> synsets = ImageNetClasses.synsets();
    return count == synsets.size() && new HashSet<>(synsets).containsAll(classes);
  }

  /**
   * Tells which class of a classifier each folder is, by name.
   *
   * @param names the classifier's classes by index; there need not be pictures of each
   * @return class index by position of the folder
   * @throws IOException if a folder is named after none of them
   */
  public List<Integer> labels(List<String> names) throws IOException {
    List<Integer> labels = classes.stream().map(names::indexOf).toList();
    int unknown = labels.indexOf(-1);
    if (unknown >= 0) {
      throw new IOException(
          folder.resolve(classes.get(unknown)) + ": the classifier has no class of this name");
    }
    return labels;
  }

  /**
   * Says which of a classifier's classes have no folder here.
   *
   * @param names the classifier's classes by index
   * @return a line for people; empty if all have one
   */
  public Optional<String> lacking(List<String> names) {
    List<String> without = names.stream().filter(name -> !classes.contains(name)).toList();
    if (without.isEmpty()) {
      return Optional.empty();
    }
    String first = String.join(", ", without.subList(0, Math.min(without.size(), NAMED)));
    return Optional.of(
        "%s: it has no folder for %d of the classifier's %d classes (%s%s)"
            .formatted(
                folder,
                without.size(),
                names.size(),
                first,
                without.size() > NAMED ? ", ..." : ""));
  }
}
