/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.model;

import ai.djl.MalformedModelException;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDManager;
import io.mpvit.detection.Categories;
import io.mpvit.detection.Detections;
import io.mpvit.detection.InstanceSegmenter;
import io.mpvit.detection.Instances;
import io.mpvit.detection.ObjectDetector;
import io.mpvit.image.RgbImage;
import io.mpvit.zoo.card.Task;
import io.mpvit.zoo.network.LoadedNetwork;
import io.mpvit.zoo.network.ModelClasses;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds objects in pictures: boxes, and pixels where the model makes masks. */
public final class DetectionModel extends RunningModel<DetectionResult> {

  private final ObjectDetector detector;
  private final boolean masked;
  private final Categories categories;
  private final double score;

  private DetectionModel(LoadedNetwork<Object> loaded, double score) {
    super(loaded);
    Object pipeline = loaded.pipeline();
    masked = pipeline instanceof InstanceSegmenter;
    detector =
        pipeline instanceof InstanceSegmenter segmenter
            ? segmenter.detector()
            : (ObjectDetector) pipeline;
    categories = ModelClasses.detected(loaded);
    this.score = score;
  }

  /**
   * What the model tells apart.
   *
   * @return categories by class index
   */
  public Categories categories() {
    return categories;
  }

  /**
   * Begins a model.
   *
   * @return a builder with the defaults
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Finds the objects of a picture.
   *
   * @param file a picture's file
   * @return the result
   * @throws IOException if it cannot be read or is no picture
   */
  public DetectionResult detect(Path file) throws IOException {
    return detect(Picture.of(file));
  }

  /**
   * Finds the objects of a picture.
   *
   * @param address of a picture
   * @return the result
   * @throws IOException if it cannot be read or is no picture
   */
  public DetectionResult detect(URI address) throws IOException {
    return detect(Picture.of(address));
  }

  /**
   * Finds the objects of a picture.
   *
   * @param file the bytes of a picture's file
   * @return the result
   * @throws IOException if it cannot be read or is no picture
   */
  public DetectionResult detect(byte[] file) throws IOException {
    return detect(Picture.of(file));
  }

  /**
   * Finds the objects of a picture.
   *
   * @param in the bytes of a picture's file; not closed
   * @return the result
   * @throws IOException if it cannot be read or is no picture
   */
  public DetectionResult detect(InputStream in) throws IOException {
    return detect(Picture.of(in));
  }

  /**
   * Finds the objects of a picture.
   *
   * @param image a picture of Java's own kind
   * @return the result
   */
  public DetectionResult detect(BufferedImage image) {
    return detect(Picture.of(image));
  }

  /**
   * Finds the objects of a picture.
   *
   * @param image a picture of DJL's kind
   * @return the result
   */
  public DetectionResult detect(Image image) {
    return detect(Picture.of(image));
  }

  /**
   * Finds the objects of a picture.
   *
   * @param picture a picture that is in memory
   * @return the result
   */
  public DetectionResult detect(Picture picture) {
    return runAll(List.of(picture)).get(0);
  }

  /**
   * Finds the objects of a picture of each of several pictures. Those that can go through the
   * network together do so; to float rounding each gets what it gets alone.
   *
   * @param pictures any number, of any sizes
   * @return one result for each, in order
   */
  public List<DetectionResult> detect(List<Picture> pictures) {
    return runAll(pictures);
  }

  /**
   * Finds the objects of a picture of each of many files, one after the other, as the results are
   * asked for. A few pictures are read ahead in the background, so memory does not grow with the
   * number of files. A file that cannot be read ends the stream with an {@link
   * java.io.UncheckedIOException} that names it.
   *
   * @param files pictures
   * @return the results in order; close it if it is not read to its end
   */
  public Stream<DetectionResult> detectAll(Stream<Path> files) {
    return PictureStream.map(files, this::detect);
  }

  @Override
  List<DetectionResult> run(List<Picture> pictures, List<RgbImage> pixels, NDManager manager) {
    List<Detections> found = detector.runEach(pixels, manager);
    return IntStream.range(0, pictures.size())
        .mapToObj(i -> result(pictures.get(i), found.get(i).atLeast(score)))
        .toList();
  }

  /** Masks get their pixels once the scores are filtered. */
  private DetectionResult result(Picture picture, Detections found) {
    Optional<Instances> masks = masked ? Optional.of(Instances.of(found)) : Optional.empty();
    return new DetectionResult(picture, found, masks, categories);
  }

  /** Which model, and how it runs. */
  public static final class Builder extends ModelBuilder<Builder> {

    private static final double SCORE = 0.5;

    private double score = SCORE;

    private Builder() {
      super(EnumSet.of(Task.DETECTION, Task.INSTANCE_SEGMENTATION), "mask_rcnn_mpvit_pico_shapes");
    }

    /**
     * Leaves out what has a lower score (default: 0.5).
     *
     * @param value in [0, 1]; 0 keeps all that the model's own thresholds let through
     * @return this builder
     * @throws IllegalArgumentException if it is no such number
     */
    public Builder score(double value) {
      if (!(value >= 0 && value <= 1)) {
        throw new IllegalArgumentException("score lies in [0, 1], found " + value);
      }
      score = value;
      return this;
    }

    /**
     * Finds the weights and loads the model.
     *
     * @return the model, to be closed
     * @throws IllegalArgumentException if there is no such model, or it does something else
     * @throws IOException if the weights cannot be found, fetched or read
     * @throws MalformedModelException if they are damaged or fit no model
     */
    public DetectionModel build() throws IOException, MalformedModelException {
      return new DetectionModel(load(), score);
    }
  }
}
