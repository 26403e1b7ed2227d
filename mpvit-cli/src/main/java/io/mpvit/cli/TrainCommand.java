/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import io.mpvit.detection.convert.DetectionFolder;
import io.mpvit.training.loop.TrainingLoop.Ending;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.fetch.WeightsLocator;
import io.mpvit.zoo.training.TrainingRun;
import io.mpvit.zoo.training.TrainingRunBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mpvit train}: trains a model on a folder of data. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Trains a model on a folder of data, with its published recipe where nothing else is asked"
            + " for. Detectors learn from DIR/instances.json, in COCO's layout, and DIR/images, or"
            + " from a data set as VOC, YOLO or COCO have it (see 'mpvit dataset convert');"
            + " segmenters from DIR/images and DIR/labels, PNGs of class indices, and"
            + " DIR/classes.txt; classifiers from DIR/train/CLASS/*, or DIR/CLASS/*. DIR/val, if"
            + " there is one, is for --eval-every: laid out as DIR is, or DIR/val/CLASS/*; data"
            + " sets of VOC, YOLO and COCO may bring a part for it.",
    footer = {
      "%nIn --out: checkpoint-NNNNNNNN, whose model.safetensors every other command takes with -w;"
          + " metrics.jsonl and metrics.csv, a line per step; curve.png, which shows them;"
          + " batch.png, the first pictures as the network gets them, with what it is to say; with"
          + " --eval-every best.safetensors, the weights that scored best, and best.json, which"
          + " says when and how; model.safetensors and mpvit.json, its card, at the end: then --out"
          + " is a model's folder, which -m and -w take.",
      "A training that was ended in any way, by kill -9 too, goes on from its newest checkpoint"
          + " with --resume and the same options, on the CPU with exactly the losses of an unbroken"
          + " one. Ctrl-C ends it after the present step, with a checkpoint, and says how to go on."
          + " With another --epochs or --iterations it becomes longer, and the learning rate"
          + " follows the schedule of the new length from there on. Damaged checkpoints are passed"
          + " over for the one before; 'mpvit inspect --verify DIR' looks for damage.",
      "Heads are sized for the data, and the names of the classes go with the weights. --init takes"
          + " a model of the same kind, of which all is taken that fits, or any other, such as an"
          + " ImageNet classifier, for the backbone.",
      "Classifiers: class k is the k-th folder, sorted as text. Folders without a picture and"
          + " pictures that cannot be read are reported. The published batch has 1024 pictures:"
          + " --batch and --accumulate make it fit. Mixed pictures and soft targets keep the loss"
          + " well above 0; the scores of --eval-every say more.",
      "Detectors: class k is the category with the k-th id. Crowds are dropped. Objects without a"
          + " box of positive size (or without polygons where masks are learned) and pictures that"
          + " are missing, cannot be read or have another size than their entry are reported with"
          + " file and id and skipped. Annotations that contradict themselves (unknown categories"
          + " or images, ids used twice, no JSON) are refused.",
      "Segmenters: a picture and its label map have one name; 255 is ignored. Line n of classes.txt"
          + " names the value n; a first line '-' says that 0 means nothing is labelled and classes"
          + " begin at 1; without the file the largest value says how many there are. What has no"
          + " partner, cannot be read, differs in size or has a value that is no class is reported"
          + " and skipped.",
      "--lr is for the whole batch; by default the published rate in proportion to the batch.",
      "With --replicas batch normalisations that learn use the statistics of the whole step."
    })
