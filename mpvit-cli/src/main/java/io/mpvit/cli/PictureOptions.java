/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import com.google.gson.JsonArray;
import io.mpvit.image.Orientation;
import io.mpvit.image.PictureFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which pictures, how many at once, and where JSON goes. */
final class PictureOptions {

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "IMAGE",
      description = {
        "JPEG, PNG, BMP, GIF, WebP or TIFF files, or folders of them. One that cannot be read is"
            + " reported and left out; the others go on, and the exit status is 1 in the end."
      })
  private List<Path> inputs;

  @Option(
      names = {"-r", "--recursive"},
      description = "Of folders take what is in folders below them, too.")
  private boolean recursive;

  /** The pictures, once they are listed. */
  private List<Path> files;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "1",
      description = "Pictures that go through the network together (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      converter = JsonConverter.class,
      description = "Write the results as JSON; - for standard output, in place of the table.")
  private JsonOutput json;

  /** The pictures; folders stand for theirs, sorted as text. */
  List<Path> files() throws IOException {
    if (files == null) {
      List<Path> found = new ArrayList<>();
      for (Path input : inputs) {
        if (Files.isDirectory(input)) {
          found.addAll(below(input));
        } else {
          found.add(input);
        }
      }
      files = List.copyOf(found);
    }
    return files;
  }

  /** A folder without pictures stands for itself, and is reported like a picture that is none. */
  private List<Path> below(Path folder) throws IOException {
    List<String> names = recursive ? PictureFiles.below(folder) : PictureFiles.in(folder);
    return names.isEmpty() ? List.of(folder) : names.stream().map(folder::resolve).toList();
  }

  /** Reads the pictures. */
  PictureBatches read(Orientation orientation) throws IOException {
    return new PictureBatches(spec.commandLine(), files(), batch, orientation);
  }

  /** Tells now and then how far it is; what is found may go to files only. */
  WorkLine progress() {
    return new WorkLine(spec, new TerminalLine(null, 0), System::nanoTime);
  }

  /** Checks all that can be checked before the work. */
  void check() throws IOException {
    if (batch < 1) {
      throw new ParameterException(spec.commandLine(), "--batch is at least 1, found " + batch);
    }
    if (json != null) {
      json.check();
    }
  }

  /** Whether JSON is asked for. */
  boolean wantsJson() {
    return json != null;
  }

  /** Whether text for people may go to standard output. */
  boolean printsText() {
    return json == null || !json.isStandardOutput();
  }

  /** Writes the results, if they are asked for. */
  void writeJson(JsonArray results) throws IOException {
    if (json != null) {
      json.writeLines(results, spec.commandLine().getOut());
    }
  }
}
