/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.mpvit.backbone.Backbone;
import io.mpvit.detection.deformabledetr.DeformableDetrHeadConfig.Variant;
import io.mpvit.detection.transform.ImageBatch;
import io.mpvit.image.ImageSize;
import io.mpvit.nn.ClassRows;
import io.mpvit.nn.Pass;
import io.mpvit.nn.PerClass;
import io.mpvit.nn.StateEntry;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;
import io.mpvit.ops.HostArrays;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Deformable DETR: backbone, projection to a few levels of one width, encoder, decoder, predictors.
 *
 * <p>Inputs: normalised pictures, [B, 3, H, W], and the height and width of each picture without
 * padding, int64 [B, 2]; without the second array the pictures fill the tensor. Outputs: as of
 * {@link DeformableDetrPredictions#listOf}.
 *
 * @see <a href="https://arxiv.org/abs/2010.04159">Deformable DETR</a>
 */
public final class DeformableDetr extends TorchBlock implements PerClass {
  private final DeformableDetrHeadConfig config;
  private final PredictionHeads heads;
  private final DeformableTransformer transformer;
  private final QueryEmbedding queries; // null if the encoder proposes
  private final InputProjection projection;
  private final Backbone backbone;
  private final int[] features;

  /**
   * Creates the network of a configuration.
   *
   * @param config its architecture
   */
  public DeformableDetr(DeformableDetrConfig config) {
    this(config.backbone().build(), config.backboneName(), config.head());
  }

  /**
   * Creates a Deformable DETR on any backbone.
   *
   * @param backbone the backbone
   * @param backboneName its path in the state dict below {@code backbone.0}
   * @param config everything else
   * @throws IllegalArgumentException if the backbone lacks a feature
   */
  public DeformableDetr(Backbone backbone, String backboneName, DeformableDetrHeadConfig config) {
    this.config = config;
    this.backbone = backbone;
    features = config.features().stream().mapToInt(backbone::indexOf).toArray();
    TransformerConfig shape = config.transformer();
    Variant variant = config.variant();
    heads = PredictionHeads.of(config);
    PredictionHeads below =
        variant.proposes()
            ? heads
            : variant.refines()
                ? new PredictionHeads(List.of(), heads.boxes())
                : PredictionHeads.NONE;
    transformer = child("transformer", new DeformableTransformer(shape, config.queries(), below));
    addHeads("class_embed.", heads.classes(), !below.classes().isEmpty());
    addHeads("bbox_embed.", heads.boxes(), !below.boxes().isEmpty());
    queries =
        variant.proposes()
            ? null
            : child("query_embed", new QueryEmbedding(config.queries(), shape.width()));
    projection =
        child(
            "input_proj",
            new InputProjection(
                IntStream.of(features).mapToObj(backbone.features()::get).toList(),
                shape.levels(),
                shape.width()));
    child("backbone.0." + backboneName, backbone);
  }

  /** Gives heads their keys; one that all layers share is a child once. */
  private void addHeads(String prefix, List<? extends TorchBlock> blocks, boolean placed) {
    for (int i = 0; i < blocks.size(); i++) {
      if (placed || i > 0 && blocks.get(i) == blocks.get(0)) {
        tied(prefix + i, blocks.get(i));
      } else {
        child(prefix + i, blocks.get(i));
      }
    }
  }

  /**
   * Returns the architecture of everything on the backbone.
   *
   * @return the configuration
   */
  public DeformableDetrHeadConfig config() {
    return config;
  }

  /**
   * Returns the backbone.
   *
   * @return the block below everything else
   */
  public Backbone backbone() {
    return backbone;
  }

  @Override
  protected NDList compute(Pass pass, NDList inputs) {
    List<ImageSize> sizes = ImageBatch.sizes("Deformable DETR", inputs);
    NDList levels = levels(pass, inputs.head());
    NDList entering = new NDList(levels);
    entering.add(areas(levels, inputs.head(), sizes));
    if (queries != null) {
      entering.add(queries.value(pass, inputs.head()));
    }
    DeformableTransformer.Result result =
        DeformableTransformer.Result.of(transformer.forward(pass, entering), config.transformer());
    return predictions(pass, result);
  }

  /** The maps that the transformer reads. */
  NDList levels(Pass pass, NDArray pictures) {
    NDList maps = backbone.forward(pass, new NDList(pictures));
    NDList chosen = new NDList(IntStream.of(features).mapToObj(maps::get).toList());
    NDList levels = projection.forward(pass, chosen);
    if (!pass.training()) {
      maps.close();
    }
    return levels;
  }

  /** How much of each level each picture covers, int64 [B, L, 2]. */
  static NDArray areas(NDList levels, NDArray pictures, List<ImageSize> sizes) {
    Shape tensor = pictures.getShape();
    List<ImageSize> maps = levels.stream().map(m -> plane(m.getShape())).toList();
    TokenGrid grid = TokenGrid.of(maps, plane(tensor), sizes);
    long[] sides = new long[sizes.size() * maps.size() * 2];
    int at = 0;
    for (int b = 0; b < sizes.size(); b++) {
      for (int l = 0; l < maps.size(); l++) {
        sides[at++] = grid.area(b, l).height();
        sides[at++] = grid.area(b, l).width();
      }
    }
    return HostArrays.of(pictures.getManager(), sides, sizes.size(), maps.size(), 2);
  }

  private static ImageSize plane(Shape map) {
    return new ImageSize(Math.toIntExact(map.get(2)), Math.toIntExact(map.get(3)));
  }

  /** The last layer's first; those that only a loss needs in training alone. */
  private NDList predictions(Pass pass, DeformableTransformer.Result result) {
    int last = config.transformer().decoderLayers() - 1;
    List<DeformableDetrPredictions> list = new ArrayList<>();
    list.add(predict(pass, result, last));
    if (pass.training()) {
      for (int i = 0; i < last; i++) {
        list.add(predict(pass, result, i));
      }
      if (!result.proposed().isEmpty()) {
        NDArray boxes = Activation.sigmoid(result.proposed().get(1));
        list.add(new DeformableDetrPredictions(result.proposed().get(0), boxes));
      }
    }
    NDList outputs = new NDList();
    for (DeformableDetrPredictions predictions : list) {
      outputs.add(predictions.logits());
      outputs.add(predictions.boxes());
    }
    return outputs;
  }

  /** The predictions of one decoder layer. */
  DeformableDetrPredictions predict(Pass pass, DeformableTransformer.Result result, int layer) {
    return heads.predict(pass, layer, result.states().get(layer), result.references().get(layer));
  }

  /** {@inheritDoc} The outputs are those of inference. */
  @Override
  public Shape[] trace(Tracer tracer, Shape... inputs) {
    Shape[] maps = backbone.trace(tracer, inputs[0]);
    Shape[] levels =
        projection.trace(
            tracer, IntStream.of(features).mapToObj(i -> maps[i]).toArray(Shape[]::new));
    List<Shape> entering = new ArrayList<>(List.of(levels));
    entering.add(new Shape(inputs[0].get(0), levels.length, 2));
    if (queries != null) {
      entering.add(queries.trace(tracer)[0]);
    }
    Shape[] result = transformer.trace(tracer, entering.toArray(Shape[]::new));
    int last = config.transformer().decoderLayers() - 1;
    Shape state = result[1 + last];
    return new Shape[] {
      heads.classes().get(last).trace(tracer, state), heads.boxes().get(last).trace(tracer, state)
    };
  }

  /** The class predictors of all layers, under all their keys. */
  @Override
  public Map<String, ClassRows> classRows() {
    Map<String, ClassRows> rows = new HashMap<>();
    stateEntries().stream()
        .map(StateEntry::key)
        .filter(key -> key.contains("class_embed."))
        .forEach(key -> rows.put(key, ClassRows.ONE_EACH));
    return rows;
  }
}
