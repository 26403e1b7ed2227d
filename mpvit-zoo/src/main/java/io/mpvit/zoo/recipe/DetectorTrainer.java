/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.recipe;

import ai.djl.ndarray.NDManager;
import com.google.gson.JsonObject;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.detection.ObjectDetector;
import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.coco.CocoLogits;
import io.mpvit.detection.coco.PictureFinder;
import io.mpvit.detection.coco.eval.CocoSummary;
import io.mpvit.detection.coco.eval.IouType;
import io.mpvit.detection.coco.eval.ScoredTruth;
import io.mpvit.detection.convert.DetectionFolder;
import io.mpvit.detection.evaluation.CategoryMapping;
import io.mpvit.detection.evaluation.DetectionRun;
import io.mpvit.detection.evaluation.DetectionScores;
import io.mpvit.detection.survey.DetectionBatchPictures;
import io.mpvit.detection.training.DetectionSource;
import io.mpvit.work.WorkListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Trains detectors on folders, and scores them as {@code evaluate detection} does.
 *
 * @param masks whether masks are learned
 * @param cocoIds whether the network's outputs are numbered by COCO's ids if the data are COCO
 *     itself
 * @param emptyPictures whether pictures without objects are learned from
 * @param detector the pipeline up to its boxes and raw masks
 * @param plan the network and its recipe
 * @param <P> the pipeline
 */
public record DetectorTrainer<P>(
    boolean masks,
    boolean cocoIds,
    boolean emptyPictures,
    Function<P, ObjectDetector> detector,
    Plan plan)
    implements Trainer<P, DetectionData> {

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
    DetectorTraining of(int classes, Optional<StateDict> start);
  }

  @Override
  public DetectionData read(Path folder, Consumer<String> warnings) throws IOException {
    DetectionData all = DetectionData.read(folder, masks, warnings);
    DetectionData data = emptyPictures ? all : all.withObjects();
    return cocoIds ? data.numberedByCocoIds() : data;
  }

  @Override
  public ModelTraining<?> training(DetectionData data, Optional<StateDict> start) {
    DetectorTraining made = plan.of(data.labels().size(), start);
    return new ModelTraining<>(
        made.network(),
        made.backbone(),
        made.objective(),
        (size, seed, warnings) ->
            new DetectionSource(
                data.found().pictures(),
                masks,
                made.augmentation(),
                made.transform(),
                size,
                seed,
                warnings),
        new DetectionBatchPictures(data.labels().names(), made.transform().normalization())::draw,
        made.defaults());
  }

  @Override
  public Optional<List<String>> publishedNames(int classes) {
    return CocoLogits.ofOutputs(classes).map(known -> known.labels().names());
  }

  @Override
  public Evaluator<P> evaluator(DetectionData data, Path folder, Consumer<String> warnings)
      throws IOException {
    DetectionFolder read = DetectionFolder.validation(folder, warnings);
    CocoDataset dataset = PictureFinder.sized(read.dataset(), read.pictures());
    dataset.faults(masks).forEach(warnings);
    for (IouType type : DetectionScores.types(dataset, masks)) {
      ScoredTruth.of(dataset, type).notes().forEach(warnings); // before the training, and once
    }
    CategoryMapping mapping =
        CategoryMapping.of(data.labels().size(), Optional.of(data.labels()), dataset);
    mapping.notes().forEach(warnings);
    DetectionRun run =
        new DetectionRun(dataset, read.pictures(), mapping.categories(), 1, Integer.MAX_VALUE);
    return (pipeline, manager, stem, listener) ->
        score(run, detector.apply(pipeline), manager, stem, listener);
  }

  private Evaluator.Scores score(
      DetectionRun run, ObjectDetector network, NDManager manager, Path stem, WorkListener listener)
      throws IOException {
    Path results = stem.resolveSibling(stem.getFileName() + ".json");
    Path journal = DetectionRun.journalOf(results);
    Files.deleteIfExists(journal); // of a checkpoint of this number that was lost
    DetectionRun.Outcome outcome =
        run.run(pictures -> network.detect(pictures, manager), results, new JsonObject(), listener);
    List<CocoSummary> summaries =
        DetectionScores.of(
            run.dataset(),
            results,
            outcome.evaluated(),
            DetectionScores.types(run.dataset(), masks),
            note -> {});
    Files.deleteIfExists(journal);
    JsonObject json = DetectionScores.json(summaries);
    String last = summaries.get(summaries.size() - 1).type().toString(); // masks, if there are some
    return new Evaluator.Scores(
        json,
        summaries.stream()
            .map(summary -> "%s%n%s".formatted(summary.type(), summary.table()))
            .collect(Collectors.joining(System.lineSeparator())),
        new Evaluator.Measure(last + " AP", json.getAsJsonObject(last).get("AP").getAsDouble()));
  }
}
