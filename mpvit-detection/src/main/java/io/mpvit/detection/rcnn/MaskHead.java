/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.NormalInitializer;
import io.mpvit.nn.Conv2d;
import io.mpvit.nn.ConvTower;
import io.mpvit.nn.ConvTranspose2d;
import io.mpvit.nn.Initializers;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;
import io.mpvit.ops.ConvolutionOps;
import io.mpvit.ops.Precision;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The mask head (<a href="https://arxiv.org/abs/1703.06870">Mask R-CNN</a>, figure 4, right): 3x3
 * convolutions, normalised or not, with ReLU, an enlargement to twice the size with ReLU, and a 1x1
 * convolution with a channel per class.
 *
 * <p>Inputs: pooled regions [R, C, side, side] and their classes, int64 [R]. Output: mask logits of
 * these classes, [R, 2 * side, 2 * side]. The other classes' masks are not computed.
 */
public final class MaskHead extends TorchBlock {
  private static final float PREDICTOR_STD = 0.001f;

  private final ConvTower tower;
  private final ConvTranspose2d enlarge;
  private final Conv2d predictor;

  /**
   * Creates the head.
   *
   * @param config its sizes; its width is also the pyramid's
   * @param classes K
   */
  public MaskHead(MaskHeadConfig config, int classes) {
    int width = config.channels();
    List<String> names =
        IntStream.rangeClosed(1, config.convolutions()).mapToObj(i -> "mask_fcn" + i).toList();
    Initializer weights = Initializers.heNormal(9L * width);
    tower =
        child(
            "",
            config.normed()
                ? ConvTower.normed(width, names, weights)
                : new ConvTower(width, names, weights));
    enlarge = child("deconv", new ConvTranspose2d(width, width, 2));
    predictor =
        child(
            "predictor",
            Conv2d.builder(width, classes, 1)
                .optInitializer(new NormalInitializer(PREDICTOR_STD))
                .optBias(Initializer.ZEROS)
                .build());
  }

  @Override
  protected NDList compute(Pass pass, NDList inputs) {
    NDArray features = tower.forward(pass, inputs.get(0));
    if (!pass.training() && pass.precision() == Precision.FLOAT32) {
      return new NDList(
          ConvolutionOps.chosenChannelEnlarged(
              features,
              enlarge.weight(pass, features),
              enlarge.bias(pass, features),
              predictor.weight(pass, features),
              predictor.bias(pass, features),
              inputs.get(1)));
    }
    NDArray larger = enlarge.forward(pass, features);
    features.close();
    NDArray rectified = Activation.relu(larger);
    larger.close();
    return new NDList(
        ConvolutionOps.chosenChannel(
            rectified,
            predictor.weight(pass, rectified),
            predictor.bias(pass, rectified),
            inputs.get(1),
            pass.training()));
  }

  @Override
  public Shape[] trace(Tracer tracer, Shape... inputs) {
    Shape larger = enlarge.trace(tracer, tower.trace(tracer, inputs[0]));
    Shape mask = new Shape(larger.get(0), larger.get(2), larger.get(3));
    tracer.convolution(
        new Shape(1, larger.get(1), 1, 1),
        new Shape(larger.get(0), 1, larger.get(2), larger.get(3)));
    return new Shape[] {mask};
  }
}
