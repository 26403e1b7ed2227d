/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.recipe;

import ai.djl.ndarray.NDManager;
import com.google.gson.JsonObject;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.classification.ImageClassifier;
import io.mpvit.classification.ImageNetClasses;
import io.mpvit.classification.evaluation.ClassificationRun;
import io.mpvit.classification.evaluation.ClassificationScores;
import io.mpvit.classification.evaluation.ImageFolder;
import io.mpvit.classification.training.ClassificationChanges;
import io.mpvit.classification.training.ClassificationObjective;
import io.mpvit.classification.training.ClassificationSource;
import io.mpvit.nn.TorchBlock;
import io.mpvit.training.loop.TrainingRecipe;
import io.mpvit.training.optimizer.AdamW;
import io.mpvit.training.optimizer.ParameterGroup;
import io.mpvit.training.schedule.ImageNetCosine;
import io.mpvit.training.schedule.LearningRate;
import io.mpvit.work.WorkListener;
import io.mpvit.zoo.recipe.TrainingDefaults.Length;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Trains classifiers on pictures in one folder per class with the published ImageNet recipe, and
 * scores them as {@code evaluate classification} does.
 *
 * @param plan the network
 * @param changes how pictures are changed
 */
public record ClassifierTrainer(Plan plan, ClassificationChanges changes)
    implements Trainer<ImageClassifier, ClassificationData> {

  private static final int BATCH = 1024;
  private static final int EPOCHS = 300;
  private static final double DECAY = 0.05;
  private static final int SCORED_BATCH = 32;

  /** Brings the network for a number of classes. */
  @FunctionalInterface
  public interface Plan {

    /**
     * Builds the network.
     *
     * @param classes number of classes of the data
     * @param start a checkpoint to start from, of which the architecture takes what it shows
     * @return images [B, 3, H, W] to logits [B, K]; the backbone's keys have no prefix
     */
    TorchBlock of(int classes, Optional<StateDict> start);
  }

  /**
   * The published recipe: AdamW, weight decay 0.05 on all but vectors, no clipping; 5e-4 for every
   * 512 pictures of a batch, 300 epochs. The published moving average was never used, so there is
   * none unless it is asked for.
   *
   * @return the recipe
   */
  public static TrainingDefaults defaults() {
    return new TrainingDefaults(
        BATCH,
        ImageNetCosine.published(BATCH).rate(),
        Length.epochs(EPOCHS),
        ClassifierTrainer::schedule,
        ClassifierTrainer::recipe);
  }

  /** The published schedule's 300 epochs, stretched over any length; 5 of them are warm-up. */
  private static LearningRate schedule(double highest, long iterations) {
    ImageNetCosine published = ImageNetCosine.published(BATCH);
    ImageNetCosine own =
        new ImageNetCosine(
            highest,
            Math.min(published.warmupStart(), highest),
            published.warmup(),
            Math.min(published.floor(), highest),
            EPOCHS);
    return iteration -> own.at(iteration * EPOCHS / iterations);
  }

  private static TrainingRecipe recipe(LearningRate rate) {
    return new TrainingRecipe(
        rate,
        List.of(ParameterGroup.vectors(0), ParameterGroup.all(DECAY)),
        AdamW.Settings.DEFAULT,
        Double.POSITIVE_INFINITY,
        1,
        0);
  }

  @Override
  public ClassificationData read(Path folder, Consumer<String> warnings) throws IOException {
    return ClassificationData.read(folder, changes.repeats(), warnings);
  }

  @Override
  public ModelTraining<?> training(ClassificationData data, Optional<StateDict> start) {
    TorchBlock network = plan.of(data.labels().size(), start);
    return new ModelTraining<>(
        network,
        "",
        new ClassificationObjective(network),
        (size, seed, warnings) ->
            new ClassificationSource(data.folder(), changes, size, seed, warnings),
        new ClassificationBatchPictures(data.labels().names(), changes.normalization())::draw,
        defaults());
  }

  /**
   * ImageNet's, after which folders are named as synsets or in words; the synsets are asked for.
   */
  @Override
  public Optional<List<String>> publishedNames(int classes) {
    List<String> synsets = ImageNetClasses.synsets();
    return synsets.size() == classes ? Optional.of(synsets) : Optional.empty();
  }

  @Override
  public Evaluator<ImageClassifier> evaluator(
      ClassificationData data, Path folder, Consumer<String> warnings) throws IOException {
    ImageFolder pictures = ImageFolder.read(folder);
    List<Integer> labels = pictures.labels(data.labels().names());
    pictures.lacking(data.labels().names()).ifPresent(warnings);
    ClassificationRun run =
        new ClassificationRun(pictures, labels, SCORED_BATCH, Integer.MAX_VALUE);
    return (pipeline, manager, stem, listener) -> score(run, pipeline, manager, stem, listener);
  }

  private static Evaluator.Scores score(
      ClassificationRun run,
      ImageClassifier pipeline,
      NDManager manager,
      Path stem,
      WorkListener listener)
      throws IOException {
    Path results = stem.resolveSibling(stem.getFileName() + ".jsonl");
    Files.deleteIfExists(results); // of a checkpoint of this number that was lost
    ClassificationScores scores =
        run.run(
            pictures -> pipeline.classify(pictures, manager), results, new JsonObject(), listener);
    JsonObject json = new JsonObject();
    json.addProperty("acc1", scores.acc1());
    json.addProperty("acc5", scores.acc5());
    json.addProperty("loss", scores.loss());
    return new Evaluator.Scores(
        json,
        String.format(
            Locale.ROOT,
            "top-1 %.2f %%, top-5 %.2f %%, loss %.4f, %d pictures",
            scores.acc1(),
            scores.acc5(),
            scores.loss(),
            scores.images()),
        new Evaluator.Measure("top-1", scores.acc1()));
  }
}
