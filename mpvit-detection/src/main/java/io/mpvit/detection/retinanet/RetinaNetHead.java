/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.retinanet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.initializer.ConstantInitializer;
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
 * The two predictors of RetinaNet (section 4 of the paper, figure 3c and d), shared by all pyramid
 * levels: for classes and for boxes a tower of 3x3 convolutions, then a 3x3 convolution.
 *
 * <p>Inputs: the pyramid's maps, [N, C, H, W] each, finest first. Outputs: class logits of all
 * levels, [N, A * K, H, W] each, then box deltas of all levels, [N, A * 4, H, W] each; see {@link
 * RetinaNetPredictions} for the order of channels.
 */
public final class RetinaNetHead extends TorchBlock {
  /** A fresh network finds every class with this probability (section 4.1 of the paper). */
  private static final double PRIOR = 0.01;

  /** Standard deviation of all weights of the head in a fresh network. */
  private static final float WEIGHT_STD = 0.01f;

  private final ConvTower classTower;
  private final ConvTower boxTower;
  private final Conv2d classScore;
  private final Conv2d boxDelta;

  /**
   * Creates the head.
   *
   * @param config its widths, depth and anchors
   */
  public RetinaNetHead(RetinaNetHeadConfig config) {
    int anchors = config.anchors().anchorsPerCell();
    classTower = child("cls_subnet", tower(config));
    boxTower = child("bbox_subnet", tower(config));
    Initializer prior = new ConstantInitializer((float) -Math.log((1 - PRIOR) / PRIOR));
    classScore =
        child("cls_score", predictor(config.channels(), anchors * config.classes(), prior));
    boxDelta = child("bbox_pred", predictor(config.channels(), anchors * 4, Initializer.ZEROS));
  }

  /** Keys count the activations too: 0, 2, 4, ... */
  private static ConvTower tower(RetinaNetHeadConfig config) {
    List<String> names =
        IntStream.range(0, config.towerDepth()).mapToObj(i -> String.valueOf(2 * i)).toList();
    return new ConvTower(config.channels(), names, new NormalInitializer(WEIGHT_STD));
  }

  private static Conv2d predictor(int in, int out, Initializer bias) {
    return Conv2d.builder(in, out, 3)
        .optInitializer(new NormalInitializer(WEIGHT_STD))
        .optBias(bias)
        .build();
  }

  @Override
  protected NDList compute(Pass pass, NDList maps) {
    List<NDArray> logits = new ArrayList<>();
    List<NDArray> deltas = new ArrayList<>();
    for (NDArray map : maps) {
      logits.add(predict(pass, map, classTower, classScore));
      deltas.add(predict(pass, map, boxTower, boxDelta));
    }
    return new RetinaNetPredictions(logits, deltas).toNDList();
  }

  /** Closes the tower's last map at once; at 800 pixels it is as large as the result of p3. */
  private static NDArray predict(Pass pass, NDArray map, ConvTower tower, Conv2d predictor) {
    NDArray hidden = tower.forward(pass, map);
    NDArray result = predictor.forward(pass, hidden);
    hidden.close();
    return result;
  }

  @Override
  public Shape[] trace(Tracer tracer, Shape... maps) {
    Shape[] outputs = new Shape[2 * maps.length];
    for (int level = 0; level < maps.length; level++) {
      outputs[level] = classScore.trace(tracer, classTower.trace(tracer, maps[level]));
      outputs[maps.length + level] = boxDelta.trace(tracer, boxTower.trace(tracer, maps[level]));
    }
    return outputs;
  }
}
