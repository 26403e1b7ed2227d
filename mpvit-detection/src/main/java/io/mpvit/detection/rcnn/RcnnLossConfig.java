/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import io.mpvit.detection.target.Matcher;
import io.mpvit.detection.target.Sampling;
import java.util.List;
import java.util.Objects;

/**
 * How Mask R-CNN is trained.
 *
 * @param anchors which anchors stand for objects
 * @param anchorSampling how many anchors of a picture are learned from
 * @param proposals what the region proposal network passes on in training
 * @param stages for each box stage, which regions stand for objects
 * @param regionSampling how many regions of a picture the first stage learns from; later stages of
 *     a cascade take what the first leaves
 */
public record RcnnLossConfig(
    Matcher anchors,
    Sampling anchorSampling,
    ProposalThresholds proposals,
    List<Matcher> stages,
    Sampling regionSampling) {

  /** Checks that nothing is missing. */
  public RcnnLossConfig {
    Objects.requireNonNull(anchors, "anchors");
    Objects.requireNonNull(anchorSampling, "anchorSampling");
    Objects.requireNonNull(proposals, "proposals");
    stages = List.copyOf(stages);
    Objects.requireNonNull(regionSampling, "regionSampling");
  }

  /** The published training with one box stage. */
  public static RcnnLossConfig published() {
    return of(1000, List.of(Matcher.regions(0.5f)));
  }

  /** The published training with a cascade. */
  public static RcnnLossConfig publishedCascade() {
    return of(2000, List.of(0.5f, 0.6f, 0.7f).stream().map(Matcher::regions).toList());
  }

  /** Fewer anchors and regions, for small pictures with few objects. */
  public static RcnnLossConfig light() {
    return new RcnnLossConfig(
        Matcher.RPN,
        new Sampling(128, 0.5),
        new ProposalThresholds(500, 0.7, 200),
        List.of(Matcher.regions(0.5f)),
        new Sampling(64, 0.25));
  }

  private static RcnnLossConfig of(int proposals, List<Matcher> stages) {
    return new RcnnLossConfig(
        Matcher.RPN,
        Sampling.RPN,
        new ProposalThresholds(2000, 0.7, proposals),
        stages,
        Sampling.REGIONS);
  }
}
