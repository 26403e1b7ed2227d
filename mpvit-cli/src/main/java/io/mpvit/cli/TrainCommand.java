/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.target.DetectionBatch;
import io.mpvit.detection.training.DetectionSource;
import io.mpvit.detection.training.TrainingPictures;
import io.mpvit.training.loop.CheckpointFolder;
import io.mpvit.training.loop.MetricsFiles;
import io.mpvit.training.loop.TrainingListener;
import io.mpvit.training.loop.TrainingLoop;
import io.mpvit.training.loop.TrainingRecipe;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.fetch.Sha256;
import io.mpvit.zoo.network.DetectorTraining;
import io.mpvit.zoo.network.InitialWeights;
import io.mpvit.zoo.network.NetworkFamilies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mpvit train}: trains a detector. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Trains a detector on a data set in COCO's layout, DIR/instances.json and DIR/images, with"
            + " the model's published recipe. DIR/val of the same layout, if there is one, is for"
            + " --eval-every.",
    footer = {
      "%nIn --out: checkpoint-NNNNNNNN, whose model.safetensors every other command takes with"
          + " -w; metrics.jsonl and metrics.csv, a line per step; model.safetensors at the end.",
      "A training that was ended in any way, by kill -9 too, goes on from its newest checkpoint"
          + " with --resume and the same options, on the CPU with exactly the losses of an unbroken"
          + " one. Ctrl-C ends it after the present step, with a checkpoint.",
      "Class k is the category with the k-th id; heads are sized for the data. --init takes an"
          + " ImageNet classifier for the backbone, or a detector, of which all is taken that"
          + " fits.",
      "Crowds are dropped. Objects without a box of positive size (or without polygons where masks"
          + " are learned) and pictures that are missing, cannot be read or have another size than"
          + " their entry are reported with file and id and skipped. Annotations that contradict"
          + " themselves (unknown categories or images, ids used twice, no JSON) are refused.",
      "--lr is for the whole batch; by default the published rate in proportion to the batch."
    })
final class TrainCommand implements Callable<Integer> {

  static final String ANNOTATIONS = "instances.json";
  static final String IMAGES = "images";

