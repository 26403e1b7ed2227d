/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.target;

/**
 * What each candidate box stands for.
 *
 * @param objects for each candidate the object that it overlaps most (the first of equals); 0 where
 *     there are no objects
 * @param labels for each candidate {@link #OBJECT}, {@link #BACKGROUND} or {@link #IGNORED}
 */
public record Matches(int[] objects, int[] labels) {

  /** The candidate stands for its object. */
  public static final int OBJECT = 1;

  /** The candidate stands for background. */
  public static final int BACKGROUND = 0;

  /** Nothing is to be learned from the candidate. */
  public static final int IGNORED = -1;
}
