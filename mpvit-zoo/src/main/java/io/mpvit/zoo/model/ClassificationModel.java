/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.model;

import ai.djl.MalformedModelException;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDManager;
import io.mpvit.classification.ClassScores;
import io.mpvit.classification.ImageClassifier;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Says what whole pictures show. */
public final class ClassificationModel extends RunningModel<ClassificationResult> {

  private final ImageClassifier classifier;
  private final List<String> names;

  private ClassificationModel(LoadedNetwork<Object> loaded) {
    super(loaded);
    classifier = (ImageClassifier) loaded.pipeline();
    names = ModelClasses.classified(loaded);
  }

  /**
   * What the model tells apart.
   *
   * @return names by class index
   */
  public List<String> names() {
    return names;
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
   * Says what a picture shows.
   *
   * @param file a picture's file
   * @return the result
   * @throws IOException if it cannot be read or is no picture
   */
  public ClassificationResult classify(Path file) throws IOException {
    return classify(Picture.of(file));
  }

  /**
   * Says what a picture shows.
   *
   * @param address of a picture
   * @return the result
   * @throws IOException if it cannot be read or is no picture
   */
  public ClassificationResult classify(URI address) throws IOException {
    return classify(Picture.of(address));
  }

  /**
   * Says what a picture shows.
   *
   * @param file the bytes of a picture's file
   * @return the result
   * @throws IOException if it cannot be read or is no picture
   */
  public ClassificationResult classify(byte[] file) throws IOException {
    return classify(Picture.of(file));
  }

  /**
   * Says what a picture shows.
   *
   * @param in the bytes of a picture's file; not closed
   * @return the result
   * @throws IOException if it cannot be read or is no picture
   */
  public ClassificationResult classify(InputStream in) throws IOException {
    return classify(Picture.of(in));
  }

  /**
   * Says what a picture shows.
   *
   * @param image a picture of Java's own kind
   * @return the result
   */
  public ClassificationResult classify(BufferedImage image) {
    return classify(Picture.of(image));
  }

  /**
   * Says what a picture shows.
   *
   * @param image a picture of DJL's kind
   * @return the result
   */
  public ClassificationResult classify(Image image) {
    return classify(Picture.of(image));
  }

  /**
   * Says what a picture shows.
   *
   * @param picture a picture that is in memory
   * @return the result
   */
  public ClassificationResult classify(Picture picture) {
    return runAll(List.of(picture)).get(0);
  }

  /**
   * Says what a picture shows of each of several pictures. Those that can go through the network
   * together do so; to float rounding each gets what it gets alone.
   *
   * @param pictures any number, of any sizes
   * @return one result for each, in order
   */
  public List<ClassificationResult> classify(List<Picture> pictures) {
    return runAll(pictures);
  }

  /**
   * Says what a picture shows of each of many files, one after the other, as the results are asked
   * for. A few pictures are read ahead in the background, so memory does not grow with the number
   * of files. A file that cannot be read ends the stream with an {@link
   * java.io.UncheckedIOException} that names it.
   *
   * @param files pictures
   * @return the results in order; close it if it is not read to its end
   */
  public Stream<ClassificationResult> classifyAll(Stream<Path> files) {
    return PictureStream.map(files, this::classify);
  }

  @Override
  List<ClassificationResult> run(List<Picture> pictures, List<RgbImage> pixels, NDManager manager) {
    List<ClassScores> scores = classifier.runEach(pixels, manager);
    return IntStream.range(0, pictures.size())
        .mapToObj(i -> new ClassificationResult(pictures.get(i), scores.get(i), names))
        .toList();
  }

  /** Which model, and how it runs. */
  public static final class Builder extends ModelBuilder<Builder> {

    private Builder() {
      super(EnumSet.of(Task.CLASSIFICATION), null);
    }

    /**
     * Finds the weights and loads the model.
     *
     * @return the model, to be closed
     * @throws IllegalArgumentException if there is no such model, or it does something else
     * @throws IOException if the weights cannot be found, fetched or read
     * @throws MalformedModelException if they are damaged or fit no model
     */
    public ClassificationModel build() throws IOException, MalformedModelException {
      return new ClassificationModel(load());
    }
  }
}
