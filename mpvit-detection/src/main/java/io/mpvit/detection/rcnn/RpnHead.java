/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.NormalInitializer;
import io.mpvit.nn.Conv2d;
import io.mpvit.nn.ConvTower;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The region proposal network's head (<a href="https://arxiv.org/abs/1506.01497">Faster R-CNN</a>,
 * section 3.1), shared by all pyramid levels: 3x3 convolutions with ReLU, one as published, then
 * 1x1 convolutions for the objectness and the box of each anchor.
 *
 * <p>Inputs: the pyramid's maps, [N, C, H, W] each, finest first. Outputs: objectness logits of all
 * levels, [N, A, H, W] each, then box deltas of all levels, [N, A * 4, H, W] each.
 */
public final class RpnHead extends TorchBlock {
  private static final float WEIGHT_STD = 0.01f;

  private final ConvTower hidden;
  private final Conv2d objectness;
  private final Conv2d deltas;

  /**
   * Creates the head.
   *
   * @param channels width of the pyramid
   * @param config anchors and convolutions
   */
  public RpnHead(int channels, RpnConfig config) {
    int anchors = config.anchors().anchorsPerCell();
    Initializer normal = new NormalInitializer(WEIGHT_STD);
    hidden = child("", new ConvTower(channels, names(config.convolutions()), normal));
    objectness = child("objectness_logits", predictor(channels, anchors, normal));
    deltas = child("anchor_deltas", predictor(channels, 4 * anchors, normal));
  }

  /** A single convolution is not numbered. */
  private static List<String> names(int convolutions) {
    return convolutions == 1
        ? List.of("conv")
        : IntStream.range(0, convolutions).mapToObj(i -> "conv.conv" + i).toList();
  }

  private static Conv2d predictor(int in, int out, Initializer weights) {
    return Conv2d.builder(in, out, 1).optInitializer(weights).optBias(Initializer.ZEROS).build();
  }

  @Override
  protected NDList compute(Pass pass, NDList maps) {
    List<NDArray> logits = new ArrayList<>();
    List<NDArray> boxes = new ArrayList<>();
    for (NDArray map : maps) {
      NDArray features = hidden.forward(pass, map);
      logits.add(objectness.forward(pass, features));
      boxes.add(deltas.forward(pass, features));
      features.close(); // at 800 pixels as large as the map: 56 MB for p2
    }
    return new RpnPredictions(logits, boxes).toNDList();
  }

  @Override
  public Shape[] trace(Tracer tracer, Shape... maps) {
    Shape[] outputs = new Shape[2 * maps.length];
    for (int level = 0; level < maps.length; level++) {
      Shape features = hidden.trace(tracer, maps[level]);
      outputs[level] = objectness.trace(tracer, features);
      outputs[maps.length + level] = deltas.trace(tracer, features);
    }
    return outputs;
  }
}
