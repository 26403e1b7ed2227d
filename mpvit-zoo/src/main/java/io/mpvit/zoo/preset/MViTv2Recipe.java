/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.preset;

import io.mpvit.backbone.mvitv2.MViTv2Config;
import io.mpvit.backbone.mvitv2.MViTv2Stage;
import io.mpvit.nn.StateEntry;
import io.mpvit.training.loop.TrainingRecipe;
import io.mpvit.training.optimizer.AdamW;
import io.mpvit.training.optimizer.LayerDecay;
import io.mpvit.training.optimizer.ParameterGroup;
import io.mpvit.training.schedule.LearningRate;
import io.mpvit.training.schedule.WarmupSteps;
import io.mpvit.zoo.recipe.TrainingDefaults;
import io.mpvit.zoo.recipe.TrainingDefaults.Length;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How detectors on MViTv2 are trained: AdamW with weight decay 0.1 on everything but norms and
 * relative positions, no clipping, a short warm-up and two steps.
 *
 * @param rate the highest learning rate for a batch of 64
 * @param iterations the length
 * @param steps the iterations at which the rate falls to a tenth
 * @param layerDecay by how much blocks of the backbone learn more slowly than those above them; 1
 *     in the published trainings
 */
record MViTv2Recipe(double rate, long iterations, List<Long> steps, double layerDecay) {

  /** 36 epochs, as all but L are trained. */
  static final MViTv2Recipe PUBLISHED =
      new MViTv2Recipe(1.6e-4, 67_500, List.of(52_500L, 62_500L), 1);

  /** L's 50 epochs. */
  static final MViTv2Recipe LARGE = new MViTv2Recipe(1e-4, 92_187, List.of(81_944L, 88_773L), 1);

  private static final int BATCH = 64;
  private static final double WEIGHT_DECAY = 0.1;
  private static final long WARMUP = 250;
  private static final double WARMUP_START = 0.001;
  private static final double GAMMA = 0.1;

  private static final String BACKBONE = "backbone.bottom_up.";
  private static final String EMBEDDING = BACKBONE + "patch_embed.";
  private static final Pattern BLOCK =
      Pattern.compile(Pattern.quote(BACKBONE) + "blocks\\.(\\d+)\\..*");

  MViTv2Recipe {
    steps = List.copyOf(steps);
  }

  /** What is used unless something else is asked for. */
  TrainingDefaults defaults(MViTv2Config backbone) {
    return new TrainingDefaults(
        BATCH,
        rate,
        Length.iterations(iterations),
        this::schedule,
        schedule -> recipe(backbone, schedule));
  }

  /** With another length the steps move along; short trainings warm up for a tenth of it. */
  private LearningRate schedule(double highest, long length) {
    List<Long> moved =
        steps.stream().map(step -> Math.round((double) step / iterations * length)).toList();
    return new WarmupSteps(highest, Math.min(WARMUP, length / 10), WARMUP_START, moved, GAMMA);
  }

  private TrainingRecipe recipe(MViTv2Config backbone, LearningRate schedule) {
    List<ParameterGroup> groups =
        List.of(
            ParameterGroup.norms(0),
            new ParameterGroup(MViTv2Recipe::isRelativePosition, 1, 0),
            ParameterGroup.all(WEIGHT_DECAY));
    int blocks = backbone.stages().stream().mapToInt(MViTv2Stage::blocks).sum();
    LayerDecay decay = new LayerDecay(layerDecay, blocks, entry -> layer(entry, blocks));
    return new TrainingRecipe(
        schedule, decay.split(groups), AdamW.Settings.DEFAULT, Double.POSITIVE_INFINITY, 1, 0);
  }

  private static boolean isRelativePosition(StateEntry entry) {
    return entry.key().endsWith(".rel_pos_h") || entry.key().endsWith(".rel_pos_w");
  }

  /** The embedding, then the blocks, then all above them. */
  private static int layer(StateEntry entry, int blocks) {
    if (entry.key().startsWith(EMBEDDING)) {
      return 0;
    }
    Matcher block = BLOCK.matcher(entry.key());
    return block.matches() ? 1 + Integer.parseInt(block.group(1)) : blocks + 1;
  }
}
