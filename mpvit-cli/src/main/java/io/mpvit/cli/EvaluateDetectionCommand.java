/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import com.google.gson.JsonObject;
import io.mpvit.detection.InstanceSegmenter;
import io.mpvit.detection.ObjectDetector;
import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.coco.CocoResults;
import io.mpvit.detection.coco.PictureFinder;
import io.mpvit.detection.coco.eval.CocoSummary;
import io.mpvit.detection.coco.eval.IouType;
import io.mpvit.detection.coco.eval.ScoredTruth;
import io.mpvit.detection.convert.DetectionFolder;
import io.mpvit.detection.evaluation.CategoryMapping;
import io.mpvit.detection.evaluation.DetectionRun;
import io.mpvit.detection.evaluation.DetectionScores;
import io.mpvit.detection.report.Confusion;
import io.mpvit.detection.report.DetectionReport;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.Task;
import io.mpvit.zoo.fetch.Sha256;
import io.mpvit.zoo.network.LoadedNetwork;
import io.mpvit.zoo.preset.Presets;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mpvit evaluate detection}: runs a detector over a data set and scores it. */
@Command(
    name = "detection",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Runs a detector over the pictures of a data set in COCO's layout and scores what it finds:"
            + " boxes, and masks if both the model and the data set have them.",
    footer = {
      "%nResults per picture go to a journal as they come, FILE.journal beside --results FILE. A"
          + " run that was ended in any way is continued by the same command; with other weights,"
          + " data or settings the journal is refused. --results FILE itself, in COCO's results"
          + " layout, appears when all is done (default: MODEL.detections.json in this folder).",
      "Pictures that are missing, cannot be read, or have another size than --annotations says are"
          + " reported with file and id, counted, and left out: they are not scored, and the exit"
          + " status is 1 in the end. Annotations that cannot be used are reported and left out;"
          + " bad parts of masks are dropped; a missing area is that of the mask, or else of the"
          + " box.",
      "Classes are matched by name where both the weights and --annotations have names, whatever"
          + " their ids; what one side lacks is said. Weights that name no classes are COCO's if"
          + " they have 80 of them; others need as many classes as there are categories, and go, as"
          + " is then said, by the order of the ids.",
      "--batch is 1 by default, as for the published scores: results depend a little on the largest"
          + " picture of a batch. --limit takes the first pictures of --annotations.",
      "JSON: as of 'evaluate coco', with model, weights, data and settings under \"provenance\"."
    })
final class EvaluateDetectionCommand implements Callable<Integer> {

  private static final double CONFUSION_SCORE = 0.5;
  private static final double CONFUSION_OVERLAP = 0.5;
  private static final String DEFAULT_MODEL = "retinanet_mpvit_small_ms_3x";

  @Spec private CommandSpec spec;
  @Mixin private ModelOptions models;

  @Option(
      names = "--images",
      required = true,
      paramLabel = "DIR",
      description = "The folder of the pictures.")
  private Path images;

  @Option(
      names = "--annotations",
      required = true,
      paramLabel = "FILE|DIR",
      description =
          "The true objects: a file of COCO's instances layout, or a data set as VOC or YOLO has"
              + " it, of which the part for validation is taken if there is one.")
  private Path annotations;

