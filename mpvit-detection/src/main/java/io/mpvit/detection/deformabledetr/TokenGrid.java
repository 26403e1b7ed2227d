/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mpvit.image.ImageSize;
import io.mpvit.ops.HostArrays;
import java.util.List;

/**
 * Where the tokens of a batch lie: the levels' sizes, and how much of each level each picture
 * covers, the rest being padding on the right and below. Token order: level by level, row by row.
 */
final class TokenGrid {
  private static final int BOX = 4;

  private final List<ImageSize> levels;
  private final List<List<ImageSize>> areas;
  private final int tokens;

  /**
   * Creates a grid.
   *
   * @param levels the sizes of the levels' maps
   * @param areas for each picture, the part of each level that it covers
   */
  TokenGrid(List<ImageSize> levels, List<List<ImageSize>> areas) {
    this.levels = List.copyOf(levels);
    this.areas = areas.stream().map(List::copyOf).toList();
    tokens = levels.stream().mapToInt(level -> level.height() * level.width()).sum();
  }

  /**
   * Lays pictures of given sizes on levels. An element belongs to a picture if the pixel that
   * nearest sampling finds for it does.
   *
   * @param levels the sizes of the levels' maps
   * @param padded size of the tensor that holds the pictures
   * @param pictures sizes of the pictures, at the tensor's top left
   * @return the grid
   */
  static TokenGrid of(List<ImageSize> levels, ImageSize padded, List<ImageSize> pictures) {
    return new TokenGrid(
        levels,
        pictures.stream()
            .map(
                picture ->
                    levels.stream()
                        .map(
                            level ->
                                new ImageSize(
                                    covered(level.height(), padded.height(), picture.height()),
                                    covered(level.width(), padded.width(), picture.width())))
                        .toList())
            .toList());
  }

  /** How many elements of an axis sample a pixel of the picture; float32 as in the original. */
  private static int covered(int size, int padded, int picture) {
    float scale = (float) padded / size;
    int count = 0;
    while (count < size && Math.min((int) (count * scale), padded - 1) < picture) {
      count++;
    }
    return count;
  }

  List<ImageSize> levels() {
    return levels;
  }

  int pictures() {
    return areas.size();
  }

  /** S, the number of tokens of one picture. */
  int tokens() {
    return tokens;
  }

  /** The part of a level that a picture covers. */
  ImageSize area(int picture, int level) {
    return areas.get(picture).get(level);
  }

  /** Whether any picture does not cover its levels. */
  boolean isPadded() {
    return areas.stream().anyMatch(area -> !area.equals(levels));
  }

  /** Heights and widths of the levels, int64 [L, 2]. */
  NDArray shapes(NDManager manager) {
    long[] sides = new long[2 * levels.size()];
    for (int l = 0; l < levels.size(); l++) {
      sides[2 * l] = levels.get(l).height();
      sides[2 * l + 1] = levels.get(l).width();
    }
    return HostArrays.of(manager, sides, levels.size(), 2);
  }

  /** Which share of each level's width and height each picture covers, [B, L, 2]. */
  NDArray ratios(NDManager manager) {
    float[] ratios = new float[pictures() * levels.size() * 2];
    for (int b = 0; b < pictures(); b++) {
      System.arraycopy(ratios(b), 0, ratios, b * 2 * levels.size(), 2 * levels.size());
    }
    return HostArrays.of(manager, ratios, pictures(), levels.size(), 2);
  }

  private float[] ratios(int picture) {
    float[] ratios = new float[2 * levels.size()];
    for (int l = 0; l < levels.size(); l++) {
      ratios[2 * l] = (float) area(picture, l).width() / levels.get(l).width();
      ratios[2 * l + 1] = (float) area(picture, l).height() / levels.get(l).height();
    }
    return ratios;
  }

  /** The tokens' own places as references on every level, [B, S, L, 2]. */
  NDArray references(NDManager manager) {
    int size = 2 * levels.size();
    float[] references = new float[pictures() * tokens * size];
    forEach(
        (token, picture, level, row, column) -> {
          float[] ratios = ratios(picture);
          ImageSize map = levels.get(level);
          float x = (column + 0.5f) / (ratios[2 * level] * map.width());
          float y = (row + 0.5f) / (ratios[2 * level + 1] * map.height());
          for (int i = 0; i < size; i += 2) {
            references[token * size + i] = x * ratios[i];
            references[token * size + i + 1] = y * ratios[i + 1];
          }
        });
    return HostArrays.of(manager, references, pictures(), tokens, levels.size(), 2);
  }

  /** 1 for tokens of the picture, 0 for padding, [B, S, 1]. */
  NDArray mask(NDManager manager) {
    float[] mask = new float[pictures() * tokens];
    forEach(
        (token, picture, level, row, column) ->
            mask[token] = covers(picture, level, row, column) ? 1 : 0);
    return HostArrays.of(manager, mask, pictures(), tokens, 1);
  }

  /**
   * The boxes that a token proposes by its place alone, as logits, [B, S, 4]: around its centre, 5
   * % of the picture wide and high on the finest level, twice as much on each next one. Positive
   * infinity where a box would come within 1 % of the border or the token is padding.
   */
  NDArray proposals(NDManager manager) {
    float[] proposals = new float[pictures() * tokens * BOX];
    forEach(
        (token, picture, level, row, column) -> {
          ImageSize area = area(picture, level);
          float size = 0.05f * (1 << level);
          float[] box = {(column + 0.5f) / area.width(), (row + 0.5f) / area.height(), size, size};
          boolean usable = covers(picture, level, row, column);
          for (float p : box) {
            usable &= p > 0.01f && p < 0.99f;
          }
          for (int i = 0; i < BOX; i++) {
            proposals[token * BOX + i] =
                usable ? (float) Math.log(box[i] / (1 - box[i])) : Float.POSITIVE_INFINITY;
          }
        });
    return HostArrays.of(manager, proposals, pictures(), tokens, BOX);
  }

  private boolean covers(int picture, int level, int row, int column) {
    ImageSize area = area(picture, level);
    return row < area.height() && column < area.width();
  }

  /** Is told each token of the batch. */
  @FunctionalInterface
  private interface TokenVisitor {
    void visit(int token, int picture, int level, int row, int column);
  }

  private void forEach(TokenVisitor visitor) {
    int token = 0;
    for (int picture = 0; picture < pictures(); picture++) {
      for (int level = 0; level < levels.size(); level++) {
        for (int row = 0; row < levels.get(level).height(); row++) {
          for (int column = 0; column < levels.get(level).width(); column++) {
            visitor.visit(token++, picture, level, row, column);
          }
        }
      }
    }
  }
}
