/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.detection.augment.Annotation;
import io.mpvit.detection.augment.DetectionAugmentation;
import io.mpvit.detection.augment.GeometryStep;
import io.mpvit.detection.augment.GeometryStep.Crop;
import io.mpvit.detection.augment.GeometryStep.Flip;
import io.mpvit.detection.augment.GeometryStep.Resize;
import io.mpvit.detection.augment.TrainingSample;
import io.mpvit.image.DetrResize;
import io.mpvit.image.ImageSize;
import io.mpvit.image.RgbImage;
import io.mpvit.testing.Npz;
import io.mpvit.testing.Tolerances;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What DETR's training does to pictures and objects. */
@Tag("golden")
class DetrTransformsTest {

  private static final ImageSize SIZE = new ImageSize(90, 150);

  private final Npz golden = Npz.resource("/reference/deformable_detr/transforms.golden.npz");

  private List<Annotation> targets() {
    float[] boxes = golden.floats("tgt.boxes");
    int[] labels = golden.ints("hflip.labels");
    List<Annotation> targets = new ArrayList<>();
    for (int i = 0; i < labels.length; i++) {
      targets.add(
          new Annotation(
              boxes[4 * i],
              boxes[4 * i + 1],
              boxes[4 * i + 2],
              boxes[4 * i + 3],
              labels[i],
              List.of()));
    }
    return targets;
  }

  private static TrainingSample sample(List<Annotation> objects, GeometryStep... steps) {
    return TrainingSample.of(
        RgbImage.of(150, 90, new byte[3 * 150 * 90]), objects, List.of(steps), false);
  }

  private void assertSame(String name, TrainingSample sample, double tolerance) {
    int[] size = golden.ints(name + ".size");
    assertThat(sample.image().size()).isEqualTo(new ImageSize(size[0], size[1]));
    assertThat(sample.truth().classes()).isEqualTo(golden.ints(name + ".labels"));
    Tolerances.assertClose(name, sample.truth().boxes(), golden.floats(name + ".boxes"), tolerance);
  }

  @Test
  void stepsMoveObjectsAsTheReferenceDoes() {
    assertSame("hflip", sample(targets(), new Flip(150)), 1e-5);
    assertSame("crop", sample(targets(), new Crop(30, 20, new ImageSize(50, 70))), 1e-5);
    ImageSize smaller = new DetrResize(64, 100).target(SIZE);
    // The reference multiplies in float32, by a factor rounded to it, which leaves its coordinates
    // of 64 and more a unit of 7.6e-6 from those in float64, which ours are.
    assertSame("resize", sample(targets(), new Resize(SIZE, smaller)), 2e-5);
  }

  @Test
  void boxesBecomeRelativeToTheirPicture() {
    TrainingSample sample = sample(targets());
    RelativeTruth relative = RelativeTruth.of(sample.truth(), SIZE);
    Tolerances.assertClose("normalize", relative.boxes(), golden.floats("normalize.boxes"), 1e-6);
    assertThat(relative.classes()).isEqualTo(golden.ints("hflip.labels"));
  }

  /** Objects that reach out of the picture are cut, those that lie outside are dropped. */
  @Test
  void annotationsAreCutToThePicture() {
    List<Annotation> objects =
        List.of(
            new Annotation(10, 20, 60, 70, 1, List.of()),
            new Annotation(100, 60, 180, 95, 18, List.of()),
            new Annotation(150, 10, 170, 30, 3, List.of()),
            new Annotation(-4, -3, 26, 17, 44, List.of()));
    TrainingSample sample = sample(objects);
    assertThat(sample.truth().boxes()).isEqualTo(golden.floats("prep.boxes"));
    assertThat(sample.truth().classes()).isEqualTo(golden.ints("prep.labels"));
  }

  @Test
  void drawsFollowTheRecipe() {
    ImageSize size = new ImageSize(427, 640);
    Set<Integer> shortSides = new HashSet<>();
    Set<Integer> beforeCrops = new HashSet<>();
    int flips = 0;
    int crops = 0;
    for (int seed = 0; seed < 2000; seed++) {
      List<GeometryStep> steps =
          DetectionAugmentation.publishedDetr().draw(size, new SplittableRandom(seed));
      ImageSize now = size;
      for (int i = 0; i < steps.size(); i++) {
        if (steps.get(i) instanceof Flip flip) {
          flips++;
          assertThat(flip.width()).isEqualTo(now.width());
          assertThat(i).isZero();
        } else if (steps.get(i) instanceof Resize resize) {
          assertThat(resize.from()).isEqualTo(now);
          boolean last = i == steps.size() - 1;
          int side = resize.to().shortSide();
          (last ? shortSides : beforeCrops).add(side);
          assertThat(resize.to()).isEqualTo(new DetrResize(side, last ? 1333 : 0).target(now));
          now = resize.to();
        } else if (steps.get(i) instanceof Crop crop) {
          crops++;
          assertThat(crop.size().width()).isBetween(384, Math.min(600, now.width()));
          assertThat(crop.size().height()).isBetween(384, Math.min(600, now.height()));
          assertThat(crop.left()).isBetween(0, now.width() - crop.size().width());
          assertThat(crop.top()).isBetween(0, now.height() - crop.size().height());
          now = crop.size();
        }
      }
      assertThat(steps.get(steps.size() - 1)).isInstanceOf(Resize.class);
    }
    assertThat(beforeCrops).containsExactlyInAnyOrder(400, 500, 600);
    assertThat(shortSides)
        .containsExactlyInAnyOrder(480, 512, 544, 576, 608, 640, 672, 704, 736, 768, 800);
    assertThat(flips).isBetween(900, 1100);
    assertThat(crops).isBetween(900, 1100);
  }
}
