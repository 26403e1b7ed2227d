/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;
import java.util.List;

/**
 * A network from images [B, 3, H, W] to feature maps [B, C_i, H / s_i, W / s_i]. Sides that the
 * strides do not divide are rounded as the family does it, up or down.
 *
 * <p>Heads use nothing but this type, so that any backbone fits under any head.
 */
public abstract class Backbone extends TorchBlock {

  /** Creates a backbone without children. */
  protected Backbone() {}

  /**
   * The backbones of a network. A feature pyramid is one too, and built on another.
   *
   * @param network any network
   * @return those built on others first, the one that sees the picture last
   */
  public static List<Backbone> of(TorchBlock network) {
    return network.blocks().filter(Backbone.class::isInstance).map(Backbone.class::cast).toList();
  }

  /**
   * The maps that a forward returns, in its order.
   *
   * @return at least one feature, finest first
   */
  public abstract List<Feature> features();

  /**
   * The blocks of this network in the order in which an image meets them: the stem, then one entry
   * per stage. Trainings that freeze the first N parts, as detectron2's FREEZE_AT does, count
   * these.
   *
   * @return every block with parameters once, but for norms and the like on single features
   */
  public abstract List<List<TorchBlock>> parts();

  /**
   * Computes the feature maps.
   *
   * @param pass what the forward pass shares
   * @param images [B, 3, H, W], normalised
   * @return one map per feature, in order
   */
  protected abstract NDList compute(Pass pass, NDArray images);

  @Override
  protected final NDList compute(Pass pass, NDList inputs) {
    return compute(pass, inputs.singletonOrThrow());
  }

  /**
   * Walks the shapes of a forward.
   *
   * @param tracer is told each operation
   * @param images [B, 3, H, W]
   * @return the features' shapes, in order
   */
  protected abstract Shape[] traceFeatures(Tracer tracer, Shape images);

  @Override
  public final Shape[] trace(Tracer tracer, Shape... inputs) {
    return traceFeatures(tracer, inputs[0]);
  }

  /**
   * Finds a feature by name.
   *
   * @param name for example {@code stage3}
   * @return its position in {@link #features()}
   * @throws IllegalArgumentException if there is no such feature
   */
  public final int indexOf(String name) {
    List<String> names = features().stream().map(Feature::name).toList();
    int index = names.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(
          "the backbone has no feature " + name + ", it has " + names);
    }
    return index;
  }
}
