/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.loop;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mpvit.nn.BatchNorm2d;
import io.mpvit.nn.DropPath;
import io.mpvit.nn.Linear;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import io.mpvit.nn.UnaryBlock;
import io.mpvit.ops.HostArrays;
import io.mpvit.ops.LossOps;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.training.Losses;
import io.mpvit.training.Objective;
import io.mpvit.training.RandomStreams;
import io.mpvit.training.schedule.WarmupSteps;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** A training with everything that has a state: statistics, chance, an objective's, an average. */
final class ToyTraining {

  static final long ITERATIONS = 30;
  static final long EVERY = 4;

  private ToyTraining() {}

  /** Two layers, statistics of the batch, and branches that are dropped by chance. */
  static final class Network extends UnaryBlock {
    private final Linear first = child("first", new Linear(4, 8));
    private final BatchNorm2d norm = child("norm", new BatchNorm2d(8));
    private final DropPath drop = new DropPath(0.25f);
    private final Linear second = child("second", new Linear(8, 3));

    @Override
    protected NDArray compute(Pass pass, NDArray x) {
      NDArray hidden = first.forward(pass, x);
      NDArray map = norm.forward(pass, hidden.reshape(-1, 8, 1, 1)).reshape(-1, 8);
      return second.forward(pass, hidden.add(drop.apply(pass, map)));
    }

    @Override
    public Shape trace(Tracer tracer, Shape input) {
      return second.trace(tracer, first.trace(tracer, input));
    }
  }

  /** Inputs and classes. */
  record Batch(NDArray inputs, NDArray labels) {}

  /** Cross-entropy, divided by a number that moves from step to step. */
  static final class Goal implements Objective<Batch> {
    private final Network network;
    private double normalizer = 2;

    Goal(Network network) {
      this.network = network;
    }

    @Override
    public Losses losses(Pass pass, Batch batch) {
      normalizer = 0.9 * normalizer + 0.1;
      NDArray logits = network.forward(pass, batch.inputs());
      return new Losses(
          Map.of(
              "loss_cls",
              LossOps.divide(LossOps.crossEntropy(logits, batch.labels()), normalizer)));
    }

    @Override
    public Map<String, Double> state() {
      return Map.of("normalizer", normalizer);
    }

    @Override
    public void restore(Map<String, Double> state) {
      normalizer = state.get("normalizer");
    }
  }

  /** Points whose class is their largest coordinate. */
  static final class Source implements BatchSource<Batch> {
    private final RandomStreams streams = new RandomStreams(5);

    @Override
    public BatchStream<Batch> open(long position) {
      long[] next = {position};
      return manager -> make(manager, next[0]++);
    }

    private Batch make(NDManager manager, long position) {
      RandomGenerator random = streams.stream("points", position);
      float[] points = new float[6 * 4];
      long[] labels = new long[6];
      for (int i = 0; i < points.length; i++) {
        points[i] = (float) random.nextGaussian();
      }
      for (int i = 0; i < labels.length; i++) {
        for (int k = 1; k < 3; k++) {
          labels[i] = points[4 * i + k] > points[4 * i + (int) labels[i]] ? k : labels[i];
        }
      }
      return new Batch(HostArrays.of(manager, points, 6, 4), HostArrays.of(manager, labels, 6));
    }

    @Override
    public int samples(Batch batch) {
      return 6;
    }
  }

  /** Remembers the losses. */
  static final class Losing implements TrainingListener {
    final List<Double> losses = new ArrayList<>();
    final List<Long> iterations = new ArrayList<>();
    long startedAt = -1;
    int ended;

    @Override
    public void started(long iteration, long iterations) {
      startedAt = iteration;
    }

    @Override
    public void step(StepReport report) {
      losses.add(report.loss());
      iterations.add(report.iteration());
    }

    @Override
    public void ended() {
      ended++;
    }
  }

  static TrainingRecipe recipe() {
    return TrainingRecipe.detection(new WarmupSteps(0.05, 5, 0.01, List.of(20L), 0.1))
        .withAccumulation(2)
        .withAverage(0.9);
  }

  static TrainingLoopBuilder<Batch> plan(NDManager manager) {
    Network network = new Network();
    ReferenceWeights.fill(network, manager);
    return TrainingLoop.of(network, new Goal(network), new Source(), recipe())
        .iterations(ITERATIONS)
        .seed(3)
        .settings(Map.of("model", "toy"));
  }

  /** Trains in a folder, as the process that is killed does. */
  static TrainingLoop.Ending train(Path folder, TrainingListener... more)
      throws IOException, MalformedModelException, InterruptedException {
    List<TrainingListener> listeners = new ArrayList<>(List.of(more));
    listeners.add(0, new MetricsFiles(folder));
    try (NDManager manager = NDManager.newBaseManager();
        CheckpointFolder checkpoints = CheckpointFolder.open(folder, 2)) {
      return plan(manager)
          .checkpoints(checkpoints, EVERY)
          .listeners(listeners)
          .build(manager)
          .run();
    }
  }

  /** Trains slowly in the folder that is the argument, and prints the number of each step. */
  public static void main(String[] args) throws Exception {
    train(
        Path.of(args[0]),
        new TrainingListener() {
          @Override
          public void step(StepReport report) throws IOException {
            System.out.println(report.iteration());
            try {
              Thread.sleep(10);
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
          }
        });
  }
}
