/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.augment;

import io.mpvit.detection.augment.GeometryStep.Crop;
import io.mpvit.detection.augment.GeometryStep.Flip;
import io.mpvit.detection.augment.GeometryStep.Resize;
import io.mpvit.image.DetrResize;
import io.mpvit.image.ImageSize;
import io.mpvit.image.PictureResize;
import io.mpvit.image.ShortestEdgeResize;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Decides by chance how a picture is changed for training. */
@FunctionalInterface
public interface DetectionAugmentation {

  /** What the longer side is limited to in the published trainings. */
  int MAX_SIDE = 1333;

  /**
   * Decides.
   *
   * @param size the original picture's size
   * @param random where to draw from
   * @return the steps in order
   */
  List<GeometryStep> draw(ImageSize size, RandomGenerator random);

  /**
   * The published 1x schedule: the shorter side to 800 and the longer to at most 1333, then a flip
   * with probability 0.5.
   *
   * @return the augmentation
   */
  static DetectionAugmentation published1x() {
    return resizeAndFlip(ShortestEdgeResize.DETECTRON2);
  }

  /**
   * One size, then a flip with probability 0.5.
   *
   * @param resize the size rule
   * @return the augmentation
   */
  static DetectionAugmentation resizeAndFlip(PictureResize resize) {
    return (size, random) -> {
      Steps steps = new Steps(size);
      steps.resize(resize);
      steps.flip(random);
      return steps.list;
    };
  }

  /**
   * detectron2's own trainings: the shorter side to one of 640, 672, ..., 800 and the longer to at
   * most 1333, then a flip with probability 0.5.
   *
   * @return the augmentation
   */
  static DetectionAugmentation detectron2() {
    List<Integer> sides = IntStream.rangeClosed(0, 5).map(i -> 640 + 32 * i).boxed().toList();
    return (size, random) -> {
      Steps steps = new Steps(size);
      steps.resize(new ShortestEdgeResize(choose(sides, random), MAX_SIDE));
      steps.flip(random);
      return steps.list;
    };
  }

  /**
   * The published multi-scale 3x schedule, DETR's: a flip; for half of the pictures a resize to
   * short side 400, 500 or 600 and a crop of 384 to 600 pixels; then the short side to one of 480,
   * 512, ..., 800 and the longer to at most 1333.
   *
   * @return the augmentation
   */
  static DetectionAugmentation publishedMultiScale() {
    return multiScale(
        side -> new ShortestEdgeResize(side, Integer.MAX_VALUE),
        side -> new ShortestEdgeResize(side, MAX_SIDE));
  }

  /**
   * The published training of Deformable DETR: {@link #publishedMultiScale} with DETR's size rule.
   *
   * @return the augmentation
   */
  static DetectionAugmentation publishedDetr() {
    return multiScale(side -> new DetrResize(side, 0), side -> new DetrResize(side, MAX_SIDE));
  }

  /**
   * Large-scale jitter, with which large networks are trained: a flip; a resize to what fits into a
   * square of 0.1 to 2 times the side; where that is larger than the side, a crop. The crop's
   * offsets are the same share of what is too much in both directions, as in detectron2.
   *
   * @param side of the square; published: 1024
   * @return the augmentation
   */
  static DetectionAugmentation largeScaleJitter(int side) {
    return (size, random) -> {
      Steps steps = new Steps(size);
      steps.flip(random);
      double square = (0.1 + 1.9 * random.nextDouble()) * side;
      steps.resize(
          from -> {
            double scale = Math.min(square / from.height(), square / from.width());
            return new ImageSize(
                Math.max(1, (int) Math.rint(scale * from.height())),
                Math.max(1, (int) Math.rint(scale * from.width())));
          });
      steps.cropTo(side, random);
      return steps.list;
    };
  }

  private static DetectionAugmentation multiScale(
      IntFunction<PictureResize> beforeCrop, IntFunction<PictureResize> last) {
    List<Integer> sides = IntStream.rangeClosed(0, 10).map(i -> 480 + 32 * i).boxed().toList();
    return (size, random) -> {
      Steps steps = new Steps(size);
      boolean whole = random.nextDouble() > 0.5;
      steps.flip(random);
      if (!whole) {
        steps.resize(beforeCrop.apply(choose(List.of(400, 500, 600), random)));
        steps.crop(384, 600, random);
      }
      steps.resize(last.apply(choose(sides, random)));
      return steps.list;
    };
  }

  private static int choose(List<Integer> values, RandomGenerator random) {
    return values.get(random.nextInt(values.size()));
  }

  /** Steps decided so far, and the size that they lead to. */
  final class Steps {
    private final List<GeometryStep> list = new ArrayList<>();
    private ImageSize size;

    private Steps(ImageSize size) {
      this.size = size;
    }

    private void flip(RandomGenerator random) {
      if (random.nextDouble() < 0.5) {
        list.add(new Flip(size.width()));
      }
    }

    private void resize(PictureResize rule) {
      ImageSize target = rule.target(size);
      list.add(new Resize(size, target));
      size = target;
    }

    private void crop(int least, int most, RandomGenerator random) {
      int height = between(Math.min(size.height(), least), Math.min(size.height(), most), random);
      int width = between(Math.min(size.width(), least), Math.min(size.width(), most), random);
      int top = random.nextInt(size.height() - height + 1);
      int left = random.nextInt(size.width() - width + 1);
      ImageSize window = new ImageSize(height, width);
      list.add(new Crop(left, top, window));
      size = window;
    }

    private void cropTo(int side, RandomGenerator random) {
      ImageSize window = new ImageSize(Math.min(size.height(), side), Math.min(size.width(), side));
      double share = random.nextDouble();
      int top = (int) Math.rint(share * (size.height() - window.height()));
      int left = (int) Math.rint(share * (size.width() - window.width()));
      list.add(new Crop(left, top, window));
      size = window;
    }

    private static int between(int least, int most, RandomGenerator random) {
      return least + random.nextInt(most - least + 1);
    }
  }
}
