/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.benchmarks;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.retinanet.RetinaNet;
import io.mpvit.detection.retinanet.RetinaNetLossConfig;
import io.mpvit.detection.retinanet.RetinaNetObjective;
import io.mpvit.detection.shapes.SceneGenerator;
import io.mpvit.detection.shapes.ShapesDataset;
import io.mpvit.detection.target.DetectionBatch;
import io.mpvit.detection.training.DetectionSource;
import io.mpvit.detection.training.TrainingPictures;
import io.mpvit.detection.transform.DetectorTransform;
import io.mpvit.image.ImageSize;
import io.mpvit.image.Normalization;
import io.mpvit.image.ShortestEdgeResize;
import io.mpvit.ops.Precision;
import io.mpvit.training.loop.StepReport;
import io.mpvit.training.loop.TrainingListener;
import io.mpvit.training.loop.TrainingLoop;
import io.mpvit.training.loop.TrainingRecipe;
import io.mpvit.work.WorkListener;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.measure.MatrixProduct;
import io.mpvit.zoo.preset.Presets;
import io.mpvit.zoo.preset.RetinaNetPreset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Speed and memory of training RetinaNet on MPViT-T at 256 x 256 with two pictures in a step, from
 * reading the files to the optimizer's step. The pictures are made.
 *
 * <pre>
 * MAIN=io.mpvit.benchmarks.TrainingRun benchmarks/run [STEPS [fp32|bf16 [REPLICAS]]]
 * </pre>
 *
 * <p>{@code benchmarks/run} gives the engine one thread. Run it with {@code
 * JAVA_OPTS=-XX:+UseSerialGC}, as the command line does: Java's default collector lets its heap
 * grow for a long while first.
 */
public final class TrainingRun {

  private static final int SIDE = 256;
  private static final int BATCH = 2;
  private static final int PICTURES = 40;
  private static final int REPORTS = 10;
  private static final int PRODUCTS = 20;
  private static final double RATE = 1e-5;
  private static final long SEED = 1;

  /** Times of the beginning say more about compilers than about training. */
  private static final int WARM = 5;

  private final int steps;
  private final Precision precision;
  private final int replicas;
  private final List<Double> seconds = new ArrayList<>();

  private TrainingRun(int steps, Precision precision, int replicas) {
    this.steps = steps;
    this.precision = precision;
    this.replicas = replicas;
  }

  /**
   * Trains and prints what it took.
   *
   * @param args see above; 500 steps in fp32 with one replica by default
   * @throws Exception if pictures cannot be written or read
   */
  public static void main(String[] args) throws Exception {
    int steps = args.length > 0 ? Integer.parseInt(args[0]) : 500;
    Precision precision = args.length > 1 ? Precision.ofLabel(args[1]) : Precision.FLOAT32;
    int replicas = args.length > 2 ? Integer.parseInt(args[2]) : 1;
    Path folder = Files.createTempDirectory("mpvit-training");
    try {
      SceneGenerator generator = new SceneGenerator(new ImageSize(SIDE, SIDE), SEED);
      new ShapesDataset(generator, ShapesDataset.Format.JPG)
          .write(folder, PICTURES, WorkListener.NONE);
      new TrainingRun(steps, precision, replicas).train(folder);
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private void train(Path folder) throws Exception {
    CocoDataset dataset = CocoDataset.read(folder.resolve("instances.json"));
    TrainingPictures pictures =
        TrainingPictures.of(dataset, folder.resolve("images"), false, System.out::println);
    DetectorTransform transform =
        new DetectorTransform(new ShortestEdgeResize(SIDE, SIDE), Normalization.DETECTRON2, 32);
    DetectionSource source =
        new DetectionSource(
            pictures.pictures(),
            false,
            (size, random) -> List.of(),
            transform,
            BATCH / replicas,
            SEED,
            System.out::println);
    Engine.getEngine("PyTorch").setRandomSeed((int) SEED);
    RetinaNet network =
        new RetinaNet(
            ((RetinaNetPreset) Presets.of(ModelCards.published().get("retinanet_mpvit_tiny_1x")))
                .config());
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        MatrixProduct product = new MatrixProduct(manager)) {
      network.initialize(manager, DataType.FLOAT32);
      double before = productSeconds(product);
      train(network, source, manager);
      double yardstick = (before + productSeconds(product)) / 2;
      List<Double> warm = seconds.subList(Math.min(WARM, seconds.size() - 1), seconds.size());
      double median = median(warm.stream().mapToDouble(Double::doubleValue));
      System.out.printf(
          Locale.ROOT,
          "%d steps, %s, %d replicas: median %.0f ms a step, %.2f images/s; %d products of"
              + " 2048 x 2048 in float32: %.0f ms; a step takes %.3f of that; peak %d MB%n",
          steps,
          precision.label(),
          replicas,
          1e3 * median,
          BATCH / median,
          PRODUCTS,
          1e3 * yardstick,
          median / yardstick,
          ProcessMemory.peakMb());
    }
  }

  private void train(RetinaNet network, DetectionSource source, NDManager manager)
      throws Exception {
    TrainingListener report =
        new TrainingListener() {
          @Override
          public void step(StepReport step) throws IOException {
            seconds.add(step.seconds());
            if (step.iteration() % Math.max(1, steps / REPORTS) == 0) {
              System.out.printf(
                  Locale.ROOT,
                  "step %d: %d MB resident, of it Java heap at most %d MB; loss %.3f; %.0f ms, of"
                      + " it waiting for pictures %.0f%n",
                  step.iteration(),
                  ProcessMemory.residentMb(),
                  Runtime.getRuntime().totalMemory() >> 20,
                  step.loss(),
                  1e3 * step.seconds(),
                  1e3 * step.waiting());
            }
          }
        };
    TrainingLoop<DetectionBatch> loop =
        TrainingLoop.of(
                network,
                new RetinaNetObjective(network, RetinaNetLossConfig.published()),
                source,
                TrainingRecipe.detection(iteration -> RATE))
            .iterations(steps)
            .seed(SEED)
            .precision(precision)
            .replicas(Collections.nCopies(replicas, manager.getDevice()))
            .listeners(List.of(report))
            .build(manager);
    loop.run();
  }

  /** Seconds of all products together, judged by the median. */
  private static double productSeconds(MatrixProduct product) {
    double operations = 2.0 * 2048 * 2048 * 2048;
    double[] rates = DoubleStream.generate(product::rate).limit(PRODUCTS).toArray();
    return PRODUCTS * operations / median(DoubleStream.of(rates));
  }

  private static double median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
