/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.mpvit.segmentation.SegmentationClasses;
import io.mpvit.segmentation.SemanticSegmenter;
import io.mpvit.segmentation.data.LabelledFolders;
import io.mpvit.segmentation.data.NamedValues;
import io.mpvit.segmentation.data.ZeroLabel;
import io.mpvit.segmentation.eval.SegmentationRun;
import io.mpvit.segmentation.eval.SegmentationScores;
import io.mpvit.segmentation.training.ClassNames;
import io.mpvit.segmentation.training.TrainingFolder;
import io.mpvit.weights.ClassLabels;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.Task;
import io.mpvit.zoo.network.LoadedNetwork;
import io.mpvit.zoo.network.NetworkLoader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mpvit evaluate segmentation}: runs a segmenter over a data set and scores it. */
@Command(
    name = "segmentation",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Runs a segmenter over pictures with label maps, as ADE20K is kept, and scores it: mIoU,"
            + " mAcc, aAcc, and each class.",
    footer = {
      "%nA picture and its label map have the same path in their folders up to the ending. Label"
          + " maps are PNG files of one channel; a palette's colours do not matter, its indices"
          + " do.",
      "Classes are matched by name where the label maps' classes have names (--classes) and the"
          + " weights' have, whatever their order; what one side lacks is said.",
      "What 0 means in the label maps is what --classes says, else what it meant in those that"
          + " 'mpvit train' made the weights from. For other weights it means, as in ADE20K, that"
          + " nothing is labelled and classes begin at 1. --reduce-zero-label says that they do,"
          + " --no-reduce-zero-label that they begin at 0. 255 is ignored in any case.",
      "Counts per picture go to --results FILE as they come (default: MODEL.segmentation.jsonl in"
          + " this folder), one JSON object per batch. A run that was ended in any way is continued"
          + " by the same command; with other weights, data or settings the file is refused.",
      "What has no partner, cannot be read, has labels of another size than the picture, or a value"
          + " that is no class, is reported, counted, and left out; the exit status is 1 in the"
          + " end.",
      "--batch is 1 by default; results do not depend on it. --limit takes the first names, sorted"
          + " as text. The published scores are for the default --mode, --scales and no --flip.",
      "JSON: {\"mIoU\", \"mAcc\", \"aAcc\", \"IoU\": [...], \"provenance\": {...}} as fractions;"
          + " null for what does not occur."
    })
final class EvaluateSegmentationCommand implements Callable<Integer> {

