/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.NormalInitializer;
import io.mpvit.image.ImageSize;
import io.mpvit.nn.Initializers;
import io.mpvit.nn.Linear;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;
import io.mpvit.ops.TokenOps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Encoder and decoder (section 4.1 of the paper).
 *
 * <p>Inputs: L maps [B, D, H, W], the height and width that each picture covers of each map, int64
 * [B, L, 2], and, unless the encoder proposes, the queries' embedding [Q, 2 D], of which the first
 * half is their position. Outputs: see {@link Result}.
 */
final class DeformableTransformer extends TorchBlock {
  private final TransformerConfig config;
  private final Parameter levelEmbedding;
  private final Encoder encoder;
  private final Decoder decoder;
  private final ProposalStage proposals; // null unless there are two stages
  private final Linear referencePoints; // null if there are

  /**
   * Creates the transformer.
   *
   * @param config its shape
   * @param queries Q
   * @param own the heads that stand below it in the state dict: none, those of boxes, or all. If
   *     all, the last ones serve the encoder.
   */
  DeformableTransformer(TransformerConfig config, int queries, PredictionHeads own) {
    this.config = config;
    int width = config.width();
    levelEmbedding =
        parameter(
            "level_embed", Parameter.Type.WEIGHT, new NormalInitializer(1), config.levels(), width);
    encoder = child("encoder", new Encoder(config));
    decoder = child("decoder", new Decoder(config, own));
    if (own.classes().isEmpty()) {
      proposals = null;
      referencePoints =
          child(
              "reference_points",
              new Linear(width, 2, Initializers.xavierUniform(width, 2), Initializer.ZEROS));
    } else {
      int last = config.decoderLayers();
      referencePoints = null;
      proposals =
          child(
              "",
              new ProposalStage(width, queries, own.classes().get(last), own.boxes().get(last)));
    }
  }

  /**
   * What the transformer returns.
   *
   * @param memory the encoder's tokens, [B, S, D]
   * @param states the queries after each decoder layer, [B, Q, D] each
   * @param references the references before the first layer and after each one, [B, Q, 2] or [B, Q,
   *     4]
   * @param proposed with two stages, all tokens' class logits [B, S, K] and box logits [B, S, 4];
   *     else empty
   */
  record Result(NDArray memory, NDList states, NDList references, NDList proposed) {

    /** Reads the block's outputs. */
    static Result of(NDList outputs, TransformerConfig config) {
      int layers = config.decoderLayers();
      return new Result(
          outputs.get(0),
          outputs.subNDList(1, 1 + layers),
          outputs.subNDList(1 + layers, 2 + 2 * layers),
          outputs.subNDList(2 + 2 * layers));
    }
  }

  @Override
  protected NDList compute(Pass pass, NDList inputs) {
    NDList maps = inputs.subNDList(0, config.levels());
    TokenGrid grid = grid(maps, inputs.get(config.levels()));
    NDManager manager = inputs.head().getManager();
    NDArray shapes = grid.shapes(manager);
    NDList layout = new NDList(shapes);
    if (grid.isPadded()) {
      layout.add(grid.mask(manager));
    }
    NDArray memory = encode(pass, maps, grid, layout);

    NDList start =
        proposals == null
            ? embedded(pass, inputs.get(config.levels() + 1), grid.pictures(), manager)
            : proposals.forward(pass, new NDList(memory, grid.proposals(manager)));
    NDList decoding =
        new NDList(start.get(0), start.get(1), start.get(2), grid.ratios(manager), memory);
    decoding.addAll(layout);
    NDList result = new NDList(memory);
    result.addAll(decoder.forward(pass, decoding));
    result.addAll(start.subList(3, start.size()));
    return result;
  }

  private TokenGrid grid(NDList maps, NDArray areas) {
    Shape expected = new Shape(maps.head().getShape().get(0), config.levels(), 2);
    if (!areas.getShape().equals(expected)) {
      throw new IllegalArgumentException(
          "deformable transformer: expected areas " + expected + ", found " + areas.getShape());
    }
    long[] sides = areas.toLongArray();
    List<List<ImageSize>> pictures = new ArrayList<>();
    int at = 0;
    for (long b = 0; b < expected.get(0); b++) {
      List<ImageSize> picture = new ArrayList<>();
      for (int l = 0; l < config.levels(); l++) {
        picture.add(size(sides[at++], sides[at++]));
      }
      pictures.add(picture);
    }
    List<ImageSize> levels =
        maps.stream().map(m -> size(m.getShape().get(2), m.getShape().get(3))).toList();
    return new TokenGrid(levels, pictures);
  }

  private static ImageSize size(long height, long width) {
    return new ImageSize(Math.toIntExact(height), Math.toIntExact(width));
  }

  private NDArray encode(Pass pass, NDList maps, TokenGrid grid, NDList layout) {
    NDManager manager = maps.head().getManager();
    NDArray embedding = pass.value(levelEmbedding, maps.head());
    NDList tokens = new NDList();
    NDList places = new NDList();
    for (int l = 0; l < maps.size(); l++) {
      tokens.add(TokenOps.toTokens(maps.get(l)));
      NDArray sines = SinePositions.of(grid, l, config.width(), manager);
      places.add(sines.add(embedding.get(l)));
    }
    NDList reading =
        new NDList(
            NDArrays.concat(tokens, 1), NDArrays.concat(places, 1), grid.references(manager));
    reading.addAll(layout);
    return encoder.forward(pass, reading).singletonOrThrow();
  }

  /** Learned queries, the same for all pictures: queries, positions, references. */
  private NDList embedded(Pass pass, NDArray queries, long batch, NDManager manager) {
    int width = config.width();
    long count = queries.getShape().get(0);
    NDArray position = queries.get(":,:" + width).expandDims(0).broadcast(batch, count, width);
    NDArray target = queries.get(":," + width + ":").expandDims(0).broadcast(batch, count, width);
    // Results go where their first operand is, and these would stay with the parameters.
    position.attach(manager);
    target.attach(manager);
    NDArray reference = Activation.sigmoid(referencePoints.forward(pass, position));
    return new NDList(target, position, reference);
  }

  @Override
  public Shape[] trace(Tracer tracer, Shape... inputs) {
    int levels = config.levels();
    long batch = inputs[0].get(0);
    long count = Arrays.stream(inputs, 0, levels).mapToLong(m -> m.get(2) * m.get(3)).sum();
    Shape tokens = new Shape(batch, count, config.width());
    Shape shapes = new Shape(levels, 2);
    encoder.trace(tracer, tokens, tokens, new Shape(batch, count, levels, 2), shapes);
    Shape[] start;
    if (proposals == null) {
      Shape query = new Shape(batch, inputs[levels + 1].get(0), config.width());
      start = new Shape[] {query, query, referencePoints.trace(tracer, query)};
    } else {
      start = proposals.trace(tracer, tokens, new Shape(batch, count, 4));
    }
    Shape ratios = new Shape(batch, levels, 2);
    List<Shape> result = new ArrayList<>(List.of(tokens));
    result.addAll(
        List.of(decoder.trace(tracer, start[0], start[1], start[2], ratios, tokens, shapes)));
    result.addAll(Arrays.asList(start).subList(3, start.length));
    return result.toArray(Shape[]::new);
  }
}
