/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.network;

import io.mpvit.backbone.mpvit.MPViT;
import io.mpvit.backbone.mpvit.MPViTConfig;
import io.mpvit.backbone.mpvit.MPViTWeights;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.nn.TorchBlock;
import io.mpvit.weights.LoadRules;
import io.mpvit.weights.StateDictKeys;
import io.mpvit.weights.WeightLoader;
import io.mpvit.weights.WeightMismatchException.Mismatch;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.network.ModelMatch.Part;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells which model a checkpoint file is for, by comparing keys and shapes. Nothing is loaded, and
 * the engine is not needed.
 */
public final class ModelMatcher {

  /** The first key of every MPViT: what stands before it is the backbone's prefix. */
  private static final String FIRST_KEY = "stem.0.conv.weight";

  /** A file that shares fewer of its keys with a model has nothing to do with it. */
  private static final double LEAST_SHARED = 0.2;

  private final ModelCards cards;

  /**
   * Makes a matcher.
   *
   * @param cards the models to choose from
   */
  public ModelMatcher(ModelCards cards) {
    this.cards = cards;
  }

  /**
   * Finds the models that a file is for.
   *
   * @param file a state dict
   * @return the models that it fits; else those whose backbone it holds, or the nearest with what
   *     differs, whichever has fewer differences; empty if it resembles none
   */
  public Optional<ModelMatch> match(StateDict file) {
    Optional<ModelMatch> whole =
        byArchitecture().stream()
            .map(same -> whole(same, file))
            .min(Comparator.comparingInt(ModelMatch::differences));
    if (whole.isPresent() && whole.get().mismatch().isEmpty()) {
      return whole;
    }
    Optional<ModelMatch> nearest = whole.filter(match -> isSimilar(match, file));
    return Stream.concat(nearest.stream(), backbones(file).stream())
        .min(Comparator.comparingInt(ModelMatch::differences));
  }

  private Collection<List<ModelCard>> byArchitecture() {
    Map<String, List<ModelCard>> groups =
        cards.all().stream()
            .collect(
                Collectors.groupingBy(
                    ModelCard::architecture, LinkedHashMap::new, Collectors.toList()));
    return groups.values();
  }

  private static ModelMatch whole(List<ModelCard> same, StateDict file) {
    ModelCard card = same.get(0);
    NetworkFamily<?> family = NetworkFamilies.of(card);
    TorchBlock network = family.build(card, Optional.of(file));
    Mismatch mismatch = new WeightLoader(LoadRules.strict()).compare(network, file);
    String prefix = prefixes(file).stream().findFirst().orElse("");
    Optional<MPViTConfig> config = config(card.backbone(), file, prefix);
    return new ModelMatch(
        Part.MODEL,
        same,
        card.backbone(),
        prefix,
        config.isPresent() ? OptionalInt.of(config.get().mlpRatio()) : OptionalInt.empty(),
        OptionalInt.of(family.classes(network)),
        mismatch);
  }

  /** The backbones that are in the file as a whole. */
  private List<ModelMatch> backbones(StateDict file) {
    List<ModelMatch> found = new ArrayList<>();
    Map<String, List<ModelCard>> byBackbone =
        cards.all().stream().collect(Collectors.groupingBy(ModelCard::backbone));
    for (String prefix : prefixes(file)) {
      byBackbone.forEach(
          (name, same) ->
              config(name, file, prefix)
                  .flatMap(config -> backbone(name, config, same, prefix, file))
                  .ifPresent(found::add));
    }
    return found;
  }

  private static Optional<ModelMatch> backbone(
      String name, MPViTConfig config, List<ModelCard> same, String prefix, StateDict file) {
    TorchBlock backbone = new MPViT(config);
    LoadRules rules = LoadRules.strict().withPrefix(prefix);
    Mismatch mismatch = new WeightLoader(rules).compare(backbone, file);
    if (!mismatch.missing().isEmpty() || !mismatch.misshaped().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ModelMatch(
            Part.BACKBONE,
            same,
            name,
            prefix,
            OptionalInt.of(config.mlpRatio()),
            OptionalInt.empty(),
            new Mismatch(List.of(), others(file, prefix, backbone), List.of())));
  }

  private static Optional<MPViTConfig> config(String backbone, StateDict file, String prefix) {
    return ClassifierFamily.preset(backbone)
        .map(preset -> MPViTWeights.adapt(preset, file, prefix));
  }

  /** What stands before the first key of an MPViT, after any wrapper's prefix. */
  private static List<String> prefixes(StateDict file) {
    int wrapper = StateDictKeys.wrapper(file).length();
    return file.keys().stream()
        .filter(key -> key.endsWith(FIRST_KEY))
        .map(key -> key.substring(wrapper, key.length() - FIRST_KEY.length()))
        .filter(prefix -> prefix.isEmpty() || prefix.endsWith("."))
        .toList();
  }

  /** The file's keys that are not the block's. */
  private static List<String> others(StateDict file, String prefix, TorchBlock block) {
    String before = StateDictKeys.wrapper(file) + prefix;
    List<String> own = block.stateEntries().stream().map(entry -> before + entry.key()).toList();
    List<String> others = new ArrayList<>(file.keys());
    others.removeAll(new HashSet<>(own));
    return others;
  }

  private static boolean isSimilar(ModelMatch match, StateDict file) {
    int foreign = match.mismatch().unexpected().size() + match.mismatch().misshaped().size();
    int shared = file.keys().size() - foreign;
    return shared >= LEAST_SHARED * (file.keys().size() + match.mismatch().missing().size());
  }
}