  @Mixin private RunOptions run;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description =
          "Write a web page into this folder: tables, precision-recall curves, confusions.")
  private Path reportFolder;

  @Mixin private EngineOptions engine;

  @Override
  public Integer call() throws IOException, MalformedModelException {
    run.check();
    if (reportFolder != null) {
      OutputFiles.makeFolder(reportFolder);
    }
    ModelCard card = models.card(DEFAULT_MODEL, Set.of(Task.DETECTION, Task.INSTANCE_SEGMENTATION));
    requireFolder(images);
    boolean masks = card.task() == Task.INSTANCE_SEGMENTATION;
    WorkLine progress = new WorkLine(spec);
    DetectionFolder folder = read(progress);
    CocoDataset dataset = PictureFinder.sized(folder.dataset(), images);
    List<IouType> types = check(dataset, masks, progress);
    Path weights = models.locate(card);
    Device device = engine.start();
    int batch = run.batch(1);
    RunProvenance provenance =
        RunProvenance.of(
            "evaluate detection", card, weights, data(folder), run, batch, engine, device);
    Path results = run.results(card.name() + ".detections.json");
    DetectionRun.Outcome outcome;
    try (LoadedNetwork<?> model = models.load(card, device, Presets.of(card).pipelineType())) {
      engine.prepare(model.block());
      CategoryMapping mapping =
          CategoryMapping.of(Presets.of(card).classes(model.block()), model.labels(), dataset);
      mapping.notes().forEach(progress::warning);
      ObjectDetector detector =
          model.pipeline() instanceof InstanceSegmenter segmenter
              ? segmenter.detector()
              : (ObjectDetector) model.pipeline();
      outcome =
          new DetectionRun(dataset, images, mapping.categories(), batch, run.limit())
              .run(
                  pictures -> detector.detect(pictures, model.manager()),
                  results,
                  provenance.header(),
                  progress);
    }
    List<CocoSummary> summaries =
        DetectionScores.of(dataset, results, outcome.evaluated(), types, note -> {});
    JsonObject json = json(summaries, outcome, provenance, results);
    deliver(summaries, outcome, json, results);
    if (reportFolder != null) {
      CocoResults found = CocoResults.read(results);
      Confusion confusion =
          Confusion.of(dataset, found, outcome.evaluated(), CONFUSION_SCORE, CONFUSION_OVERLAP);
      JsonObject made = json.getAsJsonObject("provenance");
      new DetectionReport(card.name(), summaries, confusion, made)
          .write(reportFolder)
          .ifPresent(progress::warning);
    }
    return outcome.leftOut().isEmpty() ? 0 : 1;
  }

  /** Says what of the annotations cannot be used before the detector has worked for hours. */
  private List<IouType> check(CocoDataset dataset, boolean masks, WorkLine progress)
      throws IOException {
    dataset.faults(masks).forEach(progress::warning);
    List<IouType> types = DetectionScores.types(dataset, masks);
    Set<String> notes = new LinkedHashSet<>();
    for (IouType type : types) {
      notes.addAll(ScoredTruth.of(dataset, type).notes());
    }
    notes.forEach(progress::warning);
    if (masks && types.size() == 1) {
      progress.warning(annotations + " has no masks: only boxes are scored");
    }
    return types;
  }

  /** Without it every picture would be reported as missing. */
  private static void requireFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException("--images " + folder + ": there is no such folder");
    }
  }

  private DetectionFolder read(WorkLine progress) throws IOException {
    return Files.isDirectory(annotations)
        ? DetectionFolder.evaluation(annotations, progress::warning)
        : new DetectionFolder(CocoDataset.read(annotations), images, Optional.empty());
  }

  private String digest(DetectionFolder folder) throws IOException {
    Path ours = annotations.resolve(DetectionFolder.ANNOTATIONS);
    Path file = Files.isDirectory(annotations) ? ours : annotations;
    return folder.digest().isPresent() ? folder.digest().get() : Sha256.of(file);
  }

  private JsonObject data(DetectionFolder folder) throws IOException {
    CocoDataset dataset = folder.dataset();
    JsonObject data = new JsonObject();
    data.addProperty("annotations_sha256", digest(folder));
    data.addProperty("images", dataset.images().size());
    data.addProperty("annotations", dataset.annotationCount());
    return data;
  }

  private void deliver(
      List<CocoSummary> summaries, DetectionRun.Outcome outcome, JsonObject json, Path results)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (run.printsTables()) {
      summaries.forEach(summary -> EvaluateCocoCommand.print(out, summary));
      out.printf(
          "%d pictures, %d left out, %d detections in %s%n",
          outcome.evaluated().size(), outcome.leftOut().size(), outcome.detections(), results);
      out.flush();
    }
    if (run.json() != null) {
      run.json().write(json, out);
    }
  }

  private JsonObject json(
      List<CocoSummary> summaries,
      DetectionRun.Outcome outcome,
      RunProvenance provenance,
      Path results)
      throws IOException {
    JsonObject made = provenance.json(images, outcome.evaluated().size(), outcome.leftOut());
    made.getAsJsonObject("data").addProperty("annotations_file", annotations.toString());
    JsonObject settings = made.getAsJsonObject("settings");
    settings.add("scoring", CocoReport.settings(summaries.get(0).parameters()));
    JsonObject file = new JsonObject();
    file.addProperty("file", results.toString());
    file.addProperty("sha256", Sha256.of(results));
    file.addProperty("detections", outcome.detections());
    made.add("results", file);
    JsonObject json = DetectionScores.json(summaries);
    json.add("provenance", made);
    return json;
  }
}
