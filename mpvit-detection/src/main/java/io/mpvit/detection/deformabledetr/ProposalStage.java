/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.mpvit.nn.Initializers;
import io.mpvit.nn.LayerNorm;
import io.mpvit.nn.Linear;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;
import io.mpvit.ops.HostArrays;

/**
 * The first of two stages: the encoder's tokens predict boxes, and the best become the decoder's
 * queries.
 *
 * <p>Inputs: the encoder's tokens [B, S, D] and the boxes that their places propose, as logits, [B,
 * S, 4], infinite where a token may not propose. Outputs: the queries [B, Q, D], their positions
 * [B, Q, D], their boxes [B, Q, 4], and all tokens' class logits [B, S, K] and box logits [B, S,
 * 4]. There are fewer than Q queries if there are fewer tokens.
 */
final class ProposalStage extends TorchBlock {
  private static final int BOX = 4;

  private final int width;
  private final int queries;
  private final Linear output;
  private final LayerNorm outputNorm;
  private final Linear positions;
  private final LayerNorm positionsNorm;
  private final Linear classHead;
  private final BoxMlp boxHead;

  /**
   * Creates the stage.
   *
   * @param width D
   * @param queries Q
   * @param classHead predictor of classes, which has its place elsewhere in the state dict
   * @param boxHead predictor of boxes, likewise
   */
  ProposalStage(int width, int queries, Linear classHead, BoxMlp boxHead) {
    this.width = width;
    this.queries = queries;
    this.classHead = classHead;
    this.boxHead = boxHead;
    output = child("enc_output", layer(width));
    outputNorm = child("enc_output_norm", new LayerNorm(width, EncoderLayer.EPS));
    positions = child("pos_trans", layer(2 * width));
    positionsNorm = child("pos_trans_norm", new LayerNorm(2 * width, EncoderLayer.EPS));
  }

  private static Linear layer(int width) {
    return new Linear(
        width, width, Initializers.xavierUniform(width, width), Initializers.torchUniform(width));
  }

  @Override
  protected NDList compute(Pass pass, NDList inputs) {
    NDArray proposals = inputs.get(1);
    NDArray usable =
        proposals
            .get("...,0:1")
            .lt(Float.POSITIVE_INFINITY)
            .toType(DataType.FLOAT32, false); // [B, S, 1]
    NDArray tokens = outputNorm.forward(pass, output.forward(pass, inputs.get(0).mul(usable)));
    NDArray logits = classHead.forward(pass, tokens);
    NDArray boxLogits = boxHead.forward(pass, tokens).add(proposals);

    NDArray boxes = Activation.sigmoid(best(logits, boxLogits.stopGradient()));
    NDArray both = positionsNorm.forward(pass, positions.forward(pass, waves(boxes)));
    String half = String.valueOf(width);
    return new NDList(
        both.get("...," + half + ":"), both.get("...,:" + half), boxes, logits, boxLogits);
  }

  /** The boxes of the tokens with the highest logits of class 0, [B, Q, 4]. */
  private NDArray best(NDArray logits, NDArray boxLogits) {
    Shape shape = boxLogits.getShape();
    int count = (int) Math.min(queries, shape.get(1));
    NDArray first = logits.get("...,0");
    NDArray chosen = first.topK(count, 1).get(1).toType(DataType.INT64, false);
    return boxLogits.gather(chosen.expandDims(2).broadcast(shape.get(0), count, BOX), 1);
  }

  /** Sines and cosines of the four numbers of each box: [B, Q, 4] to [B, Q, 2 D]. */
  private NDArray waves(NDArray boxes) {
    Shape shape = boxes.getShape();
    int features = width / 2;
    float[] factors = new float[features / 2];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = SinePositions.divisor(2 * i, features);
    }
    NDArray divisors = HostArrays.of(boxes.getManager(), factors, factors.length);
    NDArray angles = boxes.mul((float) (2 * Math.PI)).expandDims(3).div(divisors);
    NDArray pairs = NDArrays.stack(new NDList(angles.sin(), angles.cos()), 4);
    return pairs.reshape(shape.get(0), shape.get(1), 2L * width);
  }

  @Override
  public Shape[] trace(Tracer tracer, Shape... inputs) {
    Shape tokens = outputNorm.trace(tracer, output.trace(tracer, inputs[0]));
    Shape logits = classHead.trace(tracer, tokens);
    Shape boxes = boxHead.trace(tracer, tokens);
    long batch = tokens.get(0);
    long count = Math.min(queries, tokens.get(1));
    positionsNorm.trace(tracer, positions.trace(tracer, new Shape(batch, count, 2L * width)));
    Shape query = new Shape(batch, count, width);
    return new Shape[] {query, query, new Shape(batch, count, BOX), logits, boxes};
  }
}
