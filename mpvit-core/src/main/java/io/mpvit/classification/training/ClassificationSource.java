/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.classification.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mpvit.classification.evaluation.ImageFolder;
import io.mpvit.classification.evaluation.ImageFolder.Picture;
import io.mpvit.image.ImageReadException;
import io.mpvit.image.ImageReader;
import io.mpvit.image.Orientation;
import io.mpvit.ops.HostArrays;
import io.mpvit.training.RandomStreams;
import io.mpvit.training.augment.BatchMix.Mixed;
import io.mpvit.training.augment.RepeatedAugmentation;
import io.mpvit.training.loop.BatchSource;
import io.mpvit.training.loop.BatchStream;
import io.mpvit.training.loop.Prefetcher;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * Batches of pictures sorted into one folder per class. Pictures are read and changed in the
 * background, and taken as stored, without regard to EXIF data, as the published models were
 * trained.
 *
 * <p>What stands at a position follows from the seed and the position; rounds over the data follow
 * one another without a gap, so no picture is dropped at their ends. A picture that cannot be read
 * is left out of its batch with a warning each time; a batch of which nothing remains ends the
 * training.
 *
 * @param folder the pictures; class k is the k-th folder
 * @param changes how pictures are changed
 * @param batch pictures in a batch
 * @param seed decides the order and the changes
 * @param warnings gets a line for every picture left out, from threads in the background
 */
public record ClassificationSource(
    ImageFolder folder,
    ClassificationChanges changes,
    int batch,
    long seed,
    Consumer<String> warnings)
    implements BatchSource<ClassificationBatch> {

  private static final int AHEAD = 32;
  private static final int MOST_AHEAD = 256;
  private static final int MOST_THREADS = 8;
  private static final int CHANNELS = 3;

  /** Checks the batch. */
  public ClassificationSource {
    if (batch < 1) {
      throw new IllegalArgumentException("a batch has at least 1 picture, found " + batch);
    }
  }

  /** A picture as the network gets it; without planes it could not be read, for a reason. */
  private record Sample(int label, float[] planes, String problem) {}

  /**
   * The number of pictures in a round over the data, see {@link RepeatedAugmentation#samples}.
   *
   * @return at least 1
   */
  public int round() {
    return order().samples();
  }

  private RepeatedAugmentation order() {
    return new RepeatedAugmentation(folder.pictures().size(), changes.repeats(), 1);
  }

  @Override
  public int samples(ClassificationBatch made) {
    return Math.toIntExact(made.images().getShape().get(0));
  }

  @Override
  public BatchStream<ClassificationBatch> open(long position) {
    RandomStreams streams = new RandomStreams(seed);
    int threads =
        Math.max(1, Math.min(Runtime.getRuntime().availableProcessors() - 1, MOST_THREADS));
    Prefetcher<Sample> samples =
        new Prefetcher<>(
            new Work(streams, position * batch), Math.min(batch + AHEAD, MOST_AHEAD), threads);
    return new BatchStream<>() {
      private long at = position;

      @Override
      public ClassificationBatch next(NDManager manager) throws IOException, InterruptedException {
        List<Sample> readable = new ArrayList<>();
        String last = "";
        for (int i = 0; i < batch; i++) {
          Sample sample = samples.next();
          if (sample.planes == null) {
            last = sample.problem;
          } else {
            readable.add(sample);
          }
        }
        if (readable.isEmpty()) {
          throw new IOException("no picture of a batch can be read; " + last);
        }
        return collate(readable, streams, at++, manager);
      }

      @Override
      public void close() {
        samples.close();
      }
    };
  }

  /** Reads one picture after the other, without end. */
  private final class Work implements Iterator<Callable<Sample>> {
    private final RandomStreams streams;
    private final RepeatedAugmentation repeated = order();
    private int[] round;
    private long inRound = -1;
    private long at;

    Work(RandomStreams streams, long at) {
      this.streams = streams;
      this.at = at;
    }

    @Override
    public boolean hasNext() {
      return true;
    }

    @Override
    public Callable<Sample> next() {
      long epoch = at / repeated.samples();
      if (epoch != inRound) {
        inRound = epoch;
        round = repeated.order(0, streams.stream("order", epoch));
      }
      Picture picture = folder.pictures().get(round[(int) (at % repeated.samples())]);
      long own = at++;
      return () -> read(picture, own, streams);
    }
  }

  private Sample read(Picture picture, long place, RandomStreams streams) {
    try {
      return new Sample(
          picture.folderIndex(),
          changes.apply(
              ImageReader.read(folder.folder().resolve(picture.file()), Orientation.AS_STORED),
              streams.stream("augment", place)),
          "");
    } catch (ImageReadException e) {
      String problem = "left out " + e.getMessage();
      warnings.accept(problem);
      return new Sample(picture.folderIndex(), null, problem);
    }
  }

  private ClassificationBatch collate(
      List<Sample> samples, RandomStreams streams, long position, NDManager manager) {
    int count = samples.size();
    int length = CHANNELS * changes.size() * changes.size();
    int classes = folder.classes().size();
    float[] values = new float[Math.multiplyExact(count, length)];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      System.arraycopy(samples.get(i).planes, 0, values, i * length, length);
      labels[i] = samples.get(i).label;
    }
    NDArray images =
        HostArrays.of(manager, values, count, CHANNELS, changes.size(), changes.size());
    if (changes.mix().isEmpty()) {
      return new ClassificationBatch(images, oneHot(labels, classes, manager));
    }
    try (images) {
      Mixed mixed =
          changes.mix().get().apply(images, labels, classes, streams.stream("mix", position));
      return new ClassificationBatch(mixed.images(), mixed.targets());
    }
  }

  private static NDArray oneHot(int[] labels, int classes, NDManager manager) {
    float[] targets = new float[labels.length * classes];
    for (int i = 0; i < labels.length; i++) {
      targets[i * classes + labels[i]] = 1;
    }
    return HostArrays.of(manager, targets, labels.length, classes);
  }
}
