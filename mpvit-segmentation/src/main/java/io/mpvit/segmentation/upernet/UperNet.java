/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.upernet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.mpvit.backbone.Backbone;
import io.mpvit.backbone.Feature;
import io.mpvit.nn.ClassRows;
import io.mpvit.nn.Pass;
import io.mpvit.nn.PerClass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * UperNet: backbone, decode head, and an auxiliary head that only training uses.
 *
 * <p>Inputs: one or more arrays of normalised pictures of any sizes, [N_i, 3, H_i, W_i] each.
 * Outputs at inference: for each of them class logits [N_i, K, h_i, w_i] at the size of the
 * backbone's finest map. Outputs in training, for a single input: logits of the decode head, then
 * of the auxiliary head at the size of its map.
 *
 * <p>The network takes arrays of several sizes because it knows no padding: pictures, scales and
 * windows of different sizes do not fit into one array. They run one after the other.
 */
public final class UperNet extends TorchBlock implements PerClass {

  private final Backbone backbone;
  private final UperNetHead head;
  private final AuxiliaryHead auxiliary;
  private final int auxiliaryMap;
  private final UperNetHeadConfig config;

  /**
   * Creates the network of a configuration.
   *
   * @param config its architecture
   */
  public UperNet(UperNetConfig config) {
    this(config.backbone().build(), config.head());
  }

  /**
   * Creates an UperNet on any backbone.
   *
   * @param backbone the network below; all of its features are used
   * @param config the heads
   */
  public UperNet(Backbone backbone, UperNetHeadConfig config) {
    List<Feature> features = backbone.features();
    this.config = config;
    auxiliaryMap = backbone.indexOf(config.auxiliaryFeature());
    this.backbone = child("backbone", backbone);
    head = child("decode_head", new UperNetHead(features, config));
    auxiliary =
        child("auxiliary_head", new AuxiliaryHead(features.get(auxiliaryMap).channels(), config));
  }

  /** The architecture of the heads. */
  public UperNetHeadConfig config() {
    return config;
  }

  /** The network below the heads. */
  public Backbone backbone() {
    return backbone;
  }

  /** The head whose logits are the result. */
  public UperNetHead head() {
    return head;
  }

  /** The head of training. */
  public AuxiliaryHead auxiliary() {
    return auxiliary;
  }

  @Override
  protected NDList compute(Pass pass, NDList inputs) {
    if (pass.training()) {
      NDList maps = backbone.forward(pass, inputs);
      NDArray second = auxiliary.forward(pass, maps.get(auxiliaryMap));
      return new NDList(head.forward(pass, maps).head(), second);
    }
    NDList logits = new NDList(inputs.size());
    for (NDArray images : inputs) {
      logits.add(
          keepingOnlyResult(() -> head.forward(pass, backbone.forward(pass, new NDList(images))))
              .head());
    }
    return logits;
  }

  /** {@inheritDoc} The shapes of inference. */
  @Override
  public Shape[] trace(Tracer tracer, Shape... images) {
    List<Shape> logits = new ArrayList<>();
    for (Shape input : images) {
      logits.add(head.trace(tracer, backbone.trace(tracer, input))[0]);
    }
    return logits.toArray(Shape[]::new);
  }

  /** One row per class in both heads' last layers. */
  @Override
  public Map<String, ClassRows> classRows() {
    return Map.of(
        "decode_head.conv_seg.weight", ClassRows.ONE_EACH,
        "decode_head.conv_seg.bias", ClassRows.ONE_EACH,
        "auxiliary_head.conv_seg.weight", ClassRows.ONE_EACH,
        "auxiliary_head.conv_seg.bias", ClassRows.ONE_EACH);
  }
}
