/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import ai.djl.MalformedModelException;
import com.google.gson.JsonArray;
import io.mpvit.cli.PictureBatches.Picture;
import io.mpvit.detection.Categories;
import io.mpvit.detection.Detections;
import io.mpvit.detection.InstanceSegmenter;
import io.mpvit.detection.ObjectDetector;
import io.mpvit.image.ImageWriter;
import io.mpvit.image.Orientation;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.Task;
import io.mpvit.zoo.network.ModelClasses;
import io.mpvit.zoo.preset.Preset;
import io.mpvit.zoo.preset.Presets;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mpvit detect}: the objects in pictures, with masks where the model makes them. */
@Command(
    name = "detect",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Finds objects in pictures: prints them, draws them (-o), writes them as JSON; boxes, and"
          + " masks if the model makes them."
    },
    footer = {
      "%n" + ModelOptions.SMALL_MODEL + " " + DetectCommand.PHOTOGRAPHS,
      "Pictures are named DIR/STEM.png after their input; where that name is taken by another"
          + " input, DIR/STEM_2.png and so on.",
      "JSON: [{\"file_name\", \"image_id\", \"category_id\", \"category\", \"bbox\": [x, y, w, h],"
          + " \"score\", \"segmentation\": {\"size\": [h, w], \"counts\"}}] in order of file, then"
          + " descending score; file_name is as given, image_id its position in the call from 0,"
          + " category_id the number in COCO, bbox in pixels of the (upright) picture, segmentation"
          + " (if the model makes masks) COCO's compressed RLE.",
      "Photographs are turned upright by their EXIF data. Results depend a little on the largest"
          + " picture of a batch; the published scores are for --batch 1."
    })
final class DetectCommand implements Callable<Integer> {

  /** Said in the help, and whenever the small model was taken. */
  static final String PHOTOGRAPHS =
      "For photographs name a model: -m mask_rcnn_r50_fpn_3x (178 MB, fetched once);"
          + " 'mpvit models --task instance' lists more.";

  private static final String DEFAULT_MODEL = "mask_rcnn_mpvit_pico_shapes";

  @Spec private CommandSpec spec;
  @Mixin private PictureOptions pictures;
  @Mixin private ModelOptions models;

  @Option(
      names = "--score",
      paramLabel = "S",
      defaultValue = "0.5",
      description =
          "Leave out what has a lower score (default: ${DEFAULT-VALUE}); 0 keeps all that the"
              + " model's own thresholds let through.")
  private double score;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Write a picture with boxes and masks per input into this folder.")
  private Path folder;

  @Mixin private EngineOptions engine;

  @Override
  public Integer call() throws IOException, MalformedModelException {
    checkArguments();
    ModelCard card =
        models.card(
            DEFAULT_MODEL,
            "It knows drawn shapes only. " + PHOTOGRAPHS,
            EnumSet.of(Task.DETECTION, Task.INSTANCE_SEGMENTATION));
    Preset<?> preset = Presets.of(card);
    boolean masked = card.task() == Task.INSTANCE_SEGMENTATION;
    PictureNames names = new PictureNames(pictures.files());
    return new PictureRun(pictures, models, engine)
        .run(
            card,
            preset.pipelineType(),
            Orientation.HONOUR_EXIF,
            (batch, model, results) -> {
              Categories categories = ModelClasses.detected(model);
              List<Detections> found =
                  detector(model.pipeline())
                      .detect(batch.stream().map(Picture::image).toList(), model.manager());
              for (int i = 0; i < batch.size(); i++) {
                Detections kept = found.get(i).atLeast(score);
                deliver(batch.get(i), FoundObjects.of(kept, masked, categories), names, results);
              }
            });
  }

  /** Masks get their pixels once the scores are filtered. */
  private static ObjectDetector detector(Object pipeline) {
    return pipeline instanceof InstanceSegmenter segmenter
        ? segmenter.detector()
        : (ObjectDetector) pipeline;
  }

  private void checkArguments() throws IOException {
    pictures.check();
    if (!(score >= 0 && score <= 1)) {
      throw new ParameterException(
          spec.commandLine(), "--score lies between 0 and 1, found " + score);
    }
    if (folder != null) {
      OutputFiles.makeFolder(folder);
    }
  }

  private void deliver(Picture picture, FoundObjects found, PictureNames names, JsonArray results)
      throws IOException {
    found.json(picture).forEach(results::add);
    Path drawing = null;
    if (folder != null) {
      drawing = names.choose(folder, picture.file());
      ImageWriter.write(found.draw(picture.image()), drawing);
    }
    if (pictures.printsText()) {
      print(picture, drawing, found);
    }
  }

  private void print(Picture picture, Path drawing, FoundObjects found) {
    PrintWriter out = spec.commandLine().getOut();
    int count = found.count();
    out.println(
        picture.file()
            + ": "
            + (count == 1 ? "1 object" : count + " objects")
            + (drawing == null ? "" : ", drawn in " + drawing));
    if (count > 0) {
      found.table().print(out);
    }
  }
}
