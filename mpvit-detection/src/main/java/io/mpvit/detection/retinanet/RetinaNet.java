/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.retinanet;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.mpvit.backbone.Backbone;
import io.mpvit.backbone.Feature;
import io.mpvit.detection.fpn.FeaturePyramid;
import io.mpvit.detection.fpn.LastLevelP6P7;
import io.mpvit.nn.ClassRows;
import io.mpvit.nn.Pass;
import io.mpvit.nn.PerClass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;
import java.util.List;
import java.util.Map;

/**
 * RetinaNet: backbone, feature pyramid, head.
 *
 * <p>Input: normalised pictures, [N, 3, H, W] with H and W multiples of 32; further inputs are
 * ignored. Outputs: as of {@link RetinaNetPredictions#of}; a {@link RetinaNetDecoder} turns them
 * into detections.
 *
 * @see <a href="https://arxiv.org/abs/1708.02002">Focal Loss for Dense Object Detection</a>
 */
public final class RetinaNet extends TorchBlock implements PerClass {
  private final FeaturePyramid pyramid;
  private final RetinaNetHead head;
  private final RetinaNetHeadConfig config;

  /**
   * Creates the network of a configuration.
   *
   * @param config its architecture
   */
  public RetinaNet(RetinaNetConfig config) {
    this(config.backbone().build(), config.backboneName(), config.head());
  }

  /**
   * Creates a RetinaNet on any backbone.
   *
   * @param bottomUp the backbone
   * @param bottomUpName its path in the state dict below {@code backbone}
   * @param config pyramid and head
   */
  public RetinaNet(Backbone bottomUp, String bottomUpName, RetinaNetHeadConfig config) {
    List<String> sources = config.features();
    Feature last = bottomUp.features().get(bottomUp.indexOf(sources.get(sources.size() - 1)));
    pyramid =
        child(
            "backbone",
            new FeaturePyramid(
                bottomUp,
                bottomUpName,
                sources,
                config.channels(),
                new LastLevelP6P7(last, config.channels(), config.rectifiedP6())));
    this.config = config;
    checkStrides(config);
    head = child("head", new RetinaNetHead(config));
  }

  private void checkStrides(RetinaNetHeadConfig config) {
    List<Integer> strides = pyramid.features().stream().map(Feature::stride).toList();
    if (!strides.equals(config.anchors().strides())) {
      throw new IllegalArgumentException(
          "RetinaNet: the pyramid has strides "
              + strides
              + ", the anchors have "
              + config.anchors().strides());
    }
  }

  /**
   * Returns the pyramid.
   *
   * @return levels p3 to p7
   */
  public FeaturePyramid pyramid() {
    return pyramid;
  }

  /**
   * Returns the architecture of pyramid and head.
   *
   * @return what a decoder of this network's outputs needs
   */
  public RetinaNetHeadConfig config() {
    return config;
  }

  /**
   * Returns the head.
   *
   * @return the shared predictors
   */
  public RetinaNetHead head() {
    return head;
  }

  @Override
  protected NDList compute(Pass pass, NDList inputs) {
    return head.forward(pass, pyramid.forward(pass, new NDList(inputs.head())));
  }

  @Override
  public Shape[] trace(Tracer tracer, Shape... images) {
    return head.trace(tracer, pyramid.trace(tracer, images));
  }

  /** Scores of all classes for the first anchor, then for the next. */
  @Override
  public Map<String, ClassRows> classRows() {
    ClassRows rows = new ClassRows(config.anchors().anchorsPerCell(), 1, 0);
    return Map.of("head.cls_score.weight", rows, "head.cls_score.bias", rows);
  }
}
