/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.recipe;

import ai.djl.nn.Parameter;
import io.mpvit.nn.StateEntry;
import io.mpvit.nn.TorchBlock;
import io.mpvit.training.loop.TrainingRecipe;
import io.mpvit.training.optimizer.AdamW;
import io.mpvit.training.optimizer.OptimizerRule;
import io.mpvit.training.optimizer.ParameterGroup;
import io.mpvit.training.optimizer.Sgd;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What of a recipe is to be otherwise.
 *
 * @param optimizer instead of the recipe's
 * @param weightDecay instead of the recipe's, for the parameters that it decays
 * @param factors of the learning rate by part: {@value #BACKBONE}, or the beginning of the part's
 *     keys in the state dict up to a point
 */
public record RecipeChanges(
    Optional<OptimizerName> optimizer, Optional<Double> weightDecay, Map<String, Double> factors) {

  /** The part that every network has, whatever its keys begin with. */
  public static final String BACKBONE = "backbone";

  /** The optimizers that there are. */
  public enum OptimizerName {
    /** SGD with momentum 0.9; norms are not decayed. */
    SGD(Sgd.Settings.DEFAULT, 1e-4),
    /** AdamW with PyTorch's numbers; everything is decayed. */
    ADAMW(AdamW.Settings.DEFAULT, 0.05);

    private final OptimizerRule rule;
    private final double weightDecay;

    OptimizerName(OptimizerRule rule, double weightDecay) {
      this.rule = rule;
      this.weightDecay = weightDecay;
    }

    private List<ParameterGroup> groups() {
      return this == SGD
          ? List.of(ParameterGroup.norms(0), ParameterGroup.all(weightDecay))
          : List.of(ParameterGroup.all(weightDecay));
    }
  }

  /** Copies the factors, in their order. */
  public RecipeChanges {
    factors = new LinkedHashMap<>(factors);
  }

  /**
   * Tells whether the recipe's learning rate is for another kind of optimizer.
   *
   * @param recipe a recipe
   * @return whether a rate has to be given
   */
  public boolean needsRate(TrainingRecipe recipe) {
    return optimizer
        .filter(name -> name.rule.getClass() != recipe.settings().getClass())
        .isPresent();
  }

  /**
   * Changes a recipe.
   *
   * @param recipe as published
   * @param network what it is for
   * @return a changed copy
   * @throws IllegalArgumentException if the network has no parameter in a part that is named
   */
  public TrainingRecipe apply(TrainingRecipe recipe, TorchBlock network) {
    List<ParameterGroup> groups =
        needsRate(recipe) ? optimizer.orElseThrow().groups() : recipe.groups();
    OptimizerRule rule = needsRate(recipe) ? optimizer.orElseThrow().rule : recipe.settings();
    if (weightDecay.isPresent()) {
      groups = groups.stream().map(this::decayed).toList();
    }
    for (Map.Entry<String, Double> factor : factors.entrySet()) {
      groups = split(groups, members(network, factor.getKey()), factor.getValue());
    }
    return new TrainingRecipe(
        recipe.rate(),
        groups,
        rule,
        recipe.maxNorm(),
        recipe.accumulation(),
        recipe.averageDecay());
  }

  /** What a recipe does not decay stays so. */
  private ParameterGroup decayed(ParameterGroup group) {
    return group.weightDecay() == 0
        ? group
        : new ParameterGroup(group.members(), group.rateFactor(), weightDecay.orElseThrow());
  }

  private static List<ParameterGroup> split(
      List<ParameterGroup> groups, Predicate<StateEntry> part, double factor) {
    List<ParameterGroup> split = new ArrayList<>();
    for (ParameterGroup group : groups) {
      split.add(
          new ParameterGroup(
              group.members().and(part), group.rateFactor() * factor, group.weightDecay()));
      split.add(group);
    }
    return split;
  }

  private static Predicate<StateEntry> members(TorchBlock network, String part) {
    Predicate<StateEntry> found = entry -> entry.key().startsWith(part + ".");
    if (part.equals(BACKBONE)) {
      Set<Parameter> own =
          FrozenParts.backbone(network).stateEntries().stream()
              .map(StateEntry::parameter)
              .collect(Collectors.toSet());
      found = entry -> own.contains(entry.parameter());
    }
    if (network.stateEntries().stream().filter(entry -> !entry.isBuffer()).noneMatch(found)) {
      throw new IllegalArgumentException(
          "the network has no part %s; the keys of its parts begin with %s"
              .formatted(part, beginnings(network)));
    }
    return found;
  }

  private static String beginnings(TorchBlock network) {
    return network.stateEntries().stream()
        .map(entry -> entry.key().replaceFirst("\\..*", ""))
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /**
   * Returns what tells trainings apart.
   *
   * @return by name; nothing for what is as published
   */
  public Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    optimizer.ifPresent(name -> settings.put("optimizer", name.toString()));
    weightDecay.ifPresent(value -> settings.put("weight decay", value.toString()));
    if (!factors.isEmpty()) {
      settings.put("lr scale", factors.toString());
    }
    return settings;
  }
}
