/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mpvit.backbone.mpvit.MPViTClassifier;
import io.mpvit.image.ImageSize;
import io.mpvit.nn.TorchBlock;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.Task;
import io.mpvit.zoo.measure.ForwardBenchmark;
import io.mpvit.zoo.measure.ForwardResult;
import io.mpvit.zoo.network.NetworkLoader;
import io.mpvit.zoo.preset.Presets;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mpvit bench}: time, memory and efficiency on this machine. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures a network's forward on this machine. Without -w its weights are random, which"
          + " changes nothing about the time."
    },
    footer = {
      "%nEfficiency is 2 x multiply-adds / (seconds x rate), where rate is that of a 2048 x 2048"
          + " float32 matrix product, computed with the same threads beside each timed forward;"
          + " medians of both. Memory is the peak above the loaded model in the first two forwards"
          + " (Linux). Operations of two-stage detectors are those of 1,000 proposals and 100"
          + " objects, the most there can be."
    })
final class BenchCommand implements Callable<Integer> {

  private static final String DEFAULT_MODEL = "mpvit_small";

  @Spec private CommandSpec spec;
  @Mixin private ModelOptions models;

  @Option(
      names = "--size",
      paramLabel = "HxW",
      converter = SizeConverter.class,
      description =
          "Input height and width (default: 224x224 for classifiers, 512x512 for segmenters,"
              + " 800x1216 for detectors).")
  private ImageSize size;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "1",
      description = "Pictures per forward (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "10",
      description = "Timed forwards after the first two (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Option(
      names = "--features",
      description = "Measure a classifier's backbone alone: stages 2 to 5, no head.")
  private boolean features;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      converter = JsonConverter.class,
      description = "Write the results as JSON; - for standard output, in place of the text.")
  private JsonOutput json;

  @Mixin private EngineOptions engine;

  @Override
  public Integer call() throws IOException, MalformedModelException {
    ModelCard card = models.card(DEFAULT_MODEL, EnumSet.allOf(Task.class));
    Shape input = checkArguments(card);
    Device device = engine.start();
    try (NDManager manager = NDManager.newBaseManager(device, "PyTorch")) {
      OptionalDouble loading = OptionalDouble.empty();
      TorchBlock network;
      if (models.hasFile()) {
        Path file = models.locate(card);
        long start = System.nanoTime();
        network = models.load(card, file, manager);
        loading = OptionalDouble.of((System.nanoTime() - start) / 1e9);
      } else {
        network = NetworkLoader.untrained(card, manager);
      }
      TorchBlock measured = engine.prepare(features ? backbone(network) : network);
      ForwardResult result = new ForwardBenchmark(measured, manager, input).run(runs);
      BenchReport report =
          new BenchReport(
              card.name(),
              features,
              EngineOptions.nameOf(device),
              engine.precision(),
              engine.threads(),
              loading,
              result);
      PrintWriter out = spec.commandLine().getOut();
      if (json == null || !json.isStandardOutput()) {
        report.print(out);
      }
      if (json != null) {
        json.write(report.toJson(), out);
      }
    }
    return 0;
  }

  private static TorchBlock backbone(TorchBlock network) {
    return ((MPViTClassifier) network).backbone();
  }

  private Shape checkArguments(ModelCard card) throws IOException {
    if (features && card.task() != Task.CLASSIFICATION) {
      throw wrong(
          "--features is for classifiers, " + card.name() + " is for " + card.task().label());
    }
    if (batch < 1 || runs < 1) {
      throw wrong("--batch and --runs are at least 1, found " + Math.min(batch, runs));
    }
    if (json != null) {
      json.check();
    }
    Shape typical = Presets.of(card).typicalInput();
    if (size == null) {
      return new Shape(batch, 3, typical.get(2), typical.get(3));
    }
    return new Shape(batch, 3, size.height(), size.width());
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
