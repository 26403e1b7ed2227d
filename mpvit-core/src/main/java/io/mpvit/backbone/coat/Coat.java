/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.coat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.mpvit.backbone.Backbone;
import io.mpvit.backbone.Feature;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;
import io.mpvit.nn.attention.PositionEncoding;
import io.mpvit.nn.attention.RelativePositionEncoding;
import io.mpvit.ops.ConvolutionOps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The CoaT backbone. Images [B, 3, H, W] of any size become the maps {@code stage2} to {@code
 * stage5} at strides 4, 8, 16, 32, without class tokens; no normalisation follows a stage. Patches
 * do not overlap: rows and columns that fill no patch are dropped, so a map has half the size of
 * the one before, rounded down. Images of less than 32 pixels in a direction, where the original
 * fails, are padded with zeros on the right and below.
 */
public final class Coat extends Backbone {

  private static final int LEAST_SIDE = 32;
  private static final int IMAGE_CHANNELS = 3;
  private static final int FIRST_STRIDE = 4;
  private static final int FIRST_NAME = 2;

  private final ClassTokens classTokens;
  private final List<PatchEmbedding> embeddings = new ArrayList<>();
  private final List<PositionEncoding> encodings = new ArrayList<>();
  private final List<RelativePositionEncoding> relativeEncodings = new ArrayList<>();
  private final List<SerialStage> stages = new ArrayList<>();
  private final List<ParallelBlock> parallelBlocks = new ArrayList<>();
  private final List<Feature> features;

  /**
   * Builds the network with uninitialised parameters.
   *
   * @param config the architecture
   */
  public Coat(CoatConfig config) {
    List<Integer> widths = config.widths();
    classTokens = child("", new ClassTokens(widths));
    for (int s = 0; s < CoatConfig.STAGES; s++) {
      int in = s == 0 ? IMAGE_CHANNELS : widths.get(s - 1);
      int patch = s == 0 ? FIRST_STRIDE : 2;
      embeddings.add(child("patch_embed" + (s + 1), new PatchEmbedding(in, widths.get(s), patch)));
    }
    for (int s = 0; s < CoatConfig.STAGES; s++) {
      encodings.add(child("cpe" + (s + 1), new PositionEncoding(widths.get(s))));
    }
    for (int s = 0; s < CoatConfig.STAGES; s++) {
      relativeEncodings.add(
          child("crpe" + (s + 1), new RelativePositionEncoding(widths.get(s), config.heads())));
    }
    List<Feature> outputs = new ArrayList<>();
    for (int s = 0; s < CoatConfig.STAGES; s++) {
      stages.add(
          child(
              "serial_blocks" + (s + 1),
              new SerialStage(config, s, encodings.get(s), relativeEncodings.get(s))));
      outputs.add(new Feature("stage" + (FIRST_NAME + s), widths.get(s), FIRST_STRIDE << s));
    }
    for (int i = 0; i < config.parallelBlocks(); i++) {
      parallelBlocks.add(
          child(
              "parallel_blocks." + i,
              new ParallelBlock(
                  config,
                  encodings.subList(1, CoatConfig.STAGES),
                  relativeEncodings.subList(1, CoatConfig.STAGES))));
    }
    features = List.copyOf(outputs);
  }

  @Override
  public List<Feature> features() {
    return features;
  }

  /**
   * {@inheritDoc} The first patches are the stem. The class tokens, which stand together, count to
   * the last stage, as do the parallel blocks.
   */
  @Override
  public List<List<TorchBlock>> parts() {
    List<List<TorchBlock>> parts = new ArrayList<>();
    parts.add(List.of(embeddings.get(0)));
    for (int s = 0; s < stages.size(); s++) {
      List<TorchBlock> part = new ArrayList<>();
      if (s > 0) {
        part.add(embeddings.get(s));
      }
      part.add(encodings.get(s));
      part.add(relativeEncodings.get(s));
      part.add(stages.get(s));
      parts.add(part);
    }
    List<TorchBlock> last = parts.get(parts.size() - 1);
    last.addAll(parallelBlocks);
    last.add(classTokens);
    return parts;
  }

  @Override
  protected NDList compute(Pass pass, NDArray images) {
    NDList maps = new NDList(stages.size());
    tokens(pass, images).forEach(scale -> maps.add(scale.map()));
    return maps;
  }

  /** The tokens of every scale after its last block. */
  List<TokenMap> tokens(Pass pass, NDArray images) {
    List<TokenMap> scales = new ArrayList<>();
    // From here on every map is channels last, so that maps and tokens are views of each other.
    NDArray map = ConvolutionOps.channelsLast(padded(images), pass.training());
    for (int s = 0; s < stages.size(); s++) {
      PatchEmbedding embedding = embeddings.get(s);
      Shape before = map.getShape();
      NDArray patches = embedding.forward(pass, map);
      TokenMap scale =
          TokenMap.of(
              classTokens.value(pass, s, map),
              patches,
              embedding.outputSize(before.get(2)),
              embedding.outputSize(before.get(3)));
      patches.close();
      scales.add(scale.with(stages.get(s).forward(pass, scale.list()).singletonOrThrow()));
      scale.tokens().close();
      map = scales.get(s).map();
    }
    for (ParallelBlock block : parallelBlocks) {
      NDList inputs = new NDList();
      scales.subList(1, scales.size()).forEach(scale -> inputs.addAll(scale.list()));
      NDList outputs = block.forward(pass, inputs);
      for (int s = 0; s < outputs.size(); s++) {
        TokenMap before = scales.set(s + 1, scales.get(s + 1).with(outputs.get(s)));
        before.tokens().close();
      }
    }
    return scales;
  }

  private static NDArray padded(NDArray images) {
    Shape plane = images.getShape();
    Shape wanted = padded(plane);
    long below = wanted.get(2) - plane.get(2);
    long right = wanted.get(3) - plane.get(3);
    return below + right == 0 ? images : images.pad(new Shape(0, right, 0, below), 0);
  }

  private static Shape padded(Shape images) {
    return new Shape(
        images.get(0),
        images.get(1),
        Math.max(images.get(2), LEAST_SIDE),
        Math.max(images.get(3), LEAST_SIDE));
  }

  @Override
  protected Shape[] traceFeatures(Tracer tracer, Shape images) {
    Shape[] maps = new Shape[stages.size()];
    Shape[] scales = new Shape[2 * stages.size()];
    Shape map = padded(images);
    for (int s = 0; s < maps.length; s++) {
      Shape patches = embeddings.get(s).trace(tracer, map);
      long height = embeddings.get(s).outputSize(map.get(2));
      long width = embeddings.get(s).outputSize(map.get(3));
      scales[2 * s] = new Shape(patches.get(0), 1 + patches.get(1), patches.get(2));
      scales[2 * s + 1] = new Shape(0, height, width);
      stages.get(s).trace(tracer, scales[2 * s], scales[2 * s + 1]);
      map = new Shape(patches.get(0), patches.get(2), height, width);
      maps[s] = map;
    }
    Shape[] parallel = Arrays.copyOfRange(scales, 2, scales.length);
    parallelBlocks.forEach(block -> block.trace(tracer, parallel));
    return maps;
  }
}
