/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import io.mpvit.zoo.recipe.RecipeChanges;
import io.mpvit.zoo.recipe.RecipeChanges.OptimizerName;
import io.mpvit.zoo.training.TrainingRunBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What of a published recipe a training does otherwise. */
final class RecipeOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--optimizer",
      paramLabel = "sgd|adamw",
      description =
          "SGD with momentum 0.9, or AdamW (default: as published). With another than the"
              + " published one --lr has to be given; weight decay is then 1e-4 or 0.05.")
  private OptimizerName optimizer;

  @Option(
      names = "--weight-decay",
      paramLabel = "X",
      description = "Of everything that the recipe decays (default: as published).")
  private Double weightDecay;

  @Option(
      names = "--lr-scale",
      paramLabel = "PART=X",
      description =
          "Learn a part at so many times the rate, such as backbone=0.1. PART is backbone or what"
              + " the part's keys begin with (see 'mpvit inspect'); may be repeated.")
  private Map<String, Double> factors = new LinkedHashMap<>();

  @Option(
      names = "--patience",
      paramLabel = "N",
      description =
          "End the training when N scorings of --eval-every in a row were no better than the best"
              + " one before (default: never).")
  private Integer patience;

  void check(boolean evaluates) {
    require(weightDecay == null || weightDecay >= 0, "--weight-decay is at least 0");
    require(
        factors.values().stream().allMatch(factor -> factor >= 0 && Double.isFinite(factor)),
        "--lr-scale is PART=X with X at least 0");
    require(patience == null || patience > 0, "--patience is at least 1");
    require(patience == null || evaluates, "--patience needs --eval-every");
  }

  private void require(boolean sound, String message) {
    if (!sound) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }

  void apply(TrainingRunBuilder plan) {
    plan.changes(
        new RecipeChanges(
            Optional.ofNullable(optimizer), Optional.ofNullable(weightDecay), factors));
    if (patience != null) {
      plan.patience(patience);
    }
  }
}
