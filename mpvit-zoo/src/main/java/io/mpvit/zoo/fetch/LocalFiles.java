/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** What the classes here share in handling local files. */
final class LocalFiles {

  private LocalFiles() {}

  /** Makes a folder, with a message of our own if it cannot be made. */
  static void makeFolder(Path folder) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new FetchException(
          FetchException.Reason.LOCAL_DISK,
          "cannot make the folder "
              + folder
              + ": "
              + describe(e)
              + "; make it by hand, or set DJL_CACHE_DIR to a folder that can be written",
          e);
    }
  }

  /** Says what went wrong; the file system's own exceptions have only the file as their message. */
  static String describe(IOException e) {
    if (e instanceof FileAlreadyExistsException file) {
      return file.getFile() + " is a file";
    }
    if (e instanceof NoSuchFileException || e instanceof NotDirectoryException) {
      return "its folder does not exist";
    }
    if (e instanceof AccessDeniedException) {
      return "access is denied";
    }
    if (e instanceof FileSystemException file && file.getReason() != null) {
      return file.getReason();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
