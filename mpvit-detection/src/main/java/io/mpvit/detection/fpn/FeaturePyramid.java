/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.fpn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.UniformInitializer;
import io.mpvit.backbone.Backbone;
import io.mpvit.backbone.Feature;
import io.mpvit.nn.Conv2d;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;
import io.mpvit.ops.MapSizeOps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A feature pyramid on a bottom-up network: maps of one width at all strides, the semantics of the
 * coarse ones mixed into the fine ones. No norms, no activations.
 *
 * <p>With M the merged maps: the coarsest is {@code lateral(feature)} (1x1); every finer one is
 * {@code lateral(feature) + nearest_upsample_x2(coarser M)}; a level is {@code output(M)} (3x3). A
 * {@link TopBlock} adds levels above. Sides of the image must be multiples of the coarsest
 * feature's stride, so that the sums fit.
 *
 * <p>Keys: {@code fpn_lateral{i}} and {@code fpn_output{i}} with i = log2 of the stride, {@code
 * top_block}, then the bottom-up network.
 */
public final class FeaturePyramid extends Backbone {
  private final Backbone bottomUp;
  private final List<Feature> sources;
  private final List<Conv2d> laterals = new ArrayList<>();
  private final List<Conv2d> outputs = new ArrayList<>();
  private final TopBlock top;
  private final List<Feature> features = new ArrayList<>();

  /**
   * Creates the pyramid.
   *
   * @param bottomUp the network below
   * @param bottomUpName its path in the state dict, such as {@code bottom_up.backbone}
   * @param sources names of its features that become levels, finest first; strides double
   * @param channels width of the levels
   * @param top makes the levels above
   * @throws IllegalArgumentException if the bottom-up network has no such features, or their
   *     strides do not double
   */
  public FeaturePyramid(
      Backbone bottomUp, String bottomUpName, List<String> sources, int channels, TopBlock top) {
    this.bottomUp = bottomUp;
    this.sources =
        sources.stream().map(name -> bottomUp.features().get(bottomUp.indexOf(name))).toList();
    this.top = top;
    for (Feature source : this.sources) {
      int level = level(source);
      laterals.add(
          child("fpn_lateral" + level, convolution(source.channels(), channels, 1).build()));
      outputs.add(child("fpn_output" + level, convolution(channels, channels, 3).build()));
      features.add(new Feature("p" + level, channels, source.stride()));
    }
    checkStrides();
    child("top_block", top);
    child(bottomUpName, bottomUp);
    features.addAll(top.features());
  }

  /**
   * Returns the network below.
   *
   * @return the bottom-up network
   */
  public Backbone bottomUp() {
    return bottomUp;
  }

  /** A convolution with the pyramid's initial weights: uniform within sqrt(3 / fan-in), bias 0. */
  static Conv2d.Builder convolution(int in, int out, int kernel) {
    float bound = (float) Math.sqrt(3.0 / ((double) in * kernel * kernel));
    return Conv2d.builder(in, out, kernel)
        .optInitializer(new UniformInitializer(bound))
        .optBias(Initializer.ZEROS);
  }

  private static int level(Feature feature) {
    if (Integer.bitCount(feature.stride()) != 1) {
      throw new IllegalArgumentException(
          "feature pyramid: strides must be powers of two, found " + feature);
    }
    return Integer.numberOfTrailingZeros(feature.stride());
  }

  private void checkStrides() {
    for (int i = 1; i < sources.size(); i++) {
      if (sources.get(i).stride() != 2 * sources.get(i - 1).stride()) {
        throw new IllegalArgumentException(
            "feature pyramid: strides must double from level to level, found " + sources);
      }
    }
  }

  @Override
  public List<Feature> features() {
    return Collections.unmodifiableList(features);
  }

  @Override
  public List<List<TorchBlock>> parts() {
    return bottomUp.parts();
  }

  @Override
  protected NDList compute(Pass pass, NDArray images) {
    NDList maps = bottomUp.forward(pass, new NDList(images));
    int own = ownLevel(top.source());
    NDArray kept = own >= 0 ? null : maps.get(bottomUp.indexOf(top.source()));
    closeUnused(maps, kept);
    NDArray[] levels = new NDArray[outputs.size()];
    NDArray merged = null;
    for (int i = levels.length - 1; i >= 0; i--) {
      NDArray map = maps.get(bottomUp.indexOf(sources.get(i).name()));
      NDArray lateral = laterals.get(i).forward(pass, map);
      // The finest maps are tens of megabytes each: what is not needed any more goes at once.
      close(map, kept);
      NDArray coarse = merged;
      merged = coarse == null ? lateral : addUpsampled(lateral, coarse, pass.training());
      if (coarse != null) {
        lateral.close();
        coarse.close();
      }
      levels[i] = outputs.get(i).forward(pass, merged);
    }
    merged.close();
    NDList result = new NDList(levels);
    result.addAll(top.forward(pass, new NDList(kept == null ? levels[own] : kept)));
    return result;
  }

  /** Maps that do not enter the pyramid, such as the finest one of a RetinaNet's backbone. */
  private void closeUnused(NDList maps, NDArray kept) {
    List<String> used = sources.stream().map(Feature::name).toList();
    for (int i = 0; i < maps.size(); i++) {
      if (!used.contains(bottomUp.features().get(i).name())) {
        close(maps.get(i), kept);
      }
    }
  }

  private static void close(NDArray map, NDArray kept) {
    if (map != kept) {
      map.close();
    }
  }

  /** The position of one of the merged levels, or -1 if the name is not one of theirs. */
  private int ownLevel(String name) {
    List<String> own = features.subList(0, outputs.size()).stream().map(Feature::name).toList();
    return own.indexOf(name);
  }

  private static NDArray addUpsampled(NDArray fine, NDArray coarse, boolean training) {
    Shape f = fine.getShape();
    Shape c = coarse.getShape();
    if (f.get(2) != 2 * c.get(2) || f.get(3) != 2 * c.get(3)) {
      throw new IllegalArgumentException(
          "feature pyramid: image sides must be multiples of the coarsest stride, found maps "
              + f
              + " and "
              + c);
    }
    return MapSizeOps.addDoubled(fine, coarse, training);
  }

  @Override
  protected Shape[] traceFeatures(Tracer tracer, Shape images) {
    Shape[] maps = bottomUp.trace(tracer, images);
    List<Shape> levels = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      Shape map = maps[bottomUp.indexOf(sources.get(i).name())];
      levels.add(outputs.get(i).trace(tracer, laterals.get(i).trace(tracer, map)));
    }
    int own = ownLevel(top.source());
    Shape source = own >= 0 ? levels.get(own) : maps[bottomUp.indexOf(top.source())];
    levels.addAll(Arrays.asList(top.trace(tracer, source)));
    return levels.toArray(Shape[]::new);
  }
}
