/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.convert;

import io.mpvit.detection.source.SourceFolder;
import io.mpvit.detection.source.SourcePicture;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What becomes of the pictures of a data set that is converted. */
public enum PicturePlacement {
  /** {@code images} has links to them, or copies where links cannot be made. */
  LINK,
  /** {@code images} has copies of them. */
  COPY,
  /** They stay where they are, and the annotations say where that is. */
  LEAVE;

  /**
   * Puts a picture in its place.
   *
   * @param picture the picture
   * @param folder the folder of the annotations
   * @return its name in the annotations
   */
  String place(SourcePicture picture, Path folder) throws IOException {
    if (this == LEAVE) {
      return new SourceFolder(folder).name(picture.file());
    }
    String name = inside(picture.name());
    Path target = folder.resolve("images").resolve(name);
    Files.createDirectories(target.getParent());
    Path original = picture.file().toRealPath();
    if (Files.exists(target) && Files.isSameFile(target, original)) {
      return name; // of a run that was ended
    }
    try {
      if (this == LINK) {
        link(target, original);
      } else {
        Files.copy(original, target);
      }
    } catch (FileAlreadyExistsException e) {
      if (this == LINK || Files.mismatch(original, target) >= 0) {
        throw new IOException(
            target + ": there is another picture already; choose an empty folder", e);
      }
    }
    return name;
  }

  private static void link(Path target, Path original) throws IOException {
    try {
      Files.createSymbolicLink(target, original);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException e) {
      Files.copy(original, target); // Windows lets only some users make links
    }
  }

  /** A picture may lie beside the data set's folder; its new place lies in {@code images}. */
  private static String inside(String name) {
    String relative = name.replaceFirst("^([A-Za-z]:)?/*(\\.\\./)*", "");
    return relative.replaceFirst("^(images|JPEGImages)/", "");
  }
}
