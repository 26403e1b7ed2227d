/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.training;

import ai.djl.ndarray.NDManager;
import io.mpvit.image.Normalization;
import io.mpvit.segmentation.augment.SegmentationAugmentation;
import io.mpvit.segmentation.data.LabelledFolders.Labelled;
import io.mpvit.training.RandomStreams;
import io.mpvit.training.loop.BatchSource;
import io.mpvit.training.loop.BatchStream;
import io.mpvit.training.loop.Prefetcher;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Batches of a folder for segmenters. Pictures are read and changed in the background; all have the
 * size of the augmentation's window, smaller ones are padded.
 *
 * <p>A picture that cannot be learned from (see {@link TrainingFolder#load}) is reported each time,
 * and another one takes its place, so batches keep their size.
 *
 * @param data the pictures
 * @param augmentation how they are changed
 * @param normalization from 8-bit pixels to the network's input
 * @param batch pictures in a batch
 * @param seed decides the order and the changes
 * @param warnings gets a line for every picture left out, from threads in the background
 */
public record SegmentationSource(
    TrainingFolder data,
    SegmentationAugmentation augmentation,
    Normalization normalization,
    int batch,
    long seed,
    Consumer<String> warnings)
    implements BatchSource<SegmentationBatch> {

  private static final int AHEAD = 4;

  /** So many bad pictures in a row end the training. */
  private static final int ATTEMPTS = 10;

  /** Checks the batch. */
  public SegmentationSource {
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(augmentation, "augmentation");
    Objects.requireNonNull(normalization, "normalization");
    Objects.requireNonNull(warnings, "warnings");
    if (batch < 1) {
      throw new IllegalArgumentException("a batch has at least 1 picture, found " + batch);
    }
  }

  @Override
  public BatchStream<SegmentationBatch> open(long position) {
    Prefetcher<List<Labelled>> prefetcher = new Prefetcher<>(new Work(position), AHEAD, 1);
    return new BatchStream<>() {
      @Override
      public SegmentationBatch next(NDManager manager) throws IOException, InterruptedException {
        return SegmentationBatch.of(
            prefetcher.next(), augmentation.window(), normalization, manager);
      }

      @Override
      public void close() {
        prefetcher.close();
      }
    };
  }

  @Override
  public int samples(SegmentationBatch made) {
    return (int) made.images().getShape().get(0);
  }

  /** The batches from a position on. */
  private final class Work implements Iterator<Callable<List<Labelled>>> {
    private final RandomStreams streams = new RandomStreams(seed);
    private final PictureOrder order = new PictureOrder(data.items().size(), streams);
    private long position;

    Work(long position) {
      this.position = position;
    }

    @Override
    public boolean hasNext() {
      return true;
    }

    @Override
    public Callable<List<Labelled>> next() {
      long own = position++;
      int[] members = new int[batch];
      for (int i = 0; i < batch; i++) {
        members[i] = order.at(own * batch + i);
      }
      return () -> samples(members, own);
    }

    private List<Labelled> samples(int[] members, long own) throws IOException {
      List<Labelled> samples = new ArrayList<>();
      for (int i = 0; i < members.length; i++) {
        RandomGenerator random = streams.stream("augment", own, i);
        Labelled sample = load(members[i], streams.stream("substitute", own, i));
        samples.add(augmentation.draw(sample.labels(), random).apply(sample));
      }
      return samples;
    }
  }

  /** A picture, or another one if it cannot be learned from. */
  private Labelled load(int first, RandomGenerator random) throws IOException {
    int picture = first;
    for (int attempt = 1; ; attempt++) {
      try {
        return data.load(data.items().get(picture));
      } catch (IOException e) {
        String line = "left out " + data.items().get(picture).name() + ": " + e.getMessage();
        warnings.accept(line);
        if (attempt == ATTEMPTS) {
          throw new IOException(ATTEMPTS + " pictures in a row cannot be used; " + line, e);
        }
        picture = random.nextInt(data.items().size());
      }
    }
  }
}
