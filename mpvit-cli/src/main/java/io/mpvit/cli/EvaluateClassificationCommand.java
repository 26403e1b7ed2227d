/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import com.google.gson.JsonObject;
import io.mpvit.classification.ImageClassifier;
import io.mpvit.classification.evaluation.ClassificationRun;
import io.mpvit.classification.evaluation.ClassificationScores;
import io.mpvit.classification.evaluation.ImageFolder;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.Task;
import io.mpvit.zoo.network.LoadedNetwork;
import io.mpvit.zoo.preset.Presets;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mpvit evaluate classification}: runs a classifier over a data set and scores it. */
@Command(
    name = "classification",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Runs a classifier over pictures sorted into one folder per class, as ImageNet is kept, and"
            + " scores it: top-1 and top-5 accuracy in percent, and the loss.",
    footer = {
      "%nFor weights that name their classes, folders are classes of their name. Else class k is"
          + " the k-th folder, sorted as text; there must be as many as the model has classes. For"
          + " a model of ImageNet's 1000 classes there may be fewer if all are named"
          + " after their synset, such as n01440764.",
      "Results per picture go to --results FILE as they come (default: MODEL.classification.jsonl"
          + " in this folder), one JSON object per batch. A run that was ended in any way is"
          + " continued by the same command; with other weights, data or settings the file is"
          + " refused.",
      "Pictures that cannot be read are reported, counted, and left out; the exit status is 1 in"
          + " the end. Pixels are taken as stored, without regard to EXIF data.",
      "--batch is 32 by default. It enters the loss, which is the mean over batches of their means;"
          + " the accuracies do not depend on it. --limit takes pictures at equal distances from"
          + " the sorted list.",
      "JSON: {\"acc1\", \"acc5\", \"loss\", \"provenance\": {...}}."
    })
final class EvaluateClassificationCommand implements Callable<Integer> {

  private static final String DEFAULT_MODEL = "mpvit_small";
  private static final int BATCH = 32;

  @Spec private CommandSpec spec;
  @Mixin private ModelOptions models;

  @Option(
      names = "--images",
      required = true,
      paramLabel = "DIR",
      description = "A folder with one folder of pictures per class.")
  private Path images;

  @Mixin private RunOptions run;
  @Mixin private EngineOptions engine;

  @Override
  public Integer call() throws IOException, MalformedModelException {
    run.check();
    ModelCard card = models.card(DEFAULT_MODEL, Set.of(Task.CLASSIFICATION));
    ImageFolder pictures = ImageFolder.read(images);
    Path weights = models.locate(card);
    Device device = engine.start();
    int batch = run.batch(BATCH);
    RunProvenance provenance =
        RunProvenance.of(
            "evaluate classification", card, weights, data(pictures), run, batch, engine, device);
    Path results = run.results(card.name() + ".classification.jsonl");
    ClassificationScores scores;
    try (LoadedNetwork<ImageClassifier> model = models.load(card, device, ImageClassifier.class)) {
      engine.prepare(model.block());
      WorkLine progress = new WorkLine(spec);
      List<Integer> labels = labels(pictures, model, progress);
      scores =
          new ClassificationRun(pictures, labels, batch, run.limit())
              .run(
                  batched -> model.pipeline().classify(batched, model.manager()),
                  results,
                  provenance.header(),
                  progress);
    }
    report(scores, provenance, results);
    return scores.leftOut().isEmpty() ? 0 : 1;
  }

  /** By name if the weights' file or the folders name the classes, else by position. */
  private static List<Integer> labels(
      ImageFolder pictures, LoadedNetwork<ImageClassifier> model, WorkLine progress)
      throws IOException {
    if (model.labels().isPresent()) {
      List<String> names = model.labels().get().names();
      pictures.lacking(names).ifPresent(progress::warning);
      return pictures.labels(names);
    }
    int classes = Presets.of(model.card()).classes(model.block());
    List<Integer> labels = Arrays.stream(pictures.labels(classes)).boxed().toList();
    if (!pictures.isOfImageNet(classes)) {
      progress.warning(
          pictures.folder()
              + ": folders are matched with classes by position, sorted as text, because the"
              + " weights do not name their classes");
    }
    return labels;
  }

  private static JsonObject data(ImageFolder pictures) {
    JsonObject data = new JsonObject();
    data.addProperty("classes", pictures.classes().size());
    data.addProperty("images", pictures.pictures().size());
    return data;
  }

  private void report(ClassificationScores scores, RunProvenance provenance, Path results)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (run.printsTables()) {
      out.printf(
          Locale.ROOT,
          "top-1 %.3f %%, top-5 %.3f %%, loss %.5f%n%d pictures, %d left out, results in %s%n",
          scores.acc1(),
          scores.acc5(),
          scores.loss(),
          scores.images(),
          scores.leftOut().size(),
          results);
      out.flush();
    }
    if (run.json() == null) {
      return;
    }
    JsonObject json = new JsonObject();
    json.addProperty("acc1", scores.acc1());
    json.addProperty("acc5", scores.acc5());
    json.addProperty("loss", scores.loss());
    json.add("provenance", provenance.json(images, scores.images(), scores.leftOut()));
    run.json().write(json, out);
  }
}