final class TrainCommand implements Callable<Integer> {

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
      description = "The data, and val for --eval-every.")
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
      description =
          "Length in steps (default: as published; with --resume, as the training was started).")
  private Long iterations;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Pictures in a step (default: as published, or all if fewer).")
  private Integer batch;

  @Option(names = "--lr", paramLabel = "X", description = "The highest learning rate.")
  private Double rate;

  @Option(
      names = "--accumulate",
      paramLabel = "N",
      description = "Work through a step's pictures in N parts, for less memory (default: 1).")
  private Integer parts;

  @Option(
      names = "--crop",
      paramLabel = "N",
      description =
          "Segmenters: learn from windows of N x N pixels, of pictures resized in proportion"
              + " (default: as published).")
  private Integer crop;

  @Option(
      names = "--freeze",
      paramLabel = "N",
      description =
          "Keep the first N parts of the backbone as they are: 1 is the stem, 2 the stem and the"
              + " first stage, and so on; 0 for none (default: as published).")
  private Integer frozen;

  @Option(
      names = "--replicas",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Spread each step's pictures over N GPUs, from --device on (default: ${DEFAULT-VALUE}).")
  private int replicas;

  @Option(
      names = "--average",
      paramLabel = "DECAY",
      description =
          "Keep a moving average of the weights, such as 0.999; 0 for none (default: as"
              + " published).")
  private Double average;

  @Option(
      names = "--init",
      paramLabel = ModelFile.LABEL + "|MODEL",
      converter = ModelFile.Converter.class,
      description =
          "Checkpoint to start from, or the name of a model: of the same kind, or for the"
              + " backbone.")
  private ModelFile init;

  @Option(
      names = "--entry",
      paramLabel = "NAME",
      description =
          "Of several networks in the --init file, take that of this entry, such as model_ema, or"
              + " whose keys begin so.")
  private String entry;

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

  @Mixin private RecipeOptions changes;

  @Mixin private EngineOptions engine;

  private TerminalLine line;
  private TrainProgress steps;

  @Override
  public Integer call() throws IOException, MalformedModelException, InterruptedException {
    TrainingRun run = plan(card()).build();
    MpvitCommand.of(spec.commandLine())
        .endWith(
            () -> {
              say(line, "stopping after this step, with a checkpoint");
              run.stop();
            });
    if (run.run() == Ending.STOPPED) {
      Optional<Path> kept = steps.newest();
      String again = CommandText.again(spec.commandLine(), kept.isPresent() ? "--resume" : "");
      say(
          line,
          kept.map(file -> file + " is kept").orElse("no step was done") + ". To go on: " + again);
      return INTERRUPTED;
    }
    spec.commandLine().getOut().println(run.weights());
    return 0;
  }

  private ModelCard card() {
    try {
      ModelCard card = ModelCards.published().get(name);
      return card;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), unknown(e.getMessage()), e);
    }
  }

  /** A model of the user's own is trained on as what it was made of. */
  private String unknown(String message) {
    return WeightsLocator.fromEnvironment()
        .own()
        .cards()
        .find(name)
        .map(
            own ->
                "%s is your own model; to train it further: -m %s --init %s"
                    .formatted(name, published(own), name))
        .orElse(message);
  }

  private static String published(ModelCard own) {
    return ModelCards.published().all().stream()
        .filter(card -> card.architecture().equals(own.architecture()))
        .findFirst()
        .orElseThrow()
        .name();
  }

  private TrainingRunBuilder plan(ModelCard card) throws IOException {
    check();
    Device device = engine.start();
    TerminalLine terminal = TerminalLine.ofUser();
    line = terminal;
    Consumer<String> lines = text -> say(terminal, text);
    steps =
        new TrainProgress(terminal, lines, MpvitCommand.of(spec.commandLine()).verbose(), device);
    TrainingRunBuilder plan =
        TrainingRun.of(card, data, out)
            .seed(seed)
            .checkpointEvery(checkpointEvery)
            .resume(resume)
            .listeners(steps)
            .log(lines)
            .progress(new WorkLine(spec, terminal, System::nanoTime))
            .device(device)
            .replicas(replicas)
            .precision(engine.numberFormat());
    if (epochs != null) {
      plan.epochs(epochs);
    }
    if (iterations != null) {
      plan.iterations(iterations);
    }
    if (batch != null) {
      plan.batch(batch);
    }
    if (rate != null) {
      plan.rate(rate);
    }
    if (parts != null) {
      plan.accumulation(parts);
    }
    if (crop != null) {
      plan.crop(crop);
    }
    if (frozen != null) {
      plan.frozen(frozen);
    }
    if (average != null) {
      plan.average(average);
    }
    if (evaluateEvery != null) {
      plan.evaluateEvery(evaluateEvery);
    }
    if (entry != null) {
      plan.initEntry(entry);
    }
    changes.apply(plan);
    return init == null ? plan : plan.init(init.fetchFileOrModel());
  }

  private void check() throws IOException {
    require(epochs == null || iterations == null, "--epochs and --iterations exclude each other");
    require(epochs == null || epochs > 0, "--epochs is at least 1");
    require(iterations == null || iterations > 0, "--iterations is at least 1");
    require(batch == null || batch > 0, "--batch is at least 1");
    require(rate == null || rate > 0, "--lr is positive");
    require(parts == null || parts > 0, "--accumulate is at least 1");
    require(crop == null || crop > 0, "--crop is positive");
    require(frozen == null || frozen >= 0, "--freeze is at least 0");
    require(replicas > 0, "--replicas is at least 1");
    require(
        batch == null || batch % (replicas * (parts == null ? 1 : parts)) == 0,
        "--batch is a multiple of --accumulate times --replicas");
    require(average == null || average >= 0 && average < 1, "--average lies in [0, 1)");
    require(checkpointEvery > 0, "--checkpoint-every is at least 1");
    require(
        evaluateEvery == null || evaluateEvery > 0 && evaluateEvery % checkpointEvery == 0,
        "--eval-every is a multiple of --checkpoint-every");
    require(
        evaluateEvery == null || DetectionFolder.hasValidation(data),
        "--eval-every needs the folder " + data.resolve("val"));
    changes.check(evaluateEvery != null);
  }

  private void require(boolean sound, String message) {
    if (!sound) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }

  private void say(TerminalLine terminal, String text) {
    terminal.end();
    spec.commandLine().getErr().println(text);
    spec.commandLine().getErr().flush();
  }
}
