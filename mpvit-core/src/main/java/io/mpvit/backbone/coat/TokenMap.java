/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.coat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.mpvit.nn.Pass;
import io.mpvit.nn.attention.PositionEncoding;
import io.mpvit.ops.MapSizeOps;
import io.mpvit.ops.TokenOps;

/**
 * The tokens of one scale: a class token, then those of a map, row by row.
 *
 * @param tokens [B, 1 + H*W, C]
 * @param size [0, H, W], an empty array that carries the map's size into the engine
 */
record TokenMap(NDArray tokens, NDArray size) {

  private static final NDIndex CLASS_TOKEN = new NDIndex(":, :1");
  private static final NDIndex MAP = new NDIndex(":, 1:");

  /** Puts a class token [1, 1, C] before the tokens of a map [B, H*W, C]. */
  static TokenMap of(NDArray classToken, NDArray image, long height, long width) {
    Shape shape = image.getShape();
    NDArray first = classToken.broadcast(shape.get(0), 1, shape.get(2));
    // Results go where their first operand is, and this one would stay with the parameters.
    first.attach(image.getManager());
    return new TokenMap(
        NDArrays.concat(new NDList(first, image), 1),
        image.getManager().create(new Shape(0, height, width)));
  }

  static TokenMap of(NDList inputs) {
    return new TokenMap(inputs.get(0), inputs.get(1));
  }

  NDList list() {
    return new NDList(tokens, size);
  }

  TokenMap with(NDArray value) {
    return new TokenMap(value, size);
  }

  /** The class token, [B, 1, C]; a view. */
  NDArray classToken() {
    return tokens.get(CLASS_TOKEN);
  }

  /** The map, [B, C, H, W]; a view. */
  NDArray map() {
    Shape plane = size.getShape();
    return TokenOps.toMap(tokens.get(MAP), plane.get(1), plane.get(2));
  }

  private NDArray withMap(NDArray map) {
    return NDArrays.concat(new NDList(classToken(), TokenOps.toTokens(map)), 1);
  }

  /** The same tokens with the map's positions encoded; the class token has none. */
  NDArray encoded(Pass pass, PositionEncoding encoding) {
    return withMap(encoding.forward(pass, map()));
  }

  /** The tokens with the map brought to another scale's size; the class token stays as it is. */
  NDArray resizedTo(TokenMap other, boolean training) {
    return withMap(MapSizeOps.bilinearLike(map(), other.size, training));
  }
}
