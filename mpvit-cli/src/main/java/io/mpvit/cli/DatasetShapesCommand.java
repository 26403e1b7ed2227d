/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import io.mpvit.detection.shapes.SceneGenerator;
import io.mpvit.detection.shapes.ShapesDataset;
import io.mpvit.image.ImageSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mpvit dataset shapes}: the synthetic data set. */
@Command(
    name = "shapes",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Writes a synthetic data set in COCO's layout: DIR/images and DIR/instances.json. Eight"
            + " kinds of filled shapes, turned, scaled and hiding each other, on textured"
            + " backgrounds, with exact boxes and masks. For semantic segmentation DIR/labels has"
            + " the class of every pixel as 8-bit PNG and DIR/classes.txt their names.",
    footer = {
      "%nThe same seed and size give the same pixels and annotations on every machine; picture"
          + " number i does not depend on how many there are. Every shape in a picture is"
          + " annotated: none shows less than 40 %% of itself or fewer than 32 pixels.",
      "A run that was ended is continued by the same command; a folder with another data set is"
          + " refused."
    })
final class DatasetShapesCommand implements Callable<Integer> {

  private static final int MAX_SIDE = 2048;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "DIR",
      description = "Where to; made if need be.")
  private Path folder;

  @Option(
      names = "--images",
      required = true,
      paramLabel = "N",
      description = "Number of pictures.")
  private int images;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "0",
      description =
          "Which data set (default: ${DEFAULT-VALUE}). Take different seeds for training and"
              + " evaluation.")
  private long seed;

  @Option(
      names = "--size",
      paramLabel = "PIXELS",
      defaultValue = "192",
      description = "Height and width of the pictures (default: ${DEFAULT-VALUE}).")
  private int size;

  @Option(
      names = "--format",
      paramLabel = "png|jpg",
      defaultValue = "png",
      description = "Format of the pictures (default: ${DEFAULT-VALUE}, with exact pixels).")
  private ShapesDataset.Format format;

  @Override
  public Integer call() throws IOException {
    if (images < 1) {
      throw new ParameterException(spec.commandLine(), "--images is at least 1, found " + images);
    }
    if (size < SceneGenerator.MIN_SIDE || size > MAX_SIDE) {
      throw new ParameterException(
          spec.commandLine(),
          "--size lies between "
              + SceneGenerator.MIN_SIDE
              + " and "
              + MAX_SIDE
              + ", found "
              + size);
    }
    OutputFiles.makeFolder(folder);
    SceneGenerator generator = new SceneGenerator(new ImageSize(size, size), seed);
    new ShapesDataset(generator, format).write(folder, images, new WorkLine(spec));
    spec.commandLine()
        .getOut()
        .println(images + " pictures of shapes in " + folder + ", seed " + seed);
    return 0;
  }
}
