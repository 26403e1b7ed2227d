/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mpvit.image.ImageSize;
import io.mpvit.image.RgbImage;
import io.mpvit.ops.HostArrays;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.training.RandomStreams;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RecipeTest {

  @Test
  void cropsHaveTheirAreaAndAspect() {
    RandomResizedCrop crop = RandomResizedCrop.published(16);
    ImageSize size = new ImageSize(300, 400);
    double smallest = 1;
    double largest = 0;
    for (int seed = 0; seed < 2000; seed++) {
      RandomResizedCrop.Window window = crop.draw(size, new SplittableRandom(seed));
      double aspect = (double) window.size().width() / window.size().height();
      double area = (double) window.size().width() * window.size().height() / (300 * 400);
      assertThat(aspect).isBetween(0.74, 1.35);
      assertThat(area).isBetween(0.078, 1.0);
      assertThat(window.left() + window.size().width()).isLessThanOrEqualTo(400);
      assertThat(window.top() + window.size().height()).isLessThanOrEqualTo(300);
      smallest = Math.min(smallest, area);
      largest = Math.max(largest, area);
    }
    assertThat(smallest).isLessThan(0.1);
    assertThat(largest).isGreaterThan(0.9);
    RgbImage image = ReferenceInputs.image("image", 300, 400);
    assertThat(crop.apply(image, new SplittableRandom(1)).size()).isEqualTo(new ImageSize(16, 16));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RandomResizedCrop(16, 0.5, 0.4, 1, 1));
  }

  @Test
  void picturesThatNoCropFitsAreCutInTheMiddle() {
    RandomResizedCrop crop = new RandomResizedCrop(8, 1, 1, 3.0 / 4, 4.0 / 3);
    assertThat(crop.draw(new ImageSize(10, 100), new SplittableRandom(1)))
        .isEqualTo(new RandomResizedCrop.Window(43, 0, new ImageSize(10, 13)));
    assertThat(crop.draw(new ImageSize(100, 10), new SplittableRandom(1)))
        .isEqualTo(new RandomResizedCrop.Window(0, 43, new ImageSize(13, 10)));
    assertThat(crop.middle(new ImageSize(7, 8)))
        .isEqualTo(new RandomResizedCrop.Window(0, 0, new ImageSize(7, 8)));
    assertThat(crop.apply(ReferenceInputs.image("image", 1, 50), new SplittableRandom(1)).size())
        .isEqualTo(new ImageSize(8, 8));
  }

  @Test
  void flipsExchangeLeftAndRight() {
    RgbImage image = RgbImage.of(2, 1, new byte[] {1, 2, 3, 4, 5, 6});
    assertThat(ImageAugmentation.flip(1).apply(image, new SplittableRandom(1)).toBytes())
        .containsExactly(4, 5, 6, 1, 2, 3);
    assertThat(ImageAugmentation.flip(0).apply(image, new SplittableRandom(1))).isSameAs(image);
  }

  @Test
  void theWholeRecipeRepeatsWithItsSeed() {
    RgbImage image = ReferenceInputs.image("image", 60, 80);
    ImageAugmentation recipe = ImageAugmentation.imageNet(32);
    RandomStreams streams = new RandomStreams(5);
    RgbImage once = recipe.apply(image, streams.stream("augment", 0, 17));
    assertThat(recipe.apply(image, streams.stream("augment", 0, 17))).isEqualTo(once);
    assertThat(recipe.apply(image, streams.stream("augment", 1, 17))).isNotEqualTo(once);
    assertThat(once.size()).isEqualTo(new ImageSize(32, 32));
  }

  @Test
  void erasingFillsOneRectangleOfAllPlanes() {
    ImageSize size = new ImageSize(20, 30);
    int offset = 7;
    int erased = 0;
    for (int seed = 0; seed < 400; seed++) {
      float[] values = new float[offset + 3 * 600 + 5];
      Arrays.fill(values, 100);
      RandomErasing.published()
          .apply(FloatBuffer.wrap(values), offset, size, new SplittableRandom(seed));
      int count = 0;
      for (int i = 0; i < values.length; i++) {
        boolean inside = i >= offset && i < offset + 1800;
        boolean changed = values[i] != 100;
        assertThat(changed && !inside).isFalse();
        count += changed ? 1 : 0;
        if (inside && i < offset + 600) {
          assertThat(values[i + 600] != 100).isEqualTo(changed);
          assertThat(values[i + 1200] != 100).isEqualTo(changed);
        }
      }
      if (count > 0) {
        erased++;
        assertThat(count / 1800.0).isBetween(0.012, 0.4);
      }
    }
    assertThat(erased).isBetween(70, 130);
    float[] tiny = {1, 1, 1};
    new RandomErasing(1, 0.5, 1, 1)
        .apply(FloatBuffer.wrap(tiny), 0, new ImageSize(1, 1), new SplittableRandom(1));
    assertThat(tiny).containsExactly(1, 1, 1);
  }

  @Test
  void mixupMixesPixelsAndTargets() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray images = HostArrays.of(manager, new float[] {1, 2, 3, 10, 20, 30}, 2, 3, 1, 1);
      assertThat(BatchMix.mix(images, 0.75f).toFloatArray())
          .usingComparatorWithPrecision(1e-5f)
          .containsExactly(3.25f, 6.5f, 9.75f, 7.75f, 15.5f, 23.25f);
      BatchMix.Mixed mixed =
          new BatchMix(0.8, 1, 0, 0.1).apply(images, new int[] {0, 3}, 4, new SplittableRandom(3));
      float[] targets = mixed.targets().toFloatArray();
      float share = (targets[0] - 0.025f) / 0.9f;
      assertThat(share).isBetween(0f, 1f);
      assertThat(targets)
          .usingComparatorWithPrecision(1e-5f)
          .containsExactly(
              0.025f + 0.9f * share,
              0.025f,
              0.025f,
              0.025f + 0.9f * (1 - share),
              0.025f + 0.9f * (1 - share),
              0.025f,
              0.025f,
              0.025f + 0.9f * share);
      assertThat(mixed.images().toFloatArray()[0])
          .isCloseTo(share + 10 * (1 - share), Offset.offset(1e-4f));
    }
  }

  @Test
  void cutMixCountsTheAreaThatWasReallyCut() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray zeros = manager.zeros(new Shape(1, 3, 10, 12));
      NDArray images = zeros.concat(manager.ones(new Shape(1, 3, 10, 12)), 0);
      BatchMix mix = new BatchMix(0.8, 1, 1, 0);
      for (int seed = 0; seed < 50; seed++) {
        BatchMix.Mixed mixed = mix.apply(images, new int[] {0, 1}, 2, new SplittableRandom(seed));
        float replaced = mixed.images().get(0).mean().getFloat();
        assertThat(mixed.images().get(1).mean().getFloat())
            .isCloseTo(1 - replaced, Offset.offset(1e-5f));
        assertThat(mixed.targets().toFloatArray())
            .usingComparatorWithPrecision(1e-5f)
            .containsExactly(1 - replaced, replaced, replaced, 1 - replaced);
      }
      assertThat(images.get(0).mean().getFloat()).isZero();
      // sides int(0.8 * 10) and int(0.8 * 12), each edge half a side from the centre
      BatchMix.Window window =
          BatchMix.window(new ImageSize(10, 12), 0.36, new SplittableRandom(0));
      assertThat(window.bottom() - window.top()).isLessThanOrEqualTo(8);
      assertThat(window.right() - window.left()).isLessThanOrEqualTo(8);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> mix.apply(images, new int[] {0, 2}, 2, new SplittableRandom(1)))
          .withMessageContaining("below 2");
    }
  }

  @Test
  void sharesFollowTheirDistribution() {
    SplittableRandom random = new SplittableRandom(9);
    for (double alpha : new double[] {0.8, 1, 3}) {
      double sum = 0;
      double squares = 0;
      int n = 20000;
      for (int i = 0; i < n; i++) {
        double x = BatchMix.beta(alpha, random);
        sum += x;
        squares += (x - 0.5) * (x - 0.5);
      }
      assertThat(sum / n).isCloseTo(0.5, Offset.offset(0.01));
      assertThat(squares / n).isCloseTo(1 / (4 * (2 * alpha + 1)), Offset.offset(0.003));
    }
  }

  @Test
  void repeatedPicturesAreDealtRoundRobin() {
    RepeatedAugmentation order = new RepeatedAugmentation(1000, 3, 2);
    assertThat(order.samples()).isEqualTo(384);
    int[] first = order.order(0, new SplittableRandom(4));
    int[] second = order.order(1, new SplittableRandom(4));
    int[] all = new int[768];
    for (int i = 0; i < 384; i++) {
      all[2 * i] = first[i];
      all[2 * i + 1] = second[i];
    }
    for (int i = 0; i < 768; i += 3) {
      assertThat(all[i]).isEqualTo(all[i + 1]).isEqualTo(all[i + 2]).isBetween(0, 999);
    }
    assertThat(Arrays.stream(all).distinct().count()).isEqualTo(256);
    assertThat(order.order(0, new SplittableRandom(5))).isNotEqualTo(first);
    assertThat(new RepeatedAugmentation(5, 3, 1).order(0, new SplittableRandom(1))).hasSize(5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> order.order(2, new SplittableRandom(1)))
        .withMessageContaining("below 2");
  }
}
