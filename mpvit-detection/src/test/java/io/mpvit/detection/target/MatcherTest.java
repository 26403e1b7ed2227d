/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mpvit.detection.anchor.AnchorGenerator;
import io.mpvit.detection.rcnn.RpnConfig;
import io.mpvit.detection.retinanet.RetinaNetHeadConfig;
import io.mpvit.testing.Npz;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MatcherTest {

  private static final int PADDED_HEIGHT = 224;
  private static final int PADDED_WIDTH = 320;

  private final Npz golden = Npz.resource("/reference/detectron2/ops.golden.npz");

  private static float[] anchors(AnchorGenerator generator) {
    float[] all = new float[0];
    for (int level = 0; level < generator.levels(); level++) {
      int stride = generator.strides().get(level);
      float[] grid =
          generator
              .level(level)
              .grid((PADDED_HEIGHT + stride - 1) / stride, (PADDED_WIDTH + stride - 1) / stride);
      int before = all.length;
      all = Arrays.copyOf(all, before + grid.length);
      System.arraycopy(grid, 0, all, before, grid.length);
    }
    return all;
  }

  private void check(String name, Matcher matcher, AnchorGenerator generator) {
    Matches matches = matcher.match(golden.floats("match.gt_boxes"), anchors(generator));
    assertThat(matches.labels()).isEqualTo(golden.ints("match." + name + ".labels"));
    int[] expected = golden.ints("match." + name + ".idx");
    for (int i = 0; i < expected.length; i++) {
      if (matches.labels()[i] == Matches.OBJECT) {
        assertThat(matches.objects()[i]).as("anchor " + i).isEqualTo(expected[i]);
      }
    }
  }

  @Test
  void matchesAnchorsAsTheReferenceDoes() {
    check(
        "retinanet",
        Matcher.RETINANET,
        RetinaNetHeadConfig.published(List.of("stage3", "stage4", "stage5")).anchors());
    check("rpn", Matcher.RPN, RpnConfig.published().anchors());
  }

  @Test
  void rescuesAnObjectsBestCandidates() {
    float[] objects = {0, 0, 100, 100, 500, 500, 510, 510, 900, 900, 910, 910};
    float[] candidates = {
      0, 0, 90, 100, 495, 495, 520, 520, 495, 495, 520, 520, 300, 300, 310, 310
    };
    Matches matches = Matcher.RPN.match(objects, candidates);
    assertThat(matches.labels())
        .containsExactly(Matches.OBJECT, Matches.OBJECT, Matches.OBJECT, Matches.BACKGROUND);
    assertThat(matches.objects()).containsExactly(0, 1, 1, 0);
    assertThat(new Matcher(0.3f, 0.7f, false).match(objects, candidates).labels())
        .containsExactly(
            Matches.OBJECT, Matches.BACKGROUND, Matches.BACKGROUND, Matches.BACKGROUND);
  }

  @Test
  void thresholdsBelongToTheUpperSide() {
    float[] object = {0, 0, 10, 10};
    float[] half = {0, 0, 5, 10};
    assertThat(Matcher.regions(0.5f).match(object, half).labels()).containsExactly(Matches.OBJECT);
    assertThat(new Matcher(0.5f, 0.6f, false).match(object, half).labels())
        .containsExactly(Matches.IGNORED);
    assertThat(Matcher.regions(0.51f).match(object, half).labels())
        .containsExactly(Matches.BACKGROUND);
    assertThat(Matcher.RPN.match(new float[0], half).labels()).containsExactly(Matches.BACKGROUND);
    assertThat(Matcher.RPN.match(object, new float[0]).labels()).isEmpty();
  }

  @Test
  void samplesAtMostTheShareOfObjects() {
    int[] labels = new int[100];
    Arrays.fill(labels, 0, 40, Matches.OBJECT);
    Arrays.fill(labels, 40, 50, Matches.IGNORED);
    Matches matches = new Matches(new int[100], labels);
    Sampling sampling = new Sampling(20, 0.25);
    Sampling.Sample first = sampling.sample(matches, Sampler.FIRST);
    assertThat(first.objects()).containsExactly(0, 1, 2, 3, 4);
    assertThat(first.background()).hasSize(15).startsWith(50, 51);
    Sampling.Sample random = sampling.sample(matches, Sampler.random(new SplittableRandom(7)));
    assertThat(Arrays.stream(random.objects()).boxed())
        .hasSize(5)
        .doesNotHaveDuplicates()
        .allMatch(i -> i < 40);
    assertThat(Arrays.stream(random.background()).boxed())
        .hasSize(15)
        .doesNotHaveDuplicates()
        .allMatch(i -> i >= 50);
    Sampling.Sample all =
        new Sampling(1000, 0.25).sample(matches, Sampler.random(new SplittableRandom(7)));
    assertThat(all.objects()).hasSize(40);
    assertThat(all.background()).hasSize(50);
  }

  @Test
  void randomSamplesAreFair() {
    SplittableRandom random = new SplittableRandom(3);
    int[] counts = new int[10];
    int[] positions = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    for (int i = 0; i < 10_000; i++) {
      for (int chosen : Sampler.random(random).choose(positions, 3)) {
        counts[chosen]++;
      }
    }
    // 3000 expected each, standard deviation 46.
    assertThat(Arrays.stream(counts).boxed()).allMatch(count -> count > 2750 && count < 3250);
    assertThat(positions).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  void namesWhatIsWrong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GroundTruth(new float[8], new int[1], List.of()))
        .withMessageContaining("2 boxes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GroundTruth.of(new float[4], new int[] {-1}))
        .withMessageContaining("negative");
    assertThatIllegalArgumentException().isThrownBy(() -> new Matcher(0.6f, 0.5f, true));
    assertThatIllegalArgumentException().isThrownBy(() -> new Sampling(0, 0.5));
  }
}