  private static final int KEPT = 3;
  private static final int INTERRUPTED = 130;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-m", "--model"},
      required = true,
      paramLabel = "MODEL",
      description = "Model name; 'mpvit models' lists them.")
  private String name;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "The data set: instances.json, images, and val if there is one.")
  private Path data;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "DIR",
      description = "Where checkpoints and metrics go; made if need be.")
  private Path out;

  @Option(names = "--epochs", paramLabel = "N", description = "Length in rounds over the data.")
  private Integer epochs;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description = "Length in steps (default: the published number).")
  private Long iterations;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Pictures in a step (default: the published number).")
  private Integer batch;

  @Option(names = "--lr", paramLabel = "X", description = "The highest learning rate.")
  private Double rate;

  @Option(
      names = "--accumulate",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Work through a step's pictures in N parts, for less memory (default: ${DEFAULT-VALUE}).")
  private int parts;

  @Option(
      names = "--average",
      paramLabel = "DECAY",
      defaultValue = "0",
      description = "Keep a moving average of the weights, such as 0.999 (default: none).")
  private double average;

  @Option(
      names = "--init",
      paramLabel = "FILE",
      description = "Checkpoint to start from: of an ImageNet classifier or a detector.")
  private Path init;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "0",
      description = "Fresh weights, order and chance (default: ${DEFAULT-VALUE}).")
  private int seed;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "N",
      defaultValue = "500",
      description = "Steps between checkpoints (default: ${DEFAULT-VALUE}).")
  private long checkpointEvery;

  @Option(
      names = "--eval-every",
      paramLabel = "N",
      description =
          "Score DIR/val after so many steps, a multiple of --checkpoint-every, and at the end.")
  private Long evaluateEvery;

  @Option(names = "--resume", description = "Go on with the training in --out.")
  private boolean resume;

  @Mixin private EngineOptions engine;

  @Override
  public Integer call() throws IOException, MalformedModelException, InterruptedException {
    ModelCard card = card();
    check();
    WorkLine warnings = new WorkLine(spec);
    CocoDataset dataset = CocoDataset.read(data.resolve(ANNOTATIONS));
    Device device = engine.start();
    try (CheckpointFolder checkpoints = CheckpointFolder.open(out, KEPT);
        NDManager manager = NDManager.newBaseManager(device)) {
      if (!resume && checkpoints.newest().isPresent()) {
        throw new IOException(
            out + " holds a training; go on with --resume, or choose another folder");
      }
      DetectorTraining training = training(card, dataset.categories().size(), manager);
      TrainingPictures pictures =
          TrainingPictures.of(dataset, data.resolve(IMAGES), training.masks(), warnings::warning);
      report(pictures);
      return train(card, training, pictures, checkpoints, manager, warnings);
    }
  }

  private ModelCard card() {
    try {
      return ModelCards.published().get(name);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void check() {
    require(engine.isFullPrecision(), "training computes in fp32; leave --precision out");
    require(epochs == null || iterations == null, "--epochs and --iterations exclude each other");
    require(epochs == null || epochs > 0, "--epochs is at least 1");
    require(iterations == null || iterations > 0, "--iterations is at least 1");
    require(batch == null || batch > 0, "--batch is at least 1");
    require(rate == null || rate > 0, "--lr is positive");
    require(parts > 0, "--accumulate is at least 1");
    require(average >= 0 && average < 1, "--average lies in [0, 1)");
    require(checkpointEvery > 0, "--checkpoint-every is at least 1");
    require(
        evaluateEvery == null || evaluateEvery > 0 && evaluateEvery % checkpointEvery == 0,
        "--eval-every is a multiple of --checkpoint-every");
    require(
        evaluateEvery == null || Files.isRegularFile(data.resolve("val").resolve(ANNOTATIONS)),
        "--eval-every needs " + data.resolve("val").resolve(ANNOTATIONS));
  }

  private void require(boolean sound, String message) {
    if (!sound) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }

  private DetectorTraining training(ModelCard card, int classes, NDManager manager)
      throws IOException, MalformedModelException {
    Engine.getInstance().setRandomSeed(seed);
    try (StateDict start = init == null ? null : StateDict.open(init)) {
      DetectorTraining training =
          NetworkFamilies.of(card)
              .training(card, classes, Optional.ofNullable(start))
              .orElseThrow(
                  () ->
                      new ParameterException(
                          spec.commandLine(), card.name() + " is not a detector"));
      training.network().initialize(manager, DataType.FLOAT32);
      if (start != null) {
        InitialWeights found = InitialWeights.load(training.network(), start, manager);
        say(
            "%s: took %d values; fresh: %d that it lacks, %d of another shape %s"
                .formatted(
                    init,
                    found.loaded().size(),
                    found.fresh().size(),
                    found.misshaped().size(),
                    found.misshaped()));
      }
      return training;
    }
  }

  private void report(TrainingPictures pictures) {
    say(
        "%d pictures, %d classes; dropped %d crowds; skipped %d objects and %d pictures"
            .formatted(
                pictures.pictures().size(),
                pictures.classes(),
                pictures.crowds(),
                pictures.skippedObjects(),
                pictures.skippedPictures()));
  }

  private void say(String line) {
    spec.commandLine().getErr().println(line);
    spec.commandLine().getErr().flush();
  }

  private int train(
      ModelCard card,
      DetectorTraining training,
      TrainingPictures pictures,
      CheckpointFolder checkpoints,
      NDManager manager,
      WorkLine warnings)
      throws IOException, MalformedModelException, InterruptedException {
    DetectorTraining.Defaults defaults = training.defaults();
    int size = batch == null ? defaults.batch() : batch;
    require(size % parts == 0, "--batch is a multiple of --accumulate");
    double highest = rate == null ? defaults.rateOf(size) : rate;
    long length = length(defaults, pictures.pictures().size(), size);
    DetectionSource source =
        new DetectionSource(
            pictures.pictures(),
            training.masks(),
            training.augmentation(),
            training.transform(),
            size / parts,
            seed,
            warnings::warning);
    TrainingRecipe recipe =
        TrainingRecipe.detection(defaults.schedule(highest, length))
            .withAccumulation(parts)
            .withAverage(average);
    MetricsFiles metrics = new MetricsFiles(out);
    List<TrainingListener> listeners = new ArrayList<>();
    listeners.add(metrics);
    listeners.add(new TrainProgress(spec.commandLine().getErr()));
    if (evaluateEvery != null) {
      listeners.add(
          new TrainEvaluation(
              card,
              data.resolve("val"),
              out,
              evaluateEvery,
              length,
              manager.getDevice(),
              metrics,
              warnings));
    }
    TrainingLoop<DetectionBatch> loop =
        TrainingLoop.of(training.network(), training.objective(), source, recipe)
            .iterations(length)
            .seed(seed)
            .settings(settings(card, size, highest, length))
            .checkpoints(checkpoints, checkpointEvery)
            .listeners(listeners)
            .build(manager);
    MpvitCommand.of(spec.commandLine()).endWith(loop::stop);
    if (loop.run() == TrainingLoop.Ending.STOPPED) {
      return INTERRUPTED;
    }
    publish(checkpoints.newest().orElseThrow());
    return 0;
  }

  private long length(DetectorTraining.Defaults defaults, int pictures, int size) {
    if (epochs != null) {
      return Math.max(1, ((long) epochs * pictures + size - 1) / size);
    }
    return iterations == null ? defaults.iterations() : iterations;
  }

  private Map<String, String> settings(ModelCard card, int size, double highest, long length)
      throws IOException {
    Map<String, String> settings = new TreeMap<>();
    settings.put("model", card.name());
    settings.put("data", Sha256.of(data.resolve(ANNOTATIONS)));
    settings.put("batch", Integer.toString(size));
    settings.put("accumulate", Integer.toString(parts));
    settings.put("lr", Double.toString(highest));
    settings.put("iterations", Long.toString(length));
    settings.put("average", Double.toString(average));
    if (init != null) {
      settings.put("init", Sha256.of(init));
    }
    return settings;
  }

  private void publish(Path checkpoint) throws IOException {
    Path target = out.resolve(CheckpointFolder.MODEL);
    Path part = out.resolve("." + CheckpointFolder.MODEL + ".part");
    Files.copy(TrainEvaluation.weights(checkpoint), part, StandardCopyOption.REPLACE_EXISTING);
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    spec.commandLine().getOut().println(target);
  }
}
