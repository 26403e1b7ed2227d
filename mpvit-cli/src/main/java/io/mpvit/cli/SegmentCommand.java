/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import ai.djl.MalformedModelException;
import com.google.gson.JsonObject;
import io.mpvit.cli.PictureBatches.Picture;
import io.mpvit.image.ImageWriter;
import io.mpvit.image.Orientation;
import io.mpvit.segmentation.ClassShare;
import io.mpvit.segmentation.ClassShareJson;
import io.mpvit.segmentation.LabelMap;
import io.mpvit.segmentation.SegmentationClasses;
import io.mpvit.segmentation.SegmentationVisualizer;
import io.mpvit.segmentation.SemanticSegmenter;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.Task;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mpvit segment}: the class of every pixel of pictures. */
@Command(
    name = "segment",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Says what every pixel of a picture shows: prints the classes with their share of it,"
            + " colours the picture (-o), writes class indices (--labels).",
    footer = {
      "%n" + ModelOptions.SMALL_MODEL,
      "Pictures are named DIR/STEM.png after their input; where that name is taken by another"
          + " input, DIR/STEM_2.png and so on.",
      "JSON: [{\"file_name\", \"size\": [h, w], \"classes\": [{\"index\", \"name\", \"pixels\","
          + " \"share\"}]}], largest class first; file_name is as given, size that of the (upright)"
          + " picture.",
      "Photographs are turned upright by their EXIF data. The published scores are for the"
          + " defaults; several --scales with --flip are somewhat better and many times slower."
    })
final class SegmentCommand implements Callable<Integer> {

  private static final String DEFAULT_MODEL = "upernet_mpvit_pico_shapes";

  @Spec private CommandSpec spec;
  @Mixin private PictureOptions pictures;
  @Mixin private ModelOptions models;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Write a coloured picture with a legend per input into this folder.")
  private Path folder;

  @Option(
      names = "--labels",
      paramLabel = "DIR",
      description = "Write an 8-bit PNG of class indices per input into this folder.")
  private Path labels;

  @Mixin private InferenceOptions inference;
  @Mixin private EngineOptions engine;

  @Override
  public Integer call() throws IOException, MalformedModelException {
    checkArguments();
    ModelCard card =
        models.card(
            DEFAULT_MODEL,
            "It knows drawn shapes only; for photographs name a model with -m and its file with"
                + " -w.",
            Set.of(Task.SEMANTIC_SEGMENTATION));
    PictureNames drawingNames = new PictureNames(pictures.files());
    PictureNames labelNames = new PictureNames(pictures.files());
    return new PictureRun(pictures, models, engine)
        .run(
            card,
            SemanticSegmenter.class,
            Orientation.HONOUR_EXIF,
            (batch, model, results) -> {
              SegmentationClasses classes = inference.classes(model);
              List<LabelMap> maps =
                  inference
                      .apply(model.pipeline())
                      .segment(batch.stream().map(Picture::image).toList(), model.manager());
              for (int i = 0; i < maps.size(); i++) {
                Picture picture = batch.get(i);
                Path drawing = draw(picture, maps.get(i), classes, drawingNames);
                Path indices = write(picture, maps.get(i), labelNames);
                results.add(json(picture, maps.get(i), classes));
                if (pictures.printsText()) {
                  print(picture, maps.get(i), classes, drawing, indices);
                }
              }
            });
  }

  private void checkArguments() throws IOException {
    pictures.check();
    inference.check();
    if (folder != null && labels != null && same(folder, labels)) {
      throw new ParameterException(
          spec.commandLine(), "-o and --labels write files of the same names: name two folders");
    }
    if (folder != null) {
      OutputFiles.makeFolder(folder);
    }
    if (labels != null) {
      OutputFiles.makeFolder(labels);
    }
  }

  private static boolean same(Path one, Path other) {
    return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
  }

  private Path draw(Picture picture, LabelMap map, SegmentationClasses classes, PictureNames names)
      throws IOException {
    if (folder == null) {
      return null;
    }
    Path file = names.choose(folder, picture.file());
    ImageWriter.write(new SegmentationVisualizer(classes).draw(picture.image(), map), file);
    return file;
  }

  private Path write(Picture picture, LabelMap map, PictureNames names) throws IOException {
    if (labels == null) {
      return null;
    }
    Path file = names.choose(labels, picture.file());
    map.writePng(file);
    return file;
  }

  private static JsonObject json(Picture picture, LabelMap map, SegmentationClasses classes) {
    JsonObject json = new JsonObject();
    json.addProperty("file_name", picture.file().toString());
    ClassShareJson.add(json, map, classes.names());
    return json;
  }

  private void print(
      Picture picture, LabelMap map, SegmentationClasses classes, Path drawing, Path indices) {
    PrintWriter out = spec.commandLine().getOut();
    List<ClassShare> shares = map.shares();
    out.println(
        picture.file()
            + ": "
            + (shares.size() == 1 ? "1 class" : shares.size() + " classes")
            + (drawing == null ? "" : ", drawn in " + drawing)
            + (indices == null ? "" : ", indices in " + indices));
    TextTable table = new TextTable("rrrl", "   %", "pixels", "class", "name");
    for (ClassShare share : shares) {
      table.row(
          String.format(Locale.ROOT, "%.2f", 100 * share.share()),
          Long.toString(share.pixels()),
          Integer.toString(share.classIndex()),
          classes.name(share.classIndex()));
    }
    table.print(out);
  }
}
