/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.pipeline;

import io.mpvit.image.RgbImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Pictures in groups that go through a network together without changing each other's results.
 *
 * @param pictures in the user's order
 * @param places the positions of each group's pictures, in order
 */
public record PictureGroups(List<RgbImage> pictures, List<List<Integer>> places) {

  /** Copies the lists. */
  public PictureGroups {
    pictures = List.copyOf(pictures);
    places = List.copyOf(places);
  }

  /**
   * Groups pictures.
   *
   * @param pictures any number, of any sizes
   * @param pipeline what they go through
   * @return groups by {@link PicturePipeline#batchKey}
   */
  public static PictureGroups of(List<RgbImage> pictures, PicturePipeline<?> pipeline) {
    Map<Object, List<Integer>> byKey = new LinkedHashMap<>();
    for (int i = 0; i < pictures.size(); i++) {
      byKey.computeIfAbsent(pipeline.batchKey(pictures.get(i)), key -> new ArrayList<>()).add(i);
    }
    return new PictureGroups(pictures, new ArrayList<>(byKey.values()));
  }

  /**
   * How many groups there are.
   *
   * @return 0 if there is no picture
   */
  public int count() {
    return places.size();
  }

  /**
   * The pictures of a group.
   *
   * @param group from 0
   * @return one or more
   */
  public List<RgbImage> group(int group) {
    return places.get(group).stream().map(pictures::get).toList();
  }

  /**
   * Puts the groups' results into the user's order.
   *
   * @param results gives those of a group, one per picture of it; asked for in order
   * @param <R> a picture's result
   * @return one result per picture
   */
  public <R> List<R> inOrder(Function<Integer, List<R>> results) {
    Object[] ordered = new Object[pictures.size()];
    for (int group = 0; group < count(); group++) {
      List<R> own = results.apply(group);
      for (int i = 0; i < own.size(); i++) {
        ordered[places.get(group).get(i)] = own.get(i);
      }
    }
    @SuppressWarnings("unchecked")
    List<R> typed = (List<R>) Arrays.asList(ordered);
    return List.copyOf(typed);
  }
}
