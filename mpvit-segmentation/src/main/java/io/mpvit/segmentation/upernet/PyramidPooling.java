/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.upernet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.mpvit.nn.ConvBn;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import io.mpvit.nn.UnaryBlock;
import io.mpvit.ops.MapSizeOps;
import java.util.ArrayList;
import java.util.List;

/**
 * Pyramid pooling (Zhao et al., 2017, figure 3): means of a map over grids of a few cells, each
 * through a 1x1 convolution and back at the map's size, beside the map itself, fused by a 3x3
 * convolution. [N, C, H, W] to [N, channels, H, W].
 *
 * @see <a href="https://arxiv.org/abs/1612.01105">Pyramid Scene Parsing Network</a>
 */
public final class PyramidPooling extends UnaryBlock {

  private final List<Integer> bins;
  private final List<ConvBn> branches = new ArrayList<>();
  private final ConvBn bottleneck;

  /**
   * Creates the block.
   *
   * @param in the map's channels
   * @param config grids and width
   */
  public PyramidPooling(int in, UperNetHeadConfig config) {
    bins = config.poolBins();
    int width = config.channels();
    for (int n = 0; n < bins.size(); n++) {
      // In PyTorch the pooling, which has no tensors, is the module .0 of the branch.
      branches.add(child("psp_modules." + n + ".1", UperNetHead.convBnRelu(in, width, 1)));
    }
    int stacked = in + width * bins.size();
    bottleneck = child("bottleneck", UperNetHead.convBnRelu(stacked, width, 3));
  }

  @Override
  protected NDArray compute(Pass pass, NDArray map) {
    return bottleneck.forward(pass, concatenated(pass, map));
  }

  /** [N, C, H, W] -> [N, C + grids * channels, H, W]. */
  private NDArray concatenated(Pass pass, NDArray map) {
    NDList maps = new NDList(map);
    for (int n = 0; n < bins.size(); n++) {
      NDArray means = MapSizeOps.meanCells(map, bins.get(n), bins.get(n), pass.training());
      NDArray branch = branches.get(n).forward(pass, means);
      maps.add(MapSizeOps.bilinearLike(branch, map, pass.training()));
    }
    return NDArrays.concat(maps, 1);
  }

  @Override
  public Shape trace(Tracer tracer, Shape map) {
    long channels = map.get(1);
    for (int n = 0; n < bins.size(); n++) {
      Shape means = new Shape(map.get(0), map.get(1), bins.get(n), bins.get(n));
      channels += branches.get(n).trace(tracer, means).get(1);
    }
    return bottleneck.trace(tracer, new Shape(map.get(0), channels, map.get(2), map.get(3)));
  }
}
