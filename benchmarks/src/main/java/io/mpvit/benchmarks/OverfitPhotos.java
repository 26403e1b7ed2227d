/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.benchmarks;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.mpvit.detection.Categories;
import io.mpvit.detection.ObjectDetector;
import io.mpvit.detection.augment.DetectionAugmentation;
import io.mpvit.detection.augment.GeometryStep;
import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.coco.eval.CocoSummary;
import io.mpvit.detection.evaluation.CategoryMapping;
import io.mpvit.detection.evaluation.DetectionRun;
import io.mpvit.detection.evaluation.DetectionScores;
import io.mpvit.detection.retinanet.RetinaNet;
import io.mpvit.detection.retinanet.RetinaNetConfig;
import io.mpvit.detection.retinanet.RetinaNetLossConfig;
import io.mpvit.detection.retinanet.RetinaNetObjective;
import io.mpvit.detection.training.DetectionSource;
import io.mpvit.detection.training.TrainingPictures;
import io.mpvit.detection.transform.DetectorTransform;
import io.mpvit.image.ImageSize;
import io.mpvit.image.Normalization;
import io.mpvit.image.ShortestEdgeResize;
import io.mpvit.training.loop.CheckpointFolder;
import io.mpvit.training.loop.MetricsFiles;
import io.mpvit.training.loop.StepReport;
import io.mpvit.training.loop.TrainingListener;
import io.mpvit.training.loop.TrainingLoop;
import io.mpvit.training.loop.TrainingRecipe;
import io.mpvit.training.schedule.WarmupSteps;
import io.mpvit.work.WorkListener;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.preset.Presets;
import io.mpvit.zoo.preset.RetinaNetPreset;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Can the detector learn a few photographs by heart? RetinaNet on MPViT-T, fresh weights, one small
 * size, no flips: the box AP50 of the pictures it was trained on has to come near 1. Goes on where
 * it stopped.
 *
 * <pre>
 * MAIN=io.mpvit.benchmarks.OverfitPhotos benchmarks/run COCO_FOLDER OUT STEPS EVALUATE_EVERY IMAGE_ID...
 * </pre>
 *
 * <p>COCO_FOLDER has {@code instances.json} and {@code images}.
 */
public final class OverfitPhotos {

  private static final ShortestEdgeResize SMALL = new ShortestEdgeResize(256, 416);
  private static final int BATCH = 5;
  private static final double RATE = 5e-4;
  private static final long WARMUP = 30;
  private static final long SEED = 1;

  private final Path photos;
  private final Path out;
  private final CocoDataset dataset;
  private final Categories categories;

  private OverfitPhotos(Path photos, Path out, Set<Long> ids) throws IOException {
    this.photos = photos;
    this.out = Files.createDirectories(out);
    Path chosen = out.resolve("instances.json");
    Files.writeString(chosen, choose(photos.resolve("instances.json"), ids).toString());
    dataset = CocoDataset.read(chosen);
    categories =
        CategoryMapping.of(
                ((RetinaNetPreset)
                        Presets.of(ModelCards.published().get("retinanet_mpvit_tiny_1x")))
                    .config()
                    .head()
                    .classes(),
                Optional.empty(),
                dataset)
            .categories();
  }

  /**
   * Runs it.
   *
   * @param args the folder, where to write, number of steps, steps between evaluations, image ids
   * @throws Exception if something cannot be read or written
   */
  public static void main(String[] args) throws Exception {
    Set<Long> ids = Arrays.stream(args).skip(4).map(Long::valueOf).collect(Collectors.toSet());
    new OverfitPhotos(Path.of(args[0]), Path.of(args[1]), ids)
        .run(Long.parseLong(args[2]), Long.parseLong(args[3]));
  }

  private static JsonObject choose(Path file, Set<Long> ids) throws IOException {
    JsonObject all;
    try (Reader in = Files.newBufferedReader(file)) {
      all = JsonParser.parseReader(in).getAsJsonObject();
    }
    JsonObject some = new JsonObject();
    some.add("categories", all.get("categories"));
    some.add("images", keep(all.getAsJsonArray("images"), "id", ids));
    some.add("annotations", keep(all.getAsJsonArray("annotations"), "image_id", ids));
    return some;
  }

