/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.upernet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.NormalInitializer;
import io.mpvit.backbone.Feature;
import io.mpvit.nn.ChannelDropout;
import io.mpvit.nn.Conv2d;
import io.mpvit.nn.ConvBn;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;
import io.mpvit.ops.MapSizeOps;
import io.mpvit.ops.Nonlinearity;
import java.util.ArrayList;
import java.util.List;

/**
 * The decode head of UperNet: pyramid pooling on the coarsest map, a top-down path with lateral
 * connections, fusion of all levels at the finest one's size, and a classifier per pixel.
 *
 * <p>Inputs: the backbone's maps, finest first. Output: class logits [N, K, H, W] at the size of
 * the finest map. All resizing is bilinear, so maps of any sizes fit.
 *
 * @see <a href="https://arxiv.org/abs/1807.10221">Unified Perceptual Parsing for Scene
 *     Understanding</a>
 */
public final class UperNetHead extends TorchBlock {

  private static final float CLASSIFIER_STD = 0.01f;

  private final Conv2d classifier;
  private final PyramidPooling pooling;
  private final List<ConvBn> laterals = new ArrayList<>();
  private final List<ConvBn> outputs = new ArrayList<>();
  private final ConvBn fusion;
  private final ChannelDropout dropout;

  /**
   * Creates the head.
   *
   * @param features the maps below, finest first, at least one
   * @param config widths and classes
   */
  public UperNetHead(List<Feature> features, UperNetHeadConfig config) {
    int width = config.channels();
    int fine = features.size() - 1;
    classifier = child("conv_seg", classifier(width, config.classes()));
    pooling = child("", new PyramidPooling(features.get(fine).channels(), config));
    for (int i = 0; i < fine; i++) {
      int in = features.get(i).channels();
      laterals.add(child("lateral_convs." + i, convBnRelu(in, width, 1)));
    }
    for (int i = 0; i < fine; i++) {
      outputs.add(child("fpn_convs." + i, convBnRelu(width, width, 3)));
    }
    fusion = child("fpn_bottleneck", convBnRelu(width * features.size(), width, 3));
    dropout = new ChannelDropout(config.dropout());
  }

  /** What UperNet is made of: convolution without bias, batch normalisation, ReLU. */
  static ConvBn convBnRelu(int in, int out, int kernel) {
    return new ConvBn(Conv2d.builder(in, out, kernel).build(), Nonlinearity.RELU);
  }

  /** The last layer of both heads. */
  static Conv2d classifier(int in, int classes) {
    return Conv2d.builder(in, classes, 1)
        .optInitializer(new NormalInitializer(CLASSIFIER_STD))
        .optBias(Initializer.ZEROS)
        .build();
  }

  /** The pyramid pooling of the coarsest map. */
  public PyramidPooling pooling() {
    return pooling;
  }

  @Override
  protected NDList compute(Pass pass, NDList maps) {
    NDArray fused = keepingOnlyResult(() -> new NDList(fuse(pass, levels(pass, maps)))).head();
    return new NDList(classifier.forward(pass, dropout.apply(pass, fused)));
  }

  /** The top-down path: one map per level, [N, channels, H_i, W_i], finest first. */
  private NDList levels(Pass pass, NDList maps) {
    int top = maps.size() - 1;
    NDArray coarser = pooling.forward(pass, maps.get(top));
    NDList levels = new NDList(coarser);
    for (int i = top - 1; i >= 0; i--) {
      NDArray merged = merge(pass, laterals.get(i).forward(pass, maps.get(i)), coarser);
      levels.add(0, outputs.get(i).forward(pass, merged));
      if (i < top - 1) {
        coarser.close();
      }
      coarser = merged;
    }
    return levels;
  }

  /** The finest maps are the largest arrays here, so each goes as soon as it has served. */
  private static NDArray merge(Pass pass, NDArray lateral, NDArray coarser) {
    try (lateral;
        NDArray enlarged = MapSizeOps.bilinearLike(coarser, lateral, pass.training())) {
      return lateral.add(enlarged);
    }
  }

  /** All levels at the finest one's size, one upon the other, through one convolution. */
  private NDArray fuse(Pass pass, NDList levels) {
    NDList sameSize = new NDList(levels.head());
    for (NDArray level : levels.subNDList(1)) {
      sameSize.add(MapSizeOps.bilinearLike(level, levels.head(), pass.training()));
    }
    try (NDArray stacked = NDArrays.concat(sameSize, 1)) {
      sameSize.close();
      return fusion.forward(pass, stacked);
    }
  }

  @Override
  public Shape[] trace(Tracer tracer, Shape... maps) {
    int top = maps.length - 1;
    Shape level = pooling.trace(tracer, maps[top]);
    long stacked = level.get(1);
    for (int i = top - 1; i >= 0; i--) {
      level = outputs.get(i).trace(tracer, laterals.get(i).trace(tracer, maps[i]));
      stacked += level.get(1);
    }
    Shape all = new Shape(level.get(0), stacked, level.get(2), level.get(3));
    return new Shape[] {classifier.trace(tracer, fusion.trace(tracer, all))};
  }
}
