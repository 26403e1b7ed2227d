/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import ai.djl.MalformedModelException;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.mpvit.classification.ClassScores;
import io.mpvit.classification.ClassScores.Ranked;
import io.mpvit.classification.ImageClassifier;
import io.mpvit.cli.PictureBatches.Picture;
import io.mpvit.image.Orientation;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.Task;
import io.mpvit.zoo.network.ModelClasses;
import java.io.IOException;
import java.io.PrintWriter;
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

/** {@code mpvit classify}: the classes of pictures. */
@Command(
    name = "classify",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Says what pictures show: the most probable classes of each.",
    footer = {
      "%nJSON: [{\"file_name\", \"top\": [{\"index\", \"name\", \"probability\"}], \"logits\":"
          + " [...]}]; file_name is as given, logits are there with --logits."
    })
final class ClassifyCommand implements Callable<Integer> {

  private static final String DEFAULT_MODEL = "mvitv2_t_in1k";

  @Spec private CommandSpec spec;
  @Mixin private PictureOptions pictures;
  @Mixin private ModelOptions models;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "5",
      description = "Number of classes to name (default: ${DEFAULT-VALUE}).")
  private int top;

  @Option(names = "--logits", description = "Put the network's raw outputs into the JSON.")
  private boolean logits;

  @Option(
      names = "--ignore-exif",
      description =
          "Take the pixels as stored, as the published scores were measured, instead of turning"
              + " photographs upright.")
  private boolean ignoreExif;

  @Mixin private EngineOptions engine;

  @Override
  public Integer call() throws IOException, MalformedModelException {
    checkArguments();
    ModelCard card = models.card(DEFAULT_MODEL, Set.of(Task.CLASSIFICATION));
    return new PictureRun(pictures, models, engine)
        .run(
            card,
            ImageClassifier.class,
            ignoreExif ? Orientation.AS_STORED : Orientation.HONOUR_EXIF,
            (batch, model, results) -> {
              List<String> names = ModelClasses.classified(model);
              List<ClassScores> scores =
                  model
                      .pipeline()
                      .classify(batch.stream().map(Picture::image).toList(), model.manager());
              for (int i = 0; i < batch.size(); i++) {
                add(batch.get(i), scores.get(i), names, results);
              }
            });
  }

  private void checkArguments() throws IOException {
    pictures.check();
    if (top < 1) {
      throw new ParameterException(spec.commandLine(), "--top is at least 1, found " + top);
    }
    if (logits && !pictures.wantsJson()) {
      throw new ParameterException(spec.commandLine(), "--logits goes into JSON: add --json FILE");
    }
  }

  private void add(Picture picture, ClassScores scores, List<String> names, JsonArray results) {
    float[] values = scores.logits();
    List<Ranked> best = scores.top(top);
    if (pictures.printsText()) {
      print(picture, best, names);
    }
    JsonObject result = new JsonObject();
    result.addProperty("file_name", picture.file().toString());
    JsonArray ranking = new JsonArray();
    for (Ranked item : best) {
      JsonObject entry = new JsonObject();
      entry.addProperty("index", item.classIndex());
      entry.addProperty("name", names.get(item.classIndex()));
      entry.addProperty("probability", item.probability());
      ranking.add(entry);
    }
    result.add("top", ranking);
    if (logits) {
      JsonArray raw = new JsonArray(values.length);
      for (float value : values) {
        raw.add(value);
      }
      result.add("logits", raw);
    }
    results.add(result);
  }

  private void print(Picture picture, List<Ranked> best, List<String> names) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(picture.file());
    TextTable table = new TextTable("rrl", "   %", "class", "name");
    for (Ranked item : best) {
      table.row(
          String.format(Locale.ROOT, "%.2f", 100 * item.probability()),
          Integer.toString(item.classIndex()),
          names.get(item.classIndex()));
    }
    table.print(out);
  }
}
