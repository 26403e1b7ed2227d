/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.dpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.mpvit.backbone.Backbone;
import io.mpvit.backbone.Feature;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;
import io.mpvit.nn.UnaryBlock;
import io.mpvit.ops.ConvolutionOps;
import java.util.ArrayList;
import java.util.List;

/**
 * The DPT backbone: four stages of patches, positions and transformer blocks. The first stage's
 * patches lie on a grid, the others' are deformable. Images [B, 3, H, W] of at least 32 pixels on
 * each side become the maps {@code stage2} to {@code stage5} at strides 4, 8, 16, 32, sizes rounded
 * down; no normalisation follows a stage.
 */
public final class Dpt extends Backbone {

  private static final int IMAGE_CHANNELS = 3;
  private static final int FIRST_STRIDE = 4;
  private static final int FIRST_NAME = 2;

  private final PositionTables positions;
  private final List<UnaryBlock> patches = new ArrayList<>();
  private final List<List<Block>> stages = new ArrayList<>();
  private final List<Feature> features;

  /**
   * Builds the network with uninitialised parameters.
   *
   * @param config the architecture
   */
  public Dpt(DptConfig config) {
    positions = child("", new PositionTables(config));
    List<Integer> widths = config.widths();
    List<Feature> outputs = new ArrayList<>();
    for (int s = 0; s < DptConfig.STAGES; s++) {
      patches.add(
          child(
              "patch_embed" + (s + 1),
              s == 0
                  ? new PatchEmbedding(IMAGE_CHANNELS, widths.get(0), FIRST_STRIDE)
                  : new DeformablePatches(widths.get(s - 1), widths.get(s))));
      outputs.add(new Feature("stage" + (FIRST_NAME + s), widths.get(s), FIRST_STRIDE << s));
    }
    for (int s = 0; s < DptConfig.STAGES; s++) {
      List<Block> blocks = new ArrayList<>();
      for (int i = 0; i < config.blocks().get(s); i++) {
        blocks.add(child("block" + (s + 1) + "." + i, new Block(config, s, i)));
      }
      stages.add(List.copyOf(blocks));
    }
    features = List.copyOf(outputs);
  }

  @Override
  public List<Feature> features() {
    return features;
  }

  /** {@inheritDoc} The stem is the first stage's patches and the positions of all stages. */
  @Override
  public List<List<TorchBlock>> parts() {
    List<List<TorchBlock>> parts = new ArrayList<>();
    parts.add(List.of(positions, patches.get(0)));
    for (int s = 0; s < DptConfig.STAGES; s++) {
      List<TorchBlock> part = new ArrayList<>(stages.get(s));
      if (s > 0) {
        part.add(0, patches.get(s));
      }
      parts.add(List.copyOf(part));
    }
    return parts;
  }

  PositionTables positions() {
    return positions;
  }

  /** The tokens of a stage as a map, before positions are added. */
  NDArray patches(Pass pass, int stage, NDArray map) {
    return patches.get(stage).forward(pass, map);
  }

  /** A stage's blocks, from map to map; the map is closed. */
  NDArray blocks(Pass pass, int stage, NDArray map) {
    NDArray x = map;
    for (Block block : stages.get(stage)) {
      NDArray y = block.forward(pass, x);
      x.close();
      x = y;
    }
    return x;
  }

  private NDArray stage(Pass pass, int stage, NDArray map) {
    NDArray tokens = patches(pass, stage, map);
    NDArray placed = tokens.add(positions.of(pass, stage, tokens));
    tokens.close();
    return blocks(pass, stage, placed);
  }

  /** The maps of the first stages. */
  NDList stages(Pass pass, NDArray images, int count) {
    Shape size = images.getShape();
    int least = FIRST_STRIDE << DptConfig.STAGES - 1;
    if (size.get(2) < least || size.get(3) < least) {
      throw new IllegalArgumentException(
          "DPT needs images of at least " + least + " pixels on each side, found " + size);
    }
    NDList maps = new NDList(count);
    // From here on every map is channels last, so that maps and tokens are views of each other.
    NDArray x = ConvolutionOps.channelsLast(images, pass.training());
    for (int s = 0; s < count; s++) {
      x = stage(pass, s, x);
      maps.add(x);
    }
    return maps;
  }

  @Override
  protected NDList compute(Pass pass, NDArray images) {
    return stages(pass, images, DptConfig.STAGES);
  }

  @Override
  protected Shape[] traceFeatures(Tracer tracer, Shape images) {
    Shape[] maps = new Shape[DptConfig.STAGES];
    Shape x = images;
    for (int s = 0; s < maps.length; s++) {
      x = patches.get(s).trace(tracer, x);
      for (Block block : stages.get(s)) {
        block.trace(tracer, x);
      }
      maps[s] = x;
    }
    return maps;
  }
}
