/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.coat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.mpvit.backbone.BackboneClassifier;
import io.mpvit.nn.LayerNorm;
import io.mpvit.nn.Linear;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import io.mpvit.weights.KeyLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * CoaT for image classification: a linear layer on the normalised class token of the last scale,
 * or, with parallel blocks, on a weighted sum of the class tokens of scales 2 to 4. Images [B, 3,
 * H, W] to raw logits [B, classes].
 *
 * <p>As published, every scale has a normalisation, also those whose tokens nothing reads.
 */
public final class CoatClassifier extends BackboneClassifier {

  private static final String HEAD = "head";

  private final Coat backbone;
  private final List<LayerNorm> norms = new ArrayList<>();
  private final TokenMixture aggregate; // null without parallel blocks
  private final Linear head;

  /**
   * Builds the network with uninitialised parameters.
   *
   * @param config the backbone's architecture
   * @param classes the number of classes, at least 1
   */
  public CoatClassifier(CoatConfig config, int classes) {
    super(classes);
    backbone = child("", new Coat(config));
    for (int width : config.widths()) {
      norms.add(child("norm" + (norms.size() + 1), new LayerNorm(width, SerialBlock.EPS)));
    }
    aggregate =
        config.coScale() ? child("aggregate", new TokenMixture(ParallelBlock.SCALES)) : null;
    head = child(HEAD, new Linear(config.widths().get(CoatConfig.STAGES - 1), classes));
  }

  /**
   * How files name the tensors of a classifier: the authors' with the names that the network has,
   * and timm's, which lack the normalisations that nothing reads.
   *
   * @param config the backbone's architecture
   * @return the layouts, {@link KeyLayout#OWN} first
   */
  public static List<KeyLayout> layouts(CoatConfig config) {
    int unused = config.coScale() ? 1 : CoatConfig.STAGES - 1;
    return List.of(KeyLayout.OWN, new UnusedNorms("timm", unused));
  }

  @Override
  public String classWeight() {
    return HEAD + ".weight";
  }

  @Override
  public Coat backbone() {
    return backbone;
  }

  @Override
  protected NDArray compute(Pass pass, NDArray images) {
    List<TokenMap> scales = backbone.tokens(pass, images);
    int last = scales.size() - 1;
    NDArray token; // [B, 1, C]
    if (aggregate == null) {
      token = norms.get(last).forward(pass, scales.get(last).classToken());
    } else {
      NDList tokens = new NDList();
      for (int s = 1; s <= last; s++) {
        tokens.add(norms.get(s).forward(pass, scales.get(s).classToken()));
      }
      token = aggregate.forward(pass, NDArrays.concat(tokens, 1));
    }
    return head.forward(pass, token.squeeze(1));
  }

  @Override
  public Shape trace(Tracer tracer, Shape images) {
    Shape[] maps = backbone.trace(tracer, images);
    Shape map = maps[maps.length - 1];
    if (aggregate == null) {
      norms.get(norms.size() - 1).trace(tracer, new Shape(map.get(0), 1, map.get(1)));
    } else {
      Shape tokens = new Shape(map.get(0), ParallelBlock.SCALES, map.get(1));
      norms.get(norms.size() - 1).trace(tracer, tokens);
      aggregate.trace(tracer, tokens);
    }
    return head.trace(tracer, new Shape(map.get(0), map.get(1)));
  }
}
