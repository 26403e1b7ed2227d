/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.coat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import io.mpvit.nn.Initializers;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;
import java.util.ArrayList;
import java.util.List;

/**
 * The learned class token that each stage begins with: from no input to [1, 1, width] per stage.
 * Keys {@code cls_token1} to {@code cls_token4}.
 */
final class ClassTokens extends TorchBlock {

  private final List<Parameter> tokens = new ArrayList<>();

  ClassTokens(List<Integer> widths) {
    for (int width : widths) {
      tokens.add(
          parameter(
              "cls_token" + (tokens.size() + 1),
              Parameter.Type.WEIGHT,
              Initializers.linear(),
              1,
              1,
              width));
    }
  }

  /** The token of a stage, 0 to 3, on the device of an array. */
  NDArray value(Pass pass, int stage, NDArray like) {
    return pass.value(tokens.get(stage), like);
  }

  @Override
  protected NDList compute(Pass pass, NDList like) {
    return new NDList(
        tokens.stream().map(token -> pass.value(token, like.head())).toArray(NDArray[]::new));
  }

  @Override
  public Shape[] trace(Tracer tracer, Shape... inputs) {
    return tokens.stream().map(Parameter::getShape).toArray(Shape[]::new);
  }
}