  private static final String DEFAULT_MODEL = "upernet_mpvit_small";

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
      paramLabel = "DIR",
      description = "The folder of the label maps.")
  private Path annotations;

  @Option(
      names = "--reduce-zero-label",
      negatable = true,
      description =
          "Whether classes begin at 1 in the label maps or at 0 (default: as the weights say, else"
              + " at 1); see below.")
  private Boolean reduceZeroLabel;

  @Option(
      names = "--classes",
      paramLabel = "FILE",
      description =
          "Names of the values in the label maps, one per line as for 'mpvit train' (default:"
              + " classes.txt in or beside --annotations).")
  private Path names;

  @Mixin private RunOptions run;
  @Mixin private InferenceOptions inference;
  @Mixin private EngineOptions engine;

  @Override
  public Integer call() throws IOException, MalformedModelException {
    run.check();
    inference.check();
    ModelCard card = models.card(DEFAULT_MODEL, Set.of(Task.SEMANTIC_SEGMENTATION));
    // Wrong folders show before weights are fetched, which say what 0 means.
    LabelledFolders found = LabelledFolders.read(images, annotations, ZeroLabel.NOTHING);
    Optional<Path> file = namesFile();
    Optional<ClassNames> named =
        file.isPresent() ? Optional.of(ClassNames.read(file.get())) : Optional.empty();
    Path weights = models.locate(card);
    LabelledFolders data = found.withZero(zero(weights, named));
    Device device = engine.start();
    int batch = run.batch(1);
    RunProvenance provenance =
        RunProvenance.of(
            "evaluate segmentation", card, weights, data(data, named), run, batch, engine, device);
    provenance.settings().add("inference", inference.json());
    Path results = run.results(card.name() + ".segmentation.jsonl");
    SegmentationRun.Outcome outcome;
    SegmentationClasses classes;
    try (LoadedNetwork<SemanticSegmenter> model =
        models.load(card, device, SemanticSegmenter.class)) {
      engine.prepare(model.block());
      classes = inference.classes(model);
      WorkLine progress = new WorkLine(spec);
      if (named.isPresent()) {
        NamedValues matched =
            NamedValues.of(
                data,
                file.get().toString(),
                named.get().names(),
                inference.known(model),
                classes.size());
        matched.notes().forEach(progress::warning);
        data = matched.folders();
      }
      SemanticSegmenter segmenter = inference.apply(model.pipeline());
      outcome =
          new SegmentationRun(data, classes.size(), batch, run.limit())
              .run(
                  pictures -> segmenter.segment(pictures, model.manager()),
                  results,
                  provenance.header(),
                  progress);
    }
    report(outcome, classes, provenance, results);
    return outcome.leftOut().isEmpty() ? 0 : 1;
  }

  /** The list of names that goes with the label maps, if there is one. */
  private Optional<Path> namesFile() {
    if (names != null) {
      return Optional.of(names);
    }
    Path folder = annotations.toAbsolutePath().normalize();
    return Stream.of(folder, folder.getParent())
        .filter(Objects::nonNull)
        .map(place -> place.resolve(TrainingFolder.CLASSES))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private ZeroLabel zero(Path weights, Optional<ClassNames> named)
      throws IOException, MalformedModelException {
    if (reduceZeroLabel != null) {
      return reduceZeroLabel ? ZeroLabel.NOTHING : ZeroLabel.A_CLASS;
    }
    if (named.isPresent()) {
      return named.get().zero();
    }
    return ZeroLabel.of(NetworkLoader.labels(weights).map(ClassLabels::ids).orElse(List.of()));
  }

  private static JsonObject data(LabelledFolders data, Optional<ClassNames> named) {
    JsonObject json = new JsonObject();
    json.addProperty("names", data.items().size());
    json.addProperty("reduce_zero_label", data.zero() == ZeroLabel.NOTHING);
    named.ifPresent(
        some -> {
          JsonArray classes = new JsonArray();
          some.names().forEach(classes::add);
          json.add("classes", classes);
        });
    return json;
  }

  private void report(
      SegmentationRun.Outcome outcome,
      SegmentationClasses classes,
      RunProvenance provenance,
      Path results)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (run.printsTables()) {
      table(outcome.scores(), classes).print(out);
      out.println();
      out.println(outcome.scores().summary());
      out.printf(
          "%d pictures, %d left out, results in %s%n",
          outcome.pictures(), outcome.leftOut().size(), results);
      out.flush();
    }
    if (run.json() != null) {
      JsonObject made = provenance.json(images, outcome.pictures(), outcome.leftOut());
      made.getAsJsonObject("data").addProperty("annotations", annotations.toString());
      JsonObject json = outcome.scores().json();
      json.add("provenance", made);
      run.json().write(json, out);
    }
  }

  /** One row per class, in percent. */
  private static TextTable table(SegmentationScores scores, SegmentationClasses classes) {
    TextTable table = new TextTable("rlrrr", "class", "name", "IoU", "Acc", "Dice");
    for (int c = 0; c < classes.size(); c++) {
      table.row(
          Integer.toString(c),
          classes.name(c),
          SegmentationScores.text(scores.iou().get(c)),
          SegmentationScores.text(scores.accuracy().get(c)),
          SegmentationScores.text(scores.dice().get(c)));
    }
    return table;
  }
}
