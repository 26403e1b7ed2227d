/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.mpvit.image.ImageSize;
import io.mpvit.image.RgbImage;
import io.mpvit.nn.TorchBlock;
import io.mpvit.pipeline.PicturePipeline;
import io.mpvit.pipeline.PreparedBatch;
import io.mpvit.segmentation.inference.Flip;
import io.mpvit.segmentation.inference.InferencePlan;
import io.mpvit.segmentation.inference.Look;
import io.mpvit.segmentation.inference.PixelScores;
import io.mpvit.segmentation.inference.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * From pictures to the class of every one of their pixels: transform, network, back to the
 * pictures' own sizes.
 *
 * <p>Holds no state of its own, so threads may share one; each call keeps nothing but its result.
 *
 * @param network an initialised network, its parameters frozen, from arrays of pictures of any
 *     sizes, [1, 3, H, W] each, to as many arrays of class logits [1, K, h, w]
 * @param transform what happens to pictures before the network
 * @param plan how often and how the network looks at a picture
 */
public record SemanticSegmenter(
    TorchBlock network, SegmentationTransform transform, InferencePlan plan)
    implements PicturePipeline<LabelMap> {

  /** Checks that nothing is missing. */
  public SemanticSegmenter {
    Objects.requireNonNull(network, "network");
    Objects.requireNonNull(transform, "transform");
    Objects.requireNonNull(plan, "plan");
  }

  /**
   * Returns the same segmenter with another way of looking at pictures.
   *
   * @param value the plan
   * @return a changed copy
   */
  public SemanticSegmenter withPlan(InferencePlan value) {
    return new SemanticSegmenter(network, transform, value);
  }

  /**
   * Labels the pixels of pictures. The results do not depend on what else is in the batch.
   *
   * @param images one or more pictures of any sizes
   * @param manager where the network's parameters are; nothing stays in it
   * @return the labels of each picture at its own size, in order
   */
  public List<LabelMap> segment(List<RgbImage> images, NDManager manager) {
    return run(images, manager);
  }

  @Override
  public PreparedBatch<LabelMap> prepare(List<RgbImage> pictures, NDManager manager) {
    PreparedBatch<PixelScores> scores = prepareScores(pictures, manager);
    return new PreparedBatch<>(
        scores.inputs(),
        outputs -> scores.results(outputs).stream().map(SemanticSegmenter::labels).toList());
  }

  private static LabelMap labels(PixelScores scores) {
    return new LabelMap(scores.size(), scores.labels());
  }

  /**
   * The same as {@link #prepare} for those who want to know the probability of every class at every
   * pixel. The network's outputs must stay open as long as the scores are used.
   *
   * @param pictures one or more pictures of any sizes
   * @param manager owns the input
   * @return the input, one array per picture, look and window, and what turns the outputs into
   *     scores
   * @throws IllegalArgumentException if there is no picture
   */
  public PreparedBatch<PixelScores> prepareScores(List<RgbImage> pictures, NDManager manager) {
    if (pictures.isEmpty()) {
      throw new IllegalArgumentException("a batch needs at least one picture");
    }
    NDList inputs = new NDList();
    List<List<Look>> looks = new ArrayList<>();
    for (RgbImage picture : pictures) {
      looks.add(look(picture, inputs, manager));
    }
    List<ImageSize> sizes = pictures.stream().map(RgbImage::size).toList();
    return new PreparedBatch<>(inputs, outputs -> scores(looks, sizes, outputs));
  }

  /** Adds what the network is to see of a picture to its inputs. */
  private List<Look> look(RgbImage picture, NDList inputs, NDManager manager) {
    List<Look> looks = new ArrayList<>();
    for (double ratio : plan.ratios()) {
      RgbImage resized = transform.resized(picture, ratio);
      for (Flip flip : plan.flips()) {
        RgbImage flipped = flip.apply(resized);
        List<Window> windows = plan.windows().of(flipped.size());
        for (Window window : windows) {
          inputs.add(transform.input(window.of(flipped), manager));
        }
        looks.add(new Look(flipped.size(), flip, windows));
      }
    }
    return looks;
  }

  private static List<PixelScores> scores(
      List<List<Look>> looks, List<ImageSize> sizes, NDList outputs) {
    List<PixelScores> scores = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < sizes.size(); i++) {
      int end = next + looks.get(i).stream().mapToInt(look -> look.windows().size()).sum();
      scores.add(new PixelScores(looks.get(i), outputs.subNDList(next, end), sizes.get(i)));
      next = end;
    }
    return scores;
  }
}
