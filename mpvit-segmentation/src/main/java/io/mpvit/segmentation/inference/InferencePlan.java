/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.inference;

import java.util.List;
import java.util.Objects;

/**
 * How often and how a network looks at a picture. Several looks are averaged: the mean of their
 * class probabilities.
 *
 * @param windows which parts it sees one by one
 * @param ratios multiples of the published picture size, in order; positive
 * @param flips for each ratio, how the picture is mirrored, in order
 */
public record InferencePlan(Windows windows, List<Double> ratios, List<Flip> flips) {

  /** One look at the whole picture: what the published results were measured with. */
  public static final InferencePlan PUBLISHED =
      new InferencePlan(new Windows.Whole(), List.of(1.0), List.of(Flip.NONE));

  /** Six sizes, each also mirrored: slower by a factor of about 16, somewhat better. */
  public static final InferencePlan MULTI_SCALE =
      new InferencePlan(
          new Windows.Whole(),
          List.of(0.5, 0.75, 1.0, 1.25, 1.5, 1.75),
          List.of(Flip.NONE, Flip.HORIZONTAL));

  /**
   * Checks that there is something to do.
   *
   * @throws IllegalArgumentException if a list is empty or a ratio not positive
   */
  public InferencePlan {
    Objects.requireNonNull(windows, "windows");
    ratios = List.copyOf(ratios);
    flips = List.copyOf(flips);
    if (ratios.isEmpty() || flips.isEmpty()) {
      throw new IllegalArgumentException(
          "a plan needs ratios and flips, found " + ratios + " and " + flips);
    }
    if (!ratios.stream().allMatch(ratio -> ratio > 0 && ratio < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("ratios are positive, found " + ratios);
    }
  }

  /**
   * The same plan over other windows.
   *
   * @param value which parts the network sees one by one
   * @return a changed copy
   */
  public InferencePlan withWindows(Windows value) {
    return new InferencePlan(value, ratios, flips);
  }
}
