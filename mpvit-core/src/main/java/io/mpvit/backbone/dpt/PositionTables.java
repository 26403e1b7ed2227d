/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.dpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.NormalInitializer;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;
import io.mpvit.ops.MapSizeOps;
import io.mpvit.ops.TokenOps;
import java.util.ArrayList;
import java.util.List;

/**
 * The learned positions of the four stages, tables of square grids that are resized to the map at
 * hand. The last stage's begins with a row for the classifier's class token. Input: a stage's map.
 * Keys {@code pos_embed1} to {@code pos_embed4}, [1, cells, width].
 *
 * <p>The original leaves a table unresized wherever a map has 3136 cells, whatever the stage and
 * shape, and then fails or mixes up places; this resizes always.
 */
final class PositionTables extends TorchBlock {

  private static final float STD = 0.02f;

  private final List<Parameter> tables = new ArrayList<>();
  private final List<Integer> sides = new ArrayList<>();

  PositionTables(DptConfig config) {
    for (int s = 0; s < DptConfig.STAGES; s++) {
      long side = config.positions() >> s;
      long rows = side * side + (s == DptConfig.STAGES - 1 ? 1 : 0);
      sides.add(Math.toIntExact(side));
      tables.add(
          parameter(
              "pos_embed" + (s + 1),
              Parameter.Type.WEIGHT,
              new NormalInitializer(STD),
              1,
              rows,
              config.widths().get(s)));
    }
  }

  /**
   * The positions of a map's cells.
   *
   * @param stage 0 to 3
   * @param map [B, C, h, w]
   * @return [1, C, h, w]
   */
  NDArray of(Pass pass, int stage, NDArray map) {
    NDArray table = pass.value(tables.get(stage), map);
    int side = sides.get(stage);
    long other = table.getShape().get(1) - (long) side * side;
    NDArray grid = TokenOps.toMap(table.get(":, " + other + ":"), side, side);
    return MapSizeOps.bilinearLike(grid, map, pass.training());
  }

  /** The position of the class token, [1, 1, C]. */
  NDArray ofClassToken(Pass pass, NDArray like) {
    return pass.value(tables.get(DptConfig.STAGES - 1), like).get(":, 0:1");
  }

  @Override
  protected NDList compute(Pass pass, NDList maps) {
    NDList positions = new NDList();
    for (int s = 0; s < maps.size(); s++) {
      positions.add(of(pass, s, maps.get(s)));
    }
    return positions;
  }

  @Override
  public Shape[] trace(Tracer tracer, Shape... maps) {
    return maps;
  }
}
