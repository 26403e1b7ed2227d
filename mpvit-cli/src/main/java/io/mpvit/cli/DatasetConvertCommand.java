/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import io.mpvit.detection.convert.CocoConversion;
import io.mpvit.detection.convert.PicturePlacement;
import io.mpvit.detection.source.AnnotationSource;
import io.mpvit.detection.source.Oddities;
import java.io.IOException;
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

/** {@code mpvit dataset convert}: data sets of other layouts in COCO's. */
@Command(
    name = "convert",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Writes a data set in COCO's layout, as 'train' and 'evaluate detection' read it:"
            + " OUT/instances.json and OUT/images. A part for validation goes to OUT/val, one for"
            + " testing to OUT/test, each laid out alike.",
    footer = {
      "%nDIR is one of these, told apart by what is there:",
      "  voc: Annotations/*.xml and JPEGImages, parts after ImageSets/Main; or XML files beside"
          + " their pictures, parts in the folders train, val (valid) and test. Where"
          + " SegmentationObject has a bitmap, objects get their masks.",
      "  yolo: data.yaml, or images and labels with classes.txt, or text files beside their"
          + " pictures. Boxes, and polygons, of four corners, too. Key points are refused.",
      "  coco: instances.json, annotations/instances_train2017.json and the like; ids stay. What"
          + " cannot be used is then left out, and sizes are those of the pictures.",
      "  masks: images and labels (or masks), PNGs of class indices, with classes.txt. Every"
          + " connected region of a class becomes an object; 255 is ignored, and 0 if its name is"
          + " '-' or 'background'.",
      "Boxes and polygons refer to the upright picture. What is odd is left out, or cut at the"
          + " picture's border, counted, and reported: at most twenty lines, and the counts."
    })
final class DatasetConvertCommand implements Callable<Integer> {

  private static final String TRAIN = "train";

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "DIR", description = "The data set.")
  private Path folder;

  @Parameters(index = "1", paramLabel = "OUT", description = "Where to; made if need be.")
  private Path out;

  @Mixin private DatasetOptions options;

  @Option(
      names = "--to",
      paramLabel = "coco",
      defaultValue = "coco",
      description = "The layout of OUT: coco.")
  private String target;

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description = "Only this part, train, val or test, straight into OUT.")
  private String split;

  @Option(
      names = "--pictures",
      paramLabel = "link|copy|leave",
      defaultValue = "link",
      description =
          "Pictures in OUT/images are links, or copies; or they stay where they are, and the"
              + " annotations say where (default: ${DEFAULT-VALUE}).")
  private PicturePlacement placement;

  @Override
  public Integer call() throws IOException {
    if (!target.equals("coco")) {
      throw new ParameterException(spec.commandLine(), "--to is coco, found " + target);
    }
    Oddities oddities = new Oddities();
    try {
      Map<String, AnnotationSource> parts = options.open(folder, oddities);
      if (split != null && !parts.containsKey(split)) {
        throw new IOException(
            "%s: it has no part %s, only %s"
                .formatted(folder, split, String.join(", ", named(parts))));
      }
      OutputFiles.makeFolder(out);
      for (Map.Entry<String, AnnotationSource> part : parts.entrySet()) {
        if (split == null || split.equals(part.getKey())) {
          write(part.getKey(), part.getValue(), oddities);
        }
      }
    } finally {
      DatasetOptions.report(oddities, spec.commandLine().getErr());
    }
    return 0;
  }

  private static Iterable<String> named(Map<String, AnnotationSource> parts) {
    return parts.keySet().stream().map(name -> name.isEmpty() ? "one without a name" : name)
        ::iterator;
  }

  private void write(String part, AnnotationSource source, Oddities oddities) throws IOException {
    boolean main = split != null || part.isEmpty() || part.equals(TRAIN);
    Path place = main ? out : out.resolve(part);
    CocoConversion.Written written =
        CocoConversion.write(source, place, placement, oddities, new WorkLine(spec));
    spec.commandLine()
        .getOut()
        .printf(
            "%s: %d pictures, %d objects, %d classes%n",
            written.file(), written.pictures(), written.objects(), source.classes().size());
    spec.commandLine().getOut().flush();
  }
}
