/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mpvit.detection.augment.DetectionAugmentation;
import io.mpvit.detection.augment.TrainingSample;
import io.mpvit.detection.target.DetectionBatch;
import io.mpvit.detection.transform.DetectorTransform;
import io.mpvit.detection.transform.ImageBatch;
import io.mpvit.image.ExpectedSize;
import io.mpvit.image.ImageReadException;
import io.mpvit.image.ImageReader;
import io.mpvit.image.ImageSize;
import io.mpvit.image.Orientation;
import io.mpvit.image.RgbImage;
import io.mpvit.training.RandomStreams;
import io.mpvit.training.loop.BatchSource;
import io.mpvit.training.loop.BatchStream;
import io.mpvit.training.loop.Prefetcher;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Batches of a data set for detectors. Pictures are read and changed in the background.
 *
 * <p>A picture that cannot be read, or has another size than its entry says, is left out of its
 * batch with a warning each time; a batch of which nothing remains ends the training.
 *
 * @param pictures the data
 * @param masks whether masks are learned
 * @param augmentation how pictures are changed; its last resize decides the network's size
 * @param transform the normalisation and the padding
 * @param batch pictures in a batch; in a batch all are wider than high, or none is
 * @param seed decides the order and the changes
 * @param warnings gets a line for every picture left out, from threads in the background
 */
public record DetectionSource(
    List<TrainingPicture> pictures,
    boolean masks,
    DetectionAugmentation augmentation,
    DetectorTransform transform,
    int batch,
    long seed,
    Consumer<String> warnings)
    implements BatchSource<DetectionBatch> {

  private static final int AHEAD = 4;

  /** Copies the list and checks the batch. */
  public DetectionSource {
    pictures = List.copyOf(pictures);
    if (pictures.isEmpty() || batch < 1) {
      throw new IllegalArgumentException(
          "expected pictures and a positive batch, found " + pictures.size() + " and " + batch);
    }
  }

  @Override
  public BatchStream<DetectionBatch> open(long position) {
    RandomStreams streams = new RandomStreams(seed);
    List<ImageSize> sizes = pictures.stream().map(TrainingPicture::size).toList();
    BatchOrder order = new BatchOrder(sizes, batch, streams);
    for (long i = 0; i < position; i++) {
      order.next(); // numbers only: a million batches take a second
    }
    Iterator<Callable<List<TrainingSample>>> work =
        new Iterator<>() {
          private long at = position;

          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public Callable<List<TrainingSample>> next() {
            int[] members = order.next();
            long own = at++;
            return () -> samples(members, own, streams);
          }
        };
    Prefetcher<List<TrainingSample>> prefetcher = new Prefetcher<>(work, AHEAD, 1);
    return new BatchStream<>() {
      @Override
      public DetectionBatch next(NDManager manager) throws IOException, InterruptedException {
        return collate(prefetcher.next(), manager);
      }

      @Override
      public void close() {
        prefetcher.close();
      }
    };
  }

  @Override
  public int samples(DetectionBatch made) {
    return made.truths().size();
  }

  private List<TrainingSample> samples(int[] members, long position, RandomStreams streams)
      throws IOException {
    List<TrainingSample> samples = new ArrayList<>();
    String last = "";
    for (int i = 0; i < members.length; i++) {
      TrainingPicture picture = pictures.get(members[i]);
      try {
        samples.add(sample(picture, streams.stream("augment", position, i)));
      } catch (ImageReadException e) {
        last = "left out image " + picture.id() + ": " + e.getMessage();
        warnings.accept(last);
      }
    }
    if (samples.isEmpty()) {
      throw new IOException("no picture of a batch can be read; " + last);
    }
    return samples;
  }

  private TrainingSample sample(TrainingPicture picture, RandomGenerator random)
      throws ImageReadException {
    RgbImage image = ImageReader.read(picture.file(), Orientation.HONOUR_EXIF);
    ExpectedSize.check(picture.file(), image, picture.size(), "its entry");
    return TrainingSample.of(
        image, picture.objects(), augmentation.draw(image.size(), random), masks);
  }

  private DetectionBatch collate(List<TrainingSample> samples, NDManager manager) {
    List<RgbImage> images = samples.stream().map(TrainingSample::image).toList();
    List<ImageSize> sizes = images.stream().map(RgbImage::size).toList();
    ImageSize padded =
        sizes.stream().reduce(ImageSize::cover).orElseThrow().roundUpTo(transform.divisor());
    NDArray tensor = transform.normalization().toBatch(images, padded, manager);
    return new DetectionBatch(
        new ImageBatch(tensor, sizes, sizes), samples.stream().map(TrainingSample::truth).toList());
  }
}
