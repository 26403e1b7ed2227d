/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.recipe;

import ai.djl.ndarray.NDManager;
import com.google.gson.JsonObject;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.segmentation.Ade20kClasses;
import io.mpvit.segmentation.SemanticSegmenter;
import io.mpvit.segmentation.data.LabelledFolders;
import io.mpvit.segmentation.data.NamedValues;
import io.mpvit.segmentation.eval.SegmentationRun;
import io.mpvit.segmentation.eval.SegmentationScores;
import io.mpvit.segmentation.training.ClassNames;
import io.mpvit.segmentation.training.SegmentationBatchPictures;
import io.mpvit.segmentation.training.SegmentationSource;
import io.mpvit.segmentation.training.TrainingFolder;
import io.mpvit.work.WorkListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Trains segmenters on folders of pictures and label maps, and scores them as {@code evaluate
 * segmentation} does.
 *
 * @param plan the network and its recipe
 */
public record SegmenterTrainer(Plan plan) implements Trainer<SemanticSegmenter, SegmentationData> {

  /** Below this side the deepest map has no pixel of its own to show. */
  private static final int LEAST_CROP = 32;

  /** Brings the network for a number of classes, and what it is trained with. */
  @FunctionalInterface
  public interface Plan {

    /**
     * Builds the network.
     *
     * @param classes number of classes of the data
     * @param start a checkpoint to start from, of which the architecture takes what it shows
     * @return the network and its recipe
     */
    SegmenterTraining of(int classes, Optional<StateDict> start);
  }

  /** Sizes of pictures go with the window's. */
  @Override
  public SegmenterTrainer withCrop(int side) {
    if (side < LEAST_CROP) {
      throw new IllegalArgumentException(
          "the crop is at least " + LEAST_CROP + " pixels, found " + side);
    }
    return new SegmenterTrainer((classes, start) -> plan.of(classes, start).withCrop(side));
  }

  @Override
  public SegmentationData read(Path folder, Consumer<String> warnings) throws IOException {
    return SegmentationData.read(folder, warnings);
  }

  @Override
  public ModelTraining<?> training(SegmentationData data, Optional<StateDict> start) {
    SegmenterTraining made = plan.of(data.found().classes().size(), start);
    return new ModelTraining<>(
        made.network(),
        made.backbone(),
        made.objective(),
        (size, seed, warnings) ->
            new SegmentationSource(
                data.found(), made.augmentation(), made.normalization(), size, seed, warnings),
        new SegmentationBatchPictures(data.labels().names(), made.normalization())::draw,
        made.defaults());
  }

  @Override
  public Optional<List<String>> publishedNames(int classes) {
    List<String> names = Ade20kClasses.classes().names();
    return names.size() == classes ? Optional.of(names) : Optional.empty();
  }

  /** Without names of their own label maps there mean what those of the training data mean. */
  @Override
  public Evaluator<SemanticSegmenter> evaluator(
      SegmentationData data, Path folder, Consumer<String> warnings) throws IOException {
    LabelledFolders files =
        LabelledFolders.read(
            folder.resolve(TrainingFolder.IMAGES),
            folder.resolve(TrainingFolder.LABELS),
            data.found().files().zero());
    List<String> classes = data.found().classes();
    Path names = folder.resolve(TrainingFolder.CLASSES);
    if (Files.exists(names)) {
      ClassNames found = ClassNames.read(names);
      NamedValues matched =
          NamedValues.of(
              files.withZero(found.zero()),
              names.toString(),
              found.names(),
              Optional.of(classes),
              classes.size());
      matched.notes().forEach(warnings);
      files = matched.folders();
    }
    SegmentationRun run = new SegmentationRun(files, classes.size(), 1, Integer.MAX_VALUE);
    return (segmenter, manager, stem, listener) -> score(run, segmenter, manager, stem, listener);
  }

  private static Evaluator.Scores score(
      SegmentationRun run,
      SemanticSegmenter segmenter,
      NDManager manager,
      Path stem,
      WorkListener listener)
      throws IOException {
    Path results = stem.resolveSibling(stem.getFileName() + ".jsonl");
    Files.deleteIfExists(results); // of a checkpoint of this number that was lost
    SegmentationScores scores =
        run.run(
                pictures -> segmenter.segment(pictures, manager),
                results,
                new JsonObject(),
                listener)
            .scores();
    return new Evaluator.Scores(
        scores.json(),
        scores.summary(),
        new Evaluator.Measure("mIoU", scores.json().get("mIoU").getAsDouble()));
  }
}
