/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.benchmarks;

import ai.djl.ndarray.NDManager;
import io.mpvit.classification.ImageClassifier;
import io.mpvit.detection.ObjectDetector;
import io.mpvit.detection.transform.DetectorTransform;
import io.mpvit.image.Normalization;
import io.mpvit.image.RgbImage;
import io.mpvit.image.ShortestEdgeResize;
import io.mpvit.nn.TorchBlock;
import io.mpvit.pipeline.PicturePipeline;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.network.NetworkLoader;
import io.mpvit.zoo.preset.Presets;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many predictions in one process, threads sharing one model, pictures of changing size. Prints the
 * resident memory as it goes and fails if a result differs from the one of a single thread.
 *
 * <pre>
 * MAIN=io.mpvit.benchmarks.SoakTest benchmarks/run [mpvit_tiny|retinanet_mpvit_tiny_1x [PREDICTIONS [THREADS [WEIGHTS]]]]
 * </pre>
 *
 * <p>Java's default collector lets its heap grow for hundreds of predictions before it sweeps,
 * which looks like a leak: run with {@code JAVA_OPTS=-XX:+UseSerialGC}, as the command line does.
 */
public final class SoakTest {

  private static final int REPORT_EVERY = 50;
  private static final int PICTURES = 40;

  /** A short side that lets a thousand detections take minutes. */
  private static final ShortestEdgeResize SMALL = new ShortestEdgeResize(160, 320);

  private final PicturePipeline<?> pipeline;
  private final NDManager manager;
  private final List<RgbImage> pictures = new ArrayList<>();
  private final List<Object> expected = new ArrayList<>();
  private final AtomicInteger done = new AtomicInteger();

  private SoakTest(PicturePipeline<?> pipeline, NDManager manager) {
    this.pipeline = pipeline;
    this.manager = manager;
  }

  /**
   * Runs the test.
   *
   * @param args a model's name (mpvit_tiny), how many predictions (1000), how many threads (2), a
   *     weights file (reference weights)
   * @throws Exception if memory cannot be read or a result differs
   */
  public static void main(String[] args) throws Exception {
    String name = args.length > 0 ? args[0] : "mpvit_tiny";
    int predictions = args.length > 1 ? Integer.parseInt(args[1]) : 1000;
    int threads = args.length > 2 ? Integer.parseInt(args[2]) : 2;
    ModelCard card = ModelCards.published().get(name);
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      TorchBlock network = network(card, manager, args.length > 3 ? args[3] : null);
      Object pipeline = Presets.of(card).pipeline(network);
      if (pipeline instanceof ImageClassifier classifier) {
        new SoakTest(classifier, manager).run(predictions, threads);
      } else if (pipeline instanceof ObjectDetector detector) {
        DetectorTransform small = new DetectorTransform(SMALL, Normalization.DETECTRON2, 32);
        new SoakTest(new ObjectDetector(network, small, detector.decoder()), manager)
            .run(predictions, threads);
      }
    }
  }

  private static TorchBlock network(ModelCard card, NDManager manager, String weights)
      throws Exception {
    if (weights != null) {
      return NetworkLoader.load(card, Path.of(weights), manager);
    }
    TorchBlock network = Presets.of(card).build(Optional.empty());
    ReferenceWeights.fill(network, manager);
    return network;
  }

  private void run(int predictions, int threads) throws Exception {
    for (int i = 0; i < PICTURES; i++) {
      int height = 60 + i * 37 % 400;
      int width = 60 + i * 91 % 500;
      pictures.add(ReferenceInputs.image("soak" + i, height, width));
      expected.add(pipeline.run(List.of(pictures.get(i)), manager));
    }
    report("single-threaded, " + PICTURES);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Void>> running = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        running.add(pool.submit(() -> predictUntil(predictions)));
      }
      for (Future<Void> future : running) {
        future.get();
      }
    } finally {
      pool.shutdownNow();
    }
    System.out.println("all results as of a single thread; peak " + ProcessMemory.peakMb() + " MB");
  }

  private Void predictUntil(int predictions) throws Exception {
    for (int i = done.getAndIncrement(); i < predictions; i = done.getAndIncrement()) {
      int picture = i % PICTURES;
      Object result = pipeline.run(List.of(pictures.get(picture)), manager);
      if (!result.equals(expected.get(picture))) {
        throw new IllegalStateException("prediction " + i + " differs from the single thread's");
      }
      if ((i + 1) % REPORT_EVERY == 0) {
        report(Integer.toString(i + 1));
      }
    }
    return null;
  }

  private static void report(String label) throws IOException {
    System.out.printf(
        "%s: %d MB resident; of it Java heap at most %d MB, direct buffers %d MB%n",
        label, ProcessMemory.residentMb(), Runtime.getRuntime().totalMemory() >> 20, directMb());
  }

  /** Java's own buffers outside the heap. */
  private static long directMb() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum()
        >> 20;
  }
}
