/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.ops;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Multi-scale deformable attention (<a href="https://arxiv.org/abs/2010.04159">Deformable DETR</a>,
 * section 4.1): every query reads a few places of several maps, bilinearly, and adds up what it
 * read.
 *
 * <p>Every result is a weighted sum of {@code 4 L P} value vectors, so the work is that of an
 * embedding bag, whose positions and weights are made for some hundred queries at a time: sampled
 * vectors never exist, and without gradients memory beyond the result does not grow with the number
 * of queries. The same kernel serves inference, training and GPUs.
 */
public final class DeformableAttention {

  private static final int QUERY_RANK = 6;
  private static final int VALUE_RANK = 4;

  private DeformableAttention() {}

  /**
   * The places that queries read.
   *
   * @param reference [B, Q, L, 2], the points (x, y) that the queries stand for, from 0 to 1 across
   *     each level; or [B, Q, L, 4], boxes (centre x, centre y, width, height)
   * @param offsets [B, Q, heads, L, P, 2], from the points, in cells of the level; or, where there
   *     are boxes, in parts of them, P being half a box
   * @param shapes int64 [L, 2], the levels' heights and widths
   * @param training whether gradients flow to reference and offsets
   * @return [B, Q, heads, L, P, 2], from 0 to 1 across each level
   * @throws IllegalArgumentException if the shapes do not fit together
   */
  public static NDArray locations(
      NDArray reference, NDArray offsets, NDArray shapes, boolean training) {
    Shape o = offsets.getShape();
    Shape r = reference.getShape();
    boolean fits =
        o.dimension() == QUERY_RANK
            && r.dimension() == 4
            && r.slice(0, 2).equals(o.slice(0, 2))
            && r.get(2) == o.get(3)
            && (r.get(3) == 2 || r.get(3) == 4)
            && shapes.getShape().equals(new Shape(o.get(3), 2));
    if (!fits) {
      throw new IllegalArgumentException(
          "deformable attention: expected reference [B, Q, L, 2 or 4], offsets"
              + " [B, Q, heads, L, P, 2] and shapes [L, 2], found "
              + r
              + ", "
              + o
              + ", "
              + shapes.getShape());
    }
    return training
        ? Kernels.differentiate("sampling_locations", reference, offsets, shapes)
        : Kernels.call("sampling_locations", reference, offsets, shapes);
  }

  /**
   * Sums of weighted bilinear samples. Elements outside a map count as zero; the centres of a map's
   * elements lie at {@code (i + 0.5) / size}.
   *
   * @param value [B, S, heads, C], the levels one after the other, each row by row
   * @param shapes int64 [L, 2], the levels' heights and widths, whose areas add up to S
   * @param locations [B, Q, heads, L, P, 2], x and y from 0 to 1 across each level; may lie outside
   * @param weights [B, Q, heads, L, P]
   * @param training whether gradients flow to value, locations and weights
   * @return [B, Q, heads * C]
   * @throws IllegalArgumentException if the shapes do not fit together
   */
  public static NDArray attend(
      NDArray value, NDArray shapes, NDArray locations, NDArray weights, boolean training) {
    check(value, shapes, locations, weights);
    return training
        ? Kernels.differentiate("deformable_attention", value, shapes, locations, weights)
        : Kernels.call("deformable_attention", value, shapes, locations, weights);
  }

  /** A place outside the table of values would be read without complaint. */
  private static void check(NDArray value, NDArray shapes, NDArray locations, NDArray weights) {
    Shape v = value.getShape();
    Shape l = locations.getShape();
    boolean fits =
        shapes.getDataType() == DataType.INT64
            && v.dimension() == VALUE_RANK
            && l.dimension() == QUERY_RANK
            && l.get(5) == 2
            && l.get(0) == v.get(0)
            && l.get(2) == v.get(2)
            && shapes.getShape().equals(new Shape(l.get(3), 2))
            && weights.getShape().equals(l.slice(0, 5));
    if (!fits) {
      throw new IllegalArgumentException(
          "deformable attention: expected value [B, S, heads, C], shapes int64 [L, 2],"
              + " locations [B, Q, heads, L, P, 2] and weights [B, Q, heads, L, P], found "
              + v
              + ", "
              + shapes.getDataType()
              + " "
              + shapes.getShape()
              + ", "
              + l
              + ", "
              + weights.getShape());
    }
    long[] sides = shapes.toLongArray();
    long area = 0;
    for (int i = 0; i < sides.length; i += 2) {
      if (sides[i] <= 0 || sides[i + 1] <= 0) {
        throw new IllegalArgumentException(
            "deformable attention: a level of " + sides[i] + "x" + sides[i + 1] + " elements");
      }
      area += sides[i] * sides[i + 1];
    }
    if (area != v.get(1)) {
      throw new IllegalArgumentException(
          "deformable attention: the levels have " + area + " elements, the values " + v.get(1));
    }
  }
}