  private static JsonArray keep(JsonArray entries, String key, Set<Long> ids) {
    JsonArray kept = new JsonArray();
    for (JsonElement entry : entries) {
      if (ids.contains(entry.getAsJsonObject().get(key).getAsLong())) {
        kept.add(entry);
      }
    }
    return kept;
  }

  /** One size and nothing left to chance. */
  private static List<GeometryStep> resize(ImageSize size) {
    return List.of(new GeometryStep.Resize(size, SMALL.target(size)));
  }

  private void run(long steps, long every) throws Exception {
    RetinaNetConfig config =
        ((RetinaNetPreset) Presets.of(ModelCards.published().get("retinanet_mpvit_tiny_1x")))
            .config();
    config = config.withBackbone(config.backbone().withDropPathRate(0));
    DetectorTransform transform = new DetectorTransform(SMALL, Normalization.DETECTRON2, 32);
    TrainingPictures pictures =
        TrainingPictures.of(dataset, photos.resolve("images"), false, System.out::println);
    System.out.printf(
        "%d photographs, %d boxes%n",
        pictures.pictures().size(),
        pictures.pictures().stream().mapToInt(picture -> picture.objects().size()).sum());
    Engine.getEngine("PyTorch").setRandomSeed((int) SEED);
    RetinaNet network = new RetinaNet(config);
    DetectionAugmentation augmentation = (size, random) -> resize(size);
    DetectionSource source =
        new DetectionSource(
            pictures.pictures(), false, augmentation, transform, BATCH, SEED, System.out::println);
    WarmupSteps rate = new WarmupSteps(RATE, WARMUP, 0.01, List.of(Math.round(steps * 0.8)), 0.1);
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        CheckpointFolder checkpoints = CheckpointFolder.open(out, 1)) {
      network.initialize(manager, DataType.FLOAT32);
      ObjectDetector detector =
          new ObjectDetector(network, transform, config.detector(network).decoder());
      TrainingLoop.of(
              network,
              new RetinaNetObjective(network, RetinaNetLossConfig.published()),
              source,
              TrainingRecipe.detection(rate))
          .iterations(steps)
          .seed(SEED)
          .checkpoints(checkpoints, every)
          .listeners(List.of(new MetricsFiles(out), new Log(detector, manager)))
          .build(manager)
          .run();
    }
  }

  /** Prints the loss, and the score of the training pictures at every checkpoint. */
  private final class Log implements TrainingListener {

    private static final int LINE_EVERY = 10;

    private final ObjectDetector detector;
    private final NDManager manager;

    Log(ObjectDetector detector, NDManager manager) {
      this.detector = detector;
      this.manager = manager;
    }

    @Override
    public void step(StepReport report) {
      if (report.iteration() % LINE_EVERY == 0) {
        System.out.printf(
            "step %d: loss %.4f, %.2f s%n", report.iteration(), report.loss(), report.seconds());
      }
    }

    @Override
    public void checkpoint(long iteration, Path checkpoint) throws IOException {
      Path results = out.resolve("detections.json");
      Files.deleteIfExists(DetectionRun.journalOf(results));
      DetectionRun.Outcome outcome =
          new DetectionRun(dataset, photos.resolve("images"), categories, 1, Integer.MAX_VALUE)
              .run(
                  found -> detector.detect(found, manager),
                  results,
                  new JsonObject(),
                  WorkListener.NONE);
      Optional<CocoSummary> boxes =
          DetectionScores.of(
                  dataset,
                  results,
                  outcome.evaluated(),
                  DetectionScores.types(dataset, false),
                  System.out::println)
              .stream()
              .findFirst();
      System.out.printf("step %d:%n%s%n", iteration, boxes.orElseThrow().table());
    }
  }
}
