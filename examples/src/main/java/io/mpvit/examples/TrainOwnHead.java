/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.ParameterStore;
import io.mpvit.checkpoint.CheckpointWriter;
import io.mpvit.nn.Linear;
import io.mpvit.nn.Pass;
import io.mpvit.ops.HostArrays;
import io.mpvit.ops.LossOps;
import io.mpvit.ops.Precision;
import io.mpvit.training.GradientTape;
import io.mpvit.training.optimizer.AdamW;
import io.mpvit.training.optimizer.Gradients;
import io.mpvit.training.optimizer.ParameterGroup;
import io.mpvit.weights.BlockStateDict;
import io.mpvit.zoo.model.FeatureModel;
import io.mpvit.zoo.model.Picture;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Trains a head of one's own on the features of a backbone that is left as it is: a linear layer
 * that tells patterns apart, which the backbone has never seen. The pictures are drawn here.
 */
public final class TrainOwnHead {

  private static final List<String> CLASSES = List.of("rows", "columns", "checks");
  private static final int SIDE = 64;
  private static final int TRAINING = 120;
  private static final int HELD_OUT = 60;
  private static final int STEPS = 200;
  private static final double RATE = 0.01;
  private static final double WEIGHT_DECAY = 1e-4;

  private TrainOwnHead() {}

  /** What the head learns from: one vector per picture, and its class. */
  private record Samples(float[] vectors, long[] labels, int channels) {

    NDArray input(NDManager manager) {
      return HostArrays.of(manager, vectors, labels.length, channels);
    }

    NDArray target(NDManager manager) {
      return HostArrays.of(manager, labels, labels.length);
    }
  }

  /**
   * Draws, trains, and says how many pictures that were held out the head knows.
   *
   * @param args a model's name, such as mask_rcnn_mpvit_pico_shapes, whose weights come with the
   *     library; the file to write the head's weights to, .safetensors or .pth
   * @throws Exception if the model cannot be loaded or the file cannot be written
   */
  public static void main(String[] args) throws Exception {
    if (args.length < 2) {
      System.err.println("usage: TrainOwnHead MODEL HEAD");
      return;
    }
    try (FeatureModel backbone = FeatureModel.builder().model(args[0]).unresized().build();
        NDManager manager = NDManager.newBaseManager("PyTorch")) {
      // the backbone does not learn, so each picture goes through it once
      Samples training = samples(backbone, 0, TRAINING);
      Samples heldOut = samples(backbone, TRAINING, HELD_OUT);
      Linear head = new Linear(training.channels(), CLASSES.size());
      head.initialize(manager, DataType.FLOAT32);
      head.unfreeze();
      System.out.printf("before: %d of %d right%n", right(head, heldOut, manager), HELD_OUT);
      train(head, training, manager);
      System.out.printf("after: %d of %d right%n", right(head, heldOut, manager), HELD_OUT);
      CheckpointWriter.write(BlockStateDict.of(head), Path.of(args[1]));
    }
  }

  private static void train(Linear head, Samples samples, NDManager manager) {
    ParameterStore store = new ParameterStore(manager, false);
    Gradients gradients = new Gradients(head);
    List<ParameterGroup> groups = List.of(ParameterGroup.all(WEIGHT_DECAY));
    try (AdamW optimizer = AdamW.Settings.DEFAULT.optimizer(head, groups, manager)) {
      for (int step = 1; step <= STEPS; step++) {
        try (NDManager scratch = manager.newSubManager();
            GradientTape tape = new GradientTape()) {
          NDArray logits = logits(head, samples, store, true, scratch);
          NDArray loss = LossOps.crossEntropy(logits, samples.target(scratch));
          tape.backward(loss);
          if (step % 50 == 0) {
            System.out.printf("step %d: loss %.4f%n", step, loss.getFloat());
          }
        }
        optimizer.step(RATE);
        gradients.clear();
      }
    }
  }

  private static long right(Linear head, Samples samples, NDManager manager) {
    try (NDManager scratch = manager.newSubManager()) {
      ParameterStore store = new ParameterStore(scratch, false);
      long[] found = logits(head, samples, store, false, scratch).argMax(1).toLongArray();
      return IntStream.range(0, found.length).filter(i -> found[i] == samples.labels[i]).count();
    }
  }

  /** The result, [N, classes], belongs to the input's manager. */
  private static NDArray logits(
      Linear head, Samples samples, ParameterStore store, boolean training, NDManager scratch) {
    Pass pass = new Pass(store, training, Precision.FLOAT32);
    return head.forward(pass, new NDList(samples.input(scratch))).singletonOrThrow();
  }

  /** The mean vectors of the coarsest map, over the whole picture. */
  private static Samples samples(FeatureModel backbone, int first, int count) {
    List<Picture> pictures =
        IntStream.range(first, first + count).mapToObj(TrainOwnHead::picture).toList();
    long[] labels = IntStream.range(first, first + count).mapToLong(TrainOwnHead::label).toArray();
    List<float[]> vectors =
        backbone.extract(pictures).stream().map(maps -> maps.coarsest().mean()).toList();
    int channels = vectors.get(0).length;
    float[] all = new float[count * channels];
    for (int i = 0; i < count; i++) {
      System.arraycopy(vectors.get(i), 0, all, i * channels, channels);
    }
    return new Samples(all, labels, channels);
  }

  private static int label(int number) {
    return number % CLASSES.size();
  }

  /** Rows, columns or checks in two colours, of some width. */
  private static Picture picture(int number) {
    SplittableRandom random = new SplittableRandom(number);
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    Color dark = new Color(random.nextInt(100), random.nextInt(100), random.nextInt(100));
    Color light =
        new Color(155 + random.nextInt(100), 155 + random.nextInt(100), 155 + random.nextInt(100));
    int width = random.nextInt(5, 12);
    int shift = random.nextInt(2 * width);
    boolean rows = label(number) != 1;
    boolean columns = label(number) != 0;
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int bands = (rows ? (y + shift) / width : 0) + (columns ? (x + shift) / width : 0);
        graphics.setColor(bands % 2 == 0 ? dark : light);
        graphics.fillRect(x, y, 1, 1);
      }
    }
    graphics.dispose();
    return Picture.of(image);
  }
}
