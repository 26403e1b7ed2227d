/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.upernet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.mpvit.nn.ChannelDropout;
import io.mpvit.nn.Conv2d;
import io.mpvit.nn.ConvBn;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import io.mpvit.nn.UnaryBlock;

/**
 * A fully convolutional head on one map, whose loss helps the backbone in training; inference does
 * without it. [N, C, H, W] to class logits [N, K, H, W].
 */
public final class AuxiliaryHead extends UnaryBlock {

  private final Conv2d classifier;
  private final ConvBn conv;
  private final ChannelDropout dropout;

  /**
   * Creates the head.
   *
   * @param in the map's channels
   * @param config widths and classes
   */
  public AuxiliaryHead(int in, UperNetHeadConfig config) {
    int width = config.auxiliaryChannels();
    classifier = child("conv_seg", UperNetHead.classifier(width, config.classes()));
    conv = child("convs.0", UperNetHead.convBnRelu(in, width, 3));
    dropout = new ChannelDropout(config.dropout());
  }

  @Override
  protected NDArray compute(Pass pass, NDArray map) {
    return classifier.forward(pass, dropout.apply(pass, conv.forward(pass, map)));
  }

  @Override
  public Shape trace(Tracer tracer, Shape map) {
    return classifier.trace(tracer, conv.trace(tracer, map));
  }
}
