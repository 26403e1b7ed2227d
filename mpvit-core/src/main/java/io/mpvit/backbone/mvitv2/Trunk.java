/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.mvitv2;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.mpvit.nn.Conv2d;
import io.mpvit.nn.Initializers;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;
import io.mpvit.nn.UnaryBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * The patch embedding and the blocks, which backbone and classifier share. Images [B, 3, H, W]
 * become [B, H', W', width]; tokens are laid out in rows, channels last, all the way.
 */
final class Trunk extends UnaryBlock {

  private static final int RGB = 3;
  private static final int PATCH = 7;
  private static final int PATCH_STRIDE = 4;
  private static final int PATCH_AREA = RGB * PATCH * PATCH;

  private final Conv2d embedding;
  private final List<List<MultiscaleBlock>> stages = new ArrayList<>();

  Trunk(MViTv2Config config) {
    embedding =
        child(
            "patch_embed.proj",
            Conv2d.builder(RGB, config.width(), PATCH)
                .optStride(PATCH_STRIDE)
                .optInitializer(Initializers.torchUniform(PATCH_AREA))
                .optBias(Initializers.torchUniform(PATCH_AREA))
                .build());
    int number = 0;
    for (List<BlockPlan> plans : BlockPlan.of(config)) {
      List<MultiscaleBlock> blocks = new ArrayList<>();
      for (BlockPlan plan : plans) {
        blocks.add(child("blocks." + number++, new MultiscaleBlock(plan)));
      }
      stages.add(blocks);
    }
  }

  /** The embedding, then the blocks of each stage. */
  List<List<TorchBlock>> parts() {
    List<List<TorchBlock>> parts = new ArrayList<>();
    parts.add(List.of(embedding));
    stages.forEach(blocks -> parts.add(List.copyOf(blocks)));
    return parts;
  }

  /** From images [B, 3, H, W] to tokens [B, ceil(H / 4), ceil(W / 4), width]. */
  NDArray embed(Pass pass, NDArray images) {
    return embedding.forward(pass, images).transpose(0, 2, 3, 1);
  }

  /**
   * Runs one stage.
   *
   * @param stage 0 to 3
   * @param tokens what the stage before gave; stays open
   * @return tokens of half the map's sides, but in the first stage
   */
  NDArray stage(Pass pass, int stage, NDArray tokens) {
    NDArray x = tokens;
    for (MultiscaleBlock block : stages.get(stage)) {
      NDArray y = block.forward(pass, x);
      if (x != tokens) {
        x.close();
      }
      x = y;
    }
    return x;
  }

  @Override
  protected NDArray compute(Pass pass, NDArray images) {
    NDArray x = embed(pass, images);
    for (int s = 0; s < stages.size(); s++) {
      NDArray y = stage(pass, s, x);
      x.close();
      x = y;
    }
    return x;
  }

  /** Walks the shape of the embedding, from [B, 3, H, W] to [B, H', W', width]. */
  Shape traceEmbedding(Tracer tracer, Shape images) {
    Shape map = embedding.trace(tracer, images);
    return new Shape(map.get(0), map.get(2), map.get(3), map.get(1));
  }

  /** Walks the shape of one stage. */
  Shape traceStage(Tracer tracer, int stage, Shape tokens) {
    Shape x = tokens;
    for (MultiscaleBlock block : stages.get(stage)) {
      x = block.trace(tracer, x);
    }
    return x;
  }

  @Override
  public Shape trace(Tracer tracer, Shape images) {
    Shape x = traceEmbedding(tracer, images);
    for (int s = 0; s < stages.size(); s++) {
      x = traceStage(tracer, s, x);
    }
    return x;
  }
}
