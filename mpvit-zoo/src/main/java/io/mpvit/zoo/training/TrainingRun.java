/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.training;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.mpvit.checkpoint.ReadOptions;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.file.AtomicFile;
import io.mpvit.nn.TorchBlock;
import io.mpvit.training.loop.CheckpointFolder;
import io.mpvit.training.loop.CheckpointState;
import io.mpvit.training.loop.MetricsFiles;
import io.mpvit.training.loop.TrainingListener;
import io.mpvit.training.loop.TrainingLoop;
import io.mpvit.training.loop.TrainingLoop.Ending;
import io.mpvit.training.loop.TrainingRecipe;
import io.mpvit.training.report.LossCurve;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.fetch.WeightsDigest;
import io.mpvit.zoo.preset.Preset;
import io.mpvit.zoo.preset.Presets;
import io.mpvit.zoo.recipe.Evaluator;
import io.mpvit.zoo.recipe.FrozenParts;
import io.mpvit.zoo.recipe.InitialWeights;
import io.mpvit.zoo.recipe.ModelTraining;
import io.mpvit.zoo.recipe.Trainer;
import io.mpvit.zoo.recipe.TrainingData;
import io.mpvit.zoo.recipe.TrainingDefaults;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Trains a model on a folder of data, with its published recipe where nothing else is asked for.
 * The output folder gets checkpoints, metrics, and at the end {@code model.safetensors} and its
 * card, which make it a model that can be named like a published one. A run that was ended in any
 * way is resumed with the same settings; its length alone may be another.
 *
 * <pre>{@code
 * ModelCard card = ModelCards.published().get("mask_rcnn_mpvit_pico_shapes");
 * TrainingRun.of(card, data, out).epochs(10).batch(8).listeners(mine).build().run();
 * }</pre>
 */
public final class TrainingRun {

  private static final String ENGINE = "PyTorch";
  private static final String LENGTH = "iterations";
  private static final int KEPT = 3;
  private static final String VALIDATION = "val";

  private final TrainingRunBuilder plan;
  private volatile boolean stopping;
  private volatile boolean early;
  private volatile TrainingLoop<?> loop;

  TrainingRun(TrainingRunBuilder plan) {
    this.plan = plan;
  }

  /**
   * Begins a plan.
   *
   * @param card the model
   * @param data the data's folder, laid out as the model's task has it
   * @param out where checkpoints and metrics go; made if need be
   * @return the plan
   */
  public static TrainingRunBuilder of(ModelCard card, Path data, Path out) {
    return new TrainingRunBuilder(card, data, out);
  }

  /** Ends the training after the present step, with a checkpoint. May come from any thread. */
  public void stop() {
    stopping = true;
    TrainingLoop<?> running = loop;
    if (running != null) {
      running.stop();
    }
  }

  /** Ends the training as if it were done. */
  private void enough() {
    early = true;
    loop.stop();
  }

  /** The weights that a run has made when it is done: the moving average's, if there is one. */
  public Path weights() {
    return plan.out.resolve(CheckpointFolder.MODEL);
  }

  /**
   * Trains.
   *
   * @return how it ended
   * @throws IOException if data or files cannot be read or written, or the output folder holds a
   *     training that is not to be resumed
   * @throws MalformedModelException if the checkpoint to start from is damaged or does not fit
   * @throws InterruptedException if the thread is interrupted while it waits for data
   * @throws IllegalArgumentException if the model cannot be trained, or the output folder holds a
   *     training with other settings
   * @throws io.mpvit.training.loop.TrainingDivergedException if a loss is not a finite number
   */
  public Ending run() throws IOException, MalformedModelException, InterruptedException {
    return run(Presets.of(plan.card));
  }

  private <P> Ending run(Preset<P> preset)
      throws IOException, MalformedModelException, InterruptedException {
    return run(preset.pipelineType(), preset.trainer(plan.card));
  }

