/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import io.mpvit.detection.source.AnnotationSource;
import io.mpvit.detection.source.Oddities;
import io.mpvit.detection.survey.Census;
import io.mpvit.detection.survey.ContactSheet;
import io.mpvit.image.ImageWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mpvit dataset show}: what a data set holds, as numbers and as a picture. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Counts what a data set shows, says what is odd about it, and draws some of its pictures"
            + " with their objects. Nothing in it is changed.",
    footer = "%nSee 'mpvit dataset convert --help' for the layouts.")
final class DatasetShowCommand implements Callable<Integer> {

  private static final int MOST = 400;
  private static final int MAX_SIDE = 2048;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "DIR", description = "The data set.")
  private Path folder;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Write the pictures side by side into this PNG.")
  private Path sheetFile;

  @Mixin private DatasetOptions options;

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description = "Only this part: train, val or test.")
  private String split;

  @Option(
      names = "--pictures",
      paramLabel = "N",
      defaultValue = "16",
      description = "How many pictures are drawn (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--size",
      paramLabel = "PIXELS",
      defaultValue = "320",
      description = "The longer side of each (default: ${DEFAULT-VALUE}).")
  private int side;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "0",
      description = "Which of the pictures are drawn (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public Integer call() throws IOException {
    if (count < 1 || count > MOST || side < 1 || side > MAX_SIDE) {
      throw new ParameterException(
          spec.commandLine(),
          "--pictures is 1 to %d and --size 1 to %d, found %d and %d"
              .formatted(MOST, MAX_SIDE, count, side));
    }
    if (sheetFile != null) {
      OutputFiles.check(sheetFile);
    }
    Oddities oddities = new Oddities();
    try {
      Map<String, AnnotationSource> parts = options.open(folder, oddities);
      if (split != null) {
        parts.keySet().removeIf(name -> !name.equals(split));
      }
      if (parts.isEmpty()) {
        throw new IOException(folder + ": it has no part " + split);
      }
      ContactSheet sheet = new ContactSheet(count, side, seed);
      long shown = 0;
      for (Map.Entry<String, AnnotationSource> part : parts.entrySet()) {
        shown += count(part.getKey(), part.getValue(), sheet, oddities);
      }
      if (shown == 0) {
        throw new IOException(folder + ": not one of its pictures can be used");
      }
      if (sheetFile != null) {
        draw(sheet, parts.values().iterator().next());
      }
    } finally {
      DatasetOptions.report(oddities, spec.commandLine().getErr());
    }
    return 0;
  }

  private long count(String name, AnnotationSource part, ContactSheet sheet, Oddities oddities)
      throws IOException {
    Census census = new Census(part.classes());
    WorkLine progress = new WorkLine(spec);
    progress.started(0, part.size());
    try {
      part.read(
          oddities,
          picture -> {
            census.add(picture);
            sheet.add(picture);
            progress.advanced(census.pictures());
          });
    } finally {
      progress.ended();
    }
    print(name, census);
    return census.pictures();
  }

  private void print(String name, Census census) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(name.isEmpty() ? folder.toString() : folder + ", part " + name);
    census.facts().forEach((fact, value) -> out.println("  " + fact + ": " + value));
    TextTable table = new TextTable("rlrr", "id", "class", "objects", "pictures");
    census
        .perClass()
        .forEach(
            row ->
                table.row(
                    Integer.toString(row.category().id()),
                    row.category().name(),
                    Long.toString(row.objects()),
                    Long.toString(row.pictures())));
    table.print(out);
    out.flush();
  }

  private void draw(ContactSheet sheet, AnnotationSource part) throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    ImageWriter.write(sheet.draw(part.classes(), err::println), sheetFile);
    spec.commandLine().getOut().println(sheetFile);
    spec.commandLine().getOut().flush();
  }
}
