/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.model;

import ai.djl.MalformedModelException;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.mpvit.backbone.Backbone;
import io.mpvit.backbone.Feature;
import io.mpvit.image.RgbImage;
import io.mpvit.zoo.card.Task;
import io.mpvit.zoo.network.LoadedNetwork;
import io.mpvit.zoo.preset.PictureEntry;
import io.mpvit.zoo.preset.Presets;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The network below a model's head, for heads of one's own: from pictures to feature maps.
 *
 * <p>Any model serves, whatever it is for. A detector or segmenter gives the maps of its backbone;
 * its feature pyramid's are there on request. Pictures are resized, cropped and scaled as the model
 * itself does it, unless {@linkplain Builder#unresized they are to keep their size}.
 */
public final class FeatureModel extends RunningModel<FeatureResult> {

  private final FeaturePipeline pipeline;

  private FeatureModel(LoadedNetwork<Object> loaded, FeaturePipeline pipeline) {
    super(loaded);
    this.pipeline = pipeline;
  }

  /**
   * The maps that every picture gets.
   *
   * @return names, channels, and strides in pixels of what the network sees; finest first
   */
  public List<Feature> features() {
    return pipeline.network().features();
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
   * Looks at a picture.
   *
   * @param file a picture's file
   * @return its feature maps
   * @throws IOException if it cannot be read or is no picture
   */
  public FeatureResult extract(Path file) throws IOException {
    return extract(Picture.of(file));
  }

  /**
   * Looks at a picture.
   *
   * @param address of a picture
   * @return its feature maps
   * @throws IOException if it cannot be read or is no picture
   */
  public FeatureResult extract(URI address) throws IOException {
    return extract(Picture.of(address));
  }

  /**
   * Looks at a picture.
   *
   * @param file the bytes of a picture's file
   * @return its feature maps
   * @throws IOException if it cannot be read or is no picture
   */
  public FeatureResult extract(byte[] file) throws IOException {
    return extract(Picture.of(file));
  }

  /**
   * Looks at a picture.
   *
   * @param in the bytes of a picture's file; not closed
   * @return its feature maps
   * @throws IOException if it cannot be read or is no picture
   */
  public FeatureResult extract(InputStream in) throws IOException {
    return extract(Picture.of(in));
  }

  /**
   * Looks at a picture.
   *
   * @param image a picture of Java's own kind
   * @return its feature maps
   */
  public FeatureResult extract(BufferedImage image) {
    return extract(Picture.of(image));
  }

  /**
   * Looks at a picture.
   *
   * @param image a picture of DJL's kind
   * @return its feature maps
   */
  public FeatureResult extract(Image image) {
    return extract(Picture.of(image));
  }

  /**
   * Looks at a picture.
   *
   * @param picture a picture that is in memory
   * @return its feature maps
   */
  public FeatureResult extract(Picture picture) {
    return runAll(List.of(picture)).get(0);
  }

  /**
   * Looks at each of several pictures. Neighbours of equal size go through the network together; to
   * float rounding a picture's maps do not depend on the others.
   *
   * @param pictures any number, of any sizes
   * @return the maps of each, in order
   */
  public List<FeatureResult> extract(List<Picture> pictures) {
    return runAll(pictures);
  }

  /**
   * Looks at many files, one after the other, as the results are asked for. A few pictures are read
   * ahead in the background. A file that cannot be read ends the stream with an {@link
   * java.io.UncheckedIOException} that names it.
   *
   * @param files pictures
   * @return the results in order; close it if it is not read to its end
   */
  public Stream<FeatureResult> extractAll(Stream<Path> files) {
    return PictureStream.map(files, this::extract);
  }

  /**
   * Looks at pictures as one batch and leaves the maps where they were computed, for heads that the
   * engine runs.
   *
   * @param pictures one or more; those that are smaller than the largest once they have their size
   *     are padded with zeros at the right and at the bottom, which the network sees
   * @param manager gets the arrays; it should be of the model's device
   * @return one map per feature, [N, channels, H / stride, W / stride] of the padded pictures,
   *     float32; without gradients
   * @throws IllegalArgumentException if there is no picture
   */
  public NDList extract(List<Picture> pictures, NDManager manager) {
    return pipeline.arrays(pixels(pictures), loaded().manager(), manager);
  }

  private static List<RgbImage> pixels(List<Picture> pictures) {
    return pictures.stream().map(Picture::pixels).toList();
  }

  @Override
  List<FeatureResult> run(List<Picture> pictures, List<RgbImage> pixels, NDManager manager) {
    List<FeaturePipeline.Maps> found = pipeline.runEach(pixels, manager);
    return IntStream.range(0, pictures.size())
        .mapToObj(i -> new FeatureResult(pictures.get(i), found.get(i).seen(), found.get(i).maps()))
        .toList();
  }

  /** Which model, and how it runs. */
  public static final class Builder extends ModelBuilder<Builder> {

    private boolean pyramid;
    private boolean unresized;

    private Builder() {
      super(EnumSet.allOf(Task.class), null);
    }

    /**
     * Asks for the maps of the feature pyramid that a detector has on its backbone, in place of the
     * backbone's own.
     *
     * @return this builder
     */
    public Builder pyramid() {
      pyramid = true;
      return this;
    }

    /**
     * Leaves pictures at their size: they are neither resized nor cropped, so that cell (x, y) of a
     * map of stride s begins at the picture's pixel (s x, s y). Sides that are no multiples of the
     * coarsest stride are rounded as the backbone does it.
     *
     * @return this builder
     */
    public Builder unresized() {
      unresized = true;
      return this;
    }

    /**
     * Finds the weights and loads the model.
     *
     * @return the model, to be closed
     * @throws IllegalArgumentException if there is no such model, or it has no feature pyramid and
     *     was asked for it
     * @throws IOException if the weights cannot be found, fetched or read
     * @throws MalformedModelException if they are damaged or fit no model
     */
    public FeatureModel build() throws IOException, MalformedModelException {
      LoadedNetwork<Object> loaded = load();
      List<Backbone> backbones = Backbone.of(loaded.block());
      if (pyramid && backbones.size() < 2) {
        loaded.close();
        throw new IllegalArgumentException(
            loaded.card().name() + " has no feature pyramid; its backbone's maps are there");
      }
      Backbone backbone = backbones.get(pyramid ? 0 : backbones.size() - 1);
      backbone.setPrecision(loaded.block().precision());
      PictureEntry entry = Presets.of(loaded.card()).entry();
      return new FeatureModel(
          loaded, new FeaturePipeline(backbone, unresized ? entry.unresized() : entry));
    }
  }
}