  private <P, D extends TrainingData> Ending run(Class<P> pipeline, Trainer<P, D> recipe)
      throws IOException, MalformedModelException, InterruptedException {
    Trainer<P, D> trainer = plan.crop == null ? recipe : recipe.withCrop(plan.crop);
    D data = trainer.read(plan.data, plan.progress::warning);
    plan.log.accept(data.summary());
    MetricsFiles metrics = new MetricsFiles(plan.out);
    List<TrainingListener> listeners = new ArrayList<>();
    listeners.add(metrics);
    listeners.addAll(plan.listeners);
    if (plan.evaluateEvery != null) {
      Path validation = plan.data.resolve(VALIDATION);
      Evaluator<P> evaluator = trainer.evaluator(data, validation, plan.progress::warning);
      listeners.add(
          new CheckpointScores<>(plan, pipeline, evaluator, metrics, () -> stopping, this::enough));
    }
    listeners.add(new LossCurve(plan.out, plan.progress::warning));
    try (CheckpointFolder checkpoints = CheckpointFolder.open(plan.out, KEPT);
        NDManager manager = NDManager.newBaseManager(plan.device, ENGINE)) {
      if (!plan.resume && checkpoints.newest().isPresent()) {
        throw new HeldTrainingException(
            plan.out + " holds a training; choose another folder, or resume it", null);
      }
      sayDamage(checkpoints);
      return run(prepare(trainer, data, manager), data, checkpoints, listeners, manager);
    }
  }

  /** What is damaged is passed over for what is older, but not without a word. */
  private void sayDamage(CheckpointFolder checkpoints) throws IOException {
    List<CheckpointState> damaged = checkpoints.passedOver();
    Optional<Path> newest = checkpoints.newest();
    if (!damaged.isEmpty() && newest.isEmpty()) {
      throw new IOException(
          "%s holds no sound checkpoint: %s; remove them to begin anew"
              .formatted(plan.out, damaged.get(0)));
    }
    for (CheckpointState state : damaged) {
      plan.progress.warning(
          "%s; going on from %s".formatted(state, newest.orElseThrow().getFileName()));
    }
  }

  /** The network has its first values afterwards. */
  private <D extends TrainingData> ModelTraining<?> prepare(
      Trainer<?, D> trainer, D data, NDManager manager)
      throws IOException, MalformedModelException {
    Engine.getInstance().setRandomSeed(plan.seed);
    ReadOptions usual = ReadOptions.defaults();
    ReadOptions options = plan.initEntry == null ? usual : usual.withEntry(plan.initEntry);
    try (StateDict file = plan.init == null ? null : StateDict.open(plan.init, options)) {
      StateDict start = file == null ? null : Presets.of(plan.card).startingPoint(file);
      ModelTraining<?> training = trainer.training(data, Optional.ofNullable(start));
      training.network().initialize(manager, DataType.FLOAT32);
      if (start != null) {
        InitialWeights found =
            InitialWeights.load(
                training.network(),
                training.backbone(),
                start,
                data.labels(),
                trainer::publishedNames,
                manager,
                plan.progress::warning);
        plan.log.accept(
            "%s: took %d values; fresh: %d that it lacks, %d of another shape %s"
                .formatted(
                    plan.init,
                    found.loaded().size(),
                    found.fresh().size(),
                    found.misshaped().size(),
                    found.misshaped()));
      }
      return training;
    }
  }

