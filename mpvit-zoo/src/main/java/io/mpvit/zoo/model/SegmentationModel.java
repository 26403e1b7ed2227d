/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.model;

import ai.djl.MalformedModelException;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDManager;
import io.mpvit.image.RgbImage;
import io.mpvit.segmentation.LabelMap;
import io.mpvit.segmentation.SegmentationClasses;
import io.mpvit.segmentation.SemanticSegmenter;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Says what every pixel of a picture shows. */
public final class SegmentationModel extends RunningModel<SegmentationResult> {

  private final SemanticSegmenter segmenter;
  private final SegmentationClasses classes;

  private SegmentationModel(LoadedNetwork<Object> loaded) {
    super(loaded);
    segmenter = (SemanticSegmenter) loaded.pipeline();
    classes = ModelClasses.segmented(loaded);
  }

  /**
   * What the model tells apart.
   *
   * @return classes by index
   */
  public SegmentationClasses classes() {
    return classes;
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
   * Says what every pixel of a picture shows.
   *
   * @param file a picture's file
   * @return the result
   * @throws IOException if it cannot be read or is no picture
   */
  public SegmentationResult segment(Path file) throws IOException {
    return segment(Picture.of(file));
  }

  /**
   * Says what every pixel of a picture shows.
   *
   * @param address of a picture
   * @return the result
   * @throws IOException if it cannot be read or is no picture
   */
  public SegmentationResult segment(URI address) throws IOException {
    return segment(Picture.of(address));
  }

  /**
   * Says what every pixel of a picture shows.
   *
   * @param file the bytes of a picture's file
   * @return the result
   * @throws IOException if it cannot be read or is no picture
   */
  public SegmentationResult segment(byte[] file) throws IOException {
    return segment(Picture.of(file));
  }

  /**
   * Says what every pixel of a picture shows.
   *
   * @param in the bytes of a picture's file; not closed
   * @return the result
   * @throws IOException if it cannot be read or is no picture
   */
  public SegmentationResult segment(InputStream in) throws IOException {
    return segment(Picture.of(in));
  }

  /**
   * Says what every pixel of a picture shows.
   *
   * @param image a picture of Java's own kind
   * @return the result
   */
  public SegmentationResult segment(BufferedImage image) {
    return segment(Picture.of(image));
  }

  /**
   * Says what every pixel of a picture shows.
   *
   * @param image a picture of DJL's kind
   * @return the result
   */
  public SegmentationResult segment(Image image) {
    return segment(Picture.of(image));
  }

  /**
   * Says what every pixel of a picture shows.
   *
   * @param picture a picture that is in memory
   * @return the result
   */
  public SegmentationResult segment(Picture picture) {
    return runAll(List.of(picture)).get(0);
  }

  /**
   * Says what every pixel of a picture shows of each of several pictures. Neighbours of equal size
   * go through the network together; to float rounding a picture's result does not depend on the
   * others.
   *
   * @param pictures any number, of any sizes
   * @return one result for each, in order
   */
  public List<SegmentationResult> segment(List<Picture> pictures) {
    return runAll(pictures);
  }

  /**
   * Says what every pixel of a picture shows of each of many files, one after the other, as the
   * results are asked for. A few pictures are read ahead in the background, so memory does not grow
   * with the number of files. A file that cannot be read ends the stream with an {@link
   * java.io.UncheckedIOException} that names it.
   *
   * @param files pictures
   * @return the results in order; close it if it is not read to its end
   */
  public Stream<SegmentationResult> segmentAll(Stream<Path> files) {
    return PictureStream.map(files, this::segment);
  }

  @Override
  List<SegmentationResult> run(List<Picture> pictures, List<RgbImage> pixels, NDManager manager) {
    List<LabelMap> labels = segmenter.runEach(pixels, manager);
    return IntStream.range(0, pictures.size())
        .mapToObj(i -> new SegmentationResult(pictures.get(i), labels.get(i), classes))
        .toList();
  }

  /** Which model, and how it runs. */
  public static final class Builder extends ModelBuilder<Builder> {

    private Builder() {
      super(EnumSet.of(Task.SEMANTIC_SEGMENTATION), "upernet_mpvit_pico_shapes");
    }

    /**
     * Finds the weights and loads the model.
     *
     * @return the model, to be closed
     * @throws IllegalArgumentException if there is no such model, or it does something else
     * @throws IOException if the weights cannot be found, fetched or read
     * @throws MalformedModelException if they are damaged or fit no model
     */
    public SegmentationModel build() throws IOException, MalformedModelException {
      return new SegmentationModel(load());
    }
  }
}
