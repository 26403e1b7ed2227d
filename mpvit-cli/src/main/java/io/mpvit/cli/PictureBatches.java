/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import io.mpvit.image.ImageReadException;
import io.mpvit.image.ImageReader;
import io.mpvit.image.Orientation;
import io.mpvit.image.RgbImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;

/**
 * Reads pictures, a batch at a time. A picture that cannot be read is reported and left out; the
 * others go on.
 */
final class PictureBatches implements Iterator<List<PictureBatches.Picture>> {

  /**
   * A picture of the command line.
   *
   * @param position its position among the files, from 0
   * @param file as it was given
   * @param image its pixels
   */
  record Picture(int position, Path file, RgbImage image) {}

  private final CommandLine command;
  private final List<Path> files;
  private final int batch;
  private final Orientation orientation;
  private List<Picture> ready = new ArrayList<>();
  private int next;
  private int failures;

  PictureBatches(CommandLine command, List<Path> files, int batch, Orientation orientation) {
    this.command = command;
    this.files = files;
    this.batch = batch;
    this.orientation = orientation;
  }

  @Override
  public boolean hasNext() {
    while (ready.size() < batch && next < files.size()) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("interrupted");
      }
      Path file = files.get(next);
      try {
        if (Files.isDirectory(file)) {
          throw new ImageReadException(
              file.toString(),
              "it is a directory without pictures; --recursive takes those of folders below it");
        }
        ready.add(new Picture(next, file, ImageReader.read(file, orientation)));
      } catch (ImageReadException e) {
        failures++;
        Failures.report(command, e);
      }
      next++;
    }
    return !ready.isEmpty();
  }

  @Override
  public List<Picture> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    List<Picture> result = ready;
    ready = new ArrayList<>();
    return result;
  }

  /** How many files there are. */
  int size() {
    return files.size();
  }

  /** How many pictures could not be read so far. */
  int failures() {
    return failures;
  }
}