  private <B> Ending run(
      ModelTraining<B> training,
      TrainingData data,
      CheckpointFolder checkpoints,
      List<TrainingListener> listeners,
      NDManager manager)
      throws IOException, MalformedModelException, InterruptedException {
    TrainingDefaults defaults = training.defaults();
    int all = (int) Math.min(data.pictures(), Integer.MAX_VALUE);
    int batch = plan.batch == null ? Math.min(defaults.batch(), all) : plan.batch;
    double rate = plan.rate == null ? defaults.rateOf(batch) : plan.rate;
    Optional<Long> planned = plan.length == null ? planned(checkpoints) : Optional.empty();
    long steps =
        planned.isPresent()
            ? planned.get()
            : (plan.length == null ? defaults.length() : plan.length).steps(data.pictures(), batch);
    TrainingRecipe recipe = defaults.recipe().apply(defaults.schedule().of(rate, steps));
    if (plan.rate == null && plan.changes.needsRate(recipe)) {
      throw new IllegalArgumentException(
          "the published learning rate is for another optimizer: with %s give one (--lr)"
              .formatted(plan.changes.optimizer().orElseThrow()));
    }
    recipe = plan.changes.apply(recipe, training.network());
    if (plan.accumulation != null) {
      recipe = recipe.withAccumulation(plan.accumulation);
    }
    if (plan.average != null) {
      recipe = recipe.withAverage(plan.average);
    }
    int frozen = plan.frozen == null ? defaults.frozen() : plan.frozen;
    List<TorchBlock> constant = FrozenParts.of(training.network(), frozen);
    int parts = recipe.accumulation() * plan.replicas;
    if (batch % parts != 0) {
      throw new IllegalArgumentException(
          "a batch of %d pictures cannot be split in %d equal parts (accumulation times replicas)"
              .formatted(batch, parts));
    }
    Map<String, String> settings = settings(data, batch, recipe, rate, steps, frozen);
    if (checkpoints.newest().isEmpty()) {
      FirstBatch.draw(training, batch / parts, plan.seed, plan.out);
    }
    TrainingLoop<B> made =
        TrainingLoop.of(
                training.network(),
                training.objective(),
                training.batches().of(batch / parts, plan.seed, plan.progress::warning),
                recipe)
            .iterations(steps)
            .seed(plan.seed)
            .settings(settings)
            .constant(constant)
            .metadata(data.labels().texts())
            .precision(plan.precision)
            .replicas(devices(manager.getDevice()))
            .checkpoints(checkpoints, plan.checkpointEvery)
            .listeners(listeners)
            .notes(plan.log)
            .build(manager);
    loop = made;
    if (stopping) {
      made.stop();
    }
    Ending ending = made.run();
    if (ending == Ending.STOPPED && (!early || stopping)) {
      return ending;
    }
    publish(checkpoints.newest().orElseThrow());
    TrainedModel.write(
        plan,
        weights(),
        data.labels(),
        training.network().parameterCount(),
        steps,
        provenance(settings));
    return Ending.DONE;
  }

  /** How long a resumed training was to be, which it stays if nothing else is asked for. */
  private Optional<Long> planned(CheckpointFolder checkpoints) throws IOException {
    Optional<Path> newest = plan.resume ? checkpoints.newest() : Optional.empty();
    return newest.isPresent()
        ? Optional.ofNullable(CheckpointFolder.settings(newest.get()).get(LENGTH))
            .map(Long::parseLong)
        : Optional.empty();
  }

  private List<Device> devices(Device first) {
    return IntStream.range(0, plan.replicas)
        .mapToObj(i -> first.isGpu() ? Device.gpu(first.getDeviceId() + i) : first)
        .toList();
  }

  private Map<String, String> settings(
      TrainingData data, int batch, TrainingRecipe recipe, double rate, long steps, int frozen)
      throws IOException {
    Map<String, String> settings = new TreeMap<>();
    settings.put("model", plan.card.name());
    settings.put("data", data.digest());
    settings.put("batch", Integer.toString(batch));
    settings.put("accumulate", Integer.toString(recipe.accumulation()));
    settings.put("lr", Double.toString(rate));
    settings.put(LENGTH, Long.toString(steps));
    settings.put("average", Double.toString(recipe.averageDecay()));
    settings.putAll(plan.changes.settings());
    if (frozen > 0) {
      settings.put("freeze", Integer.toString(frozen));
    }
    if (plan.crop != null) {
      settings.put("crop", Integer.toString(plan.crop));
    }
    if (plan.init != null) {
      settings.put("init", WeightsDigest.of(plan.init));
    }
    if (plan.initEntry != null) {
      settings.put("entry", plan.initEntry);
    }
    return settings;
  }

  private Map<String, String> provenance(Map<String, String> settings) {
    Map<String, String> provenance = new TreeMap<>(settings);
    provenance.put("seed", Long.toString(plan.seed));
    if (plan.init != null) {
      provenance.put("init_file", plan.init.getFileName().toString());
    }
    return provenance;
  }

  private void publish(Path checkpoint) throws IOException {
    Path trained = CheckpointScores.weights(checkpoint);
    try {
      AtomicFile.copy(weights(), trained);
    } catch (IOException e) {
      throw new HeldTrainingException(
          "cannot write %s: %s; the trained weights are in %s; to try again, resume the training"
              .formatted(weights(), e.getMessage(), trained),
          e);
    }
  }
}
