/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.mvitv2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class MViTv2ConfigTest {

  private static final String QKV = "x.blocks.2.attn.qkv.weight";
  private static final MViTv2Stage STAGE = new MViTv2Stage(1, 2, 2, 14, 0);
  private static final List<MViTv2Stage> STAGES = List.of(STAGE, STAGE, STAGE, STAGE);

  private static List<BlockPlan> plans(MViTv2Config config) {
    return BlockPlan.of(config).stream().flatMap(List::stream).toList();
  }

  /** The table of the specification, for T: blocks 0, 2, 7 and 9 end a stage. */
  @Test
  void plansTheBlocksOfADetector() {
    List<BlockPlan> plans = plans(MViTv2Config.tiny());
    assertThat(plans.stream().map(BlockPlan::in))
        .containsExactly(96, 96, 192, 192, 384, 384, 384, 384, 384, 768);
    assertThat(plans.stream().map(BlockPlan::out))
        .containsExactly(96, 192, 192, 384, 384, 384, 384, 384, 768, 768);
    assertThat(plans.stream().map(BlockPlan::heads)).containsExactly(1, 2, 2, 4, 4, 4, 4, 4, 8, 8);
    assertThat(plans.stream().map(BlockPlan::queryStride))
        .containsExactly(1, 2, 1, 2, 1, 1, 1, 1, 2, 1);
    assertThat(plans.stream().map(BlockPlan::keyStride))
        .containsExactly(4, 2, 4, 1, 1, 1, 1, 2, 1, 1);
    assertThat(plans.stream().map(BlockPlan::window))
        .containsExactly(56, 56, 0, 28, 14, 14, 14, 0, 14, 0);
    assertThat(plans.stream().map(BlockPlan::positions))
        .containsExactly(111, 55, 55, 55, 27, 27, 27, 27, 27, 13);
  }

  @Test
  void widensTheLargeClassifierInTheMlpBefore() {
    List<BlockPlan> plans = plans(MViTv2Config.largeClassifier());
    BlockPlan last = plans.get(1);
    assertThat(List.of(last.in(), last.attention(), last.out(), last.heads()))
        .containsExactly(144, 144, 288, 2);
    BlockPlan first = plans.get(2);
    assertThat(List.of(first.in(), first.attention(), first.out(), first.heads()))
        .containsExactly(288, 288, 288, 4);
    assertThat(plans.get(47).out()).isEqualTo(1152);
    assertThat(plans).allMatch(plan -> plan.window() == 0);
  }

  @Test
  void dropPathRisesEvenlyWithTheDepth() {
    List<BlockPlan> plans = plans(MViTv2Config.base());
    for (int i = 0; i < 24; i++) {
      assertThat(plans.get(i).dropPathRate()).isCloseTo(0.4f * i / 23, within(1e-6f));
    }
    assertThat(plans(MViTv2Config.base().withDropPathRate(0)))
        .allMatch(plan -> plan.dropPathRate() == 0);
  }

  /** The published L exists in two variants (SPEC of mvitv2, section 1). */
  @Test
  void tellsTheTwoVariantsOfTheLargeOneApart() {
    StateDict attention = StateDict.of("a", Map.of(QKV, tensor(864, 144)));
    StateDict mlp = StateDict.of("m", Map.of(QKV, tensor(864, 288)));
    assertThat(MViTv2Config.large().objection(attention, "x.")).isEmpty();
    assertThat(MViTv2Config.large().objection(mlp, "x.").orElseThrow())
        .contains(QKV, "288 columns", "144", "doubles in the MLP");
    assertThat(MViTv2Config.largeClassifier().objection(mlp, "x.")).isEmpty();
    assertThat(MViTv2Config.largeClassifier().objection(attention, "x.").orElseThrow())
        .contains(QKV, "144 columns", "288", "doubles in the attention");
    assertThat(MViTv2Config.tiny().objection(mlp, "x.")).isEmpty();
  }

  private static CheckpointTensor tensor(int rows, int columns) {
    return CheckpointTensor.of(new float[rows * columns], rows, columns);
  }

  @Test
  void namesWhatIsWrong() {
    refuses(() -> new MViTv2Stage(0, 1, 1, 0, 0), "blocks");
    refuses(() -> new MViTv2Stage(1, 4, 4, 14, 0), "window 14 and stride 4");
    refuses(() -> new MViTv2Stage(1, 1, 2, 0, 7), "window 7 and stride 2");
    refuses(() -> new MViTv2Stage(1, 0, 1, 0, 0), "stride");
    refuses(() -> config(96, 1, STAGES.subList(0, 3), 56, 0), "stages");
    refuses(() -> config(96, 5, STAGES, 56, 0), "heads");
    refuses(() -> config(96, 1, STAGES, 60, 0), "grid");
    refuses(() -> config(96, 1, STAGES, 56, 1), "dropPathRate");
    refuses(() -> config(96, 1, STAGES, 56, Float.NaN), "dropPathRate");
    refuses(() -> new MViTv2Classifier(MViTv2Config.tinyClassifier(), 0), "classes");
  }

  private static MViTv2Config config(
      int width, int heads, List<MViTv2Stage> stages, int grid, float rate) {
    return new MViTv2Config(width, heads, stages, Widening.ATTENTION, grid, true, rate);
  }

  private static void refuses(ThrowingCallable construction, String name) {
    assertThatIllegalArgumentException().isThrownBy(construction).withMessageContaining(name);
  }
}
