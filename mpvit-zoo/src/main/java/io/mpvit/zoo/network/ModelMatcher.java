/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.network;

import ai.djl.nn.Parameter;
import io.mpvit.backbone.BackboneConfig;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.nn.StateEntry;
import io.mpvit.nn.TorchBlock;
import io.mpvit.weights.KeyLayout;
import io.mpvit.weights.KeyWrappers;
import io.mpvit.weights.LoadRules;
import io.mpvit.weights.WeightLoader;
import io.mpvit.weights.WeightMismatchException.Mismatch;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.network.ModelMatch.Part;
import io.mpvit.zoo.preset.Preset;
import io.mpvit.zoo.preset.Presets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells which model a checkpoint file is for, by comparing keys and shapes. Nothing is loaded, and
 * the engine is not needed.
 */
public final class ModelMatcher {

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
   * @param wrapped a state dict under the names of its file
   * @return all models that it fits, which may be of architectures that differ in nothing that a
   *     file shows; else those whose backbone it holds, or the nearest with what differs, whichever
   *     has fewer differences; empty if it resembles none
   */
  public Optional<ModelMatch> match(StateDict wrapped) {
    StateDict file = KeyWrappers.without(wrapped);
    List<ModelMatch> all = byArchitecture().stream().map(same -> whole(same, file)).toList();
    int unused =
        all.stream()
            .filter(ModelMatch::isWholeModel)
            .mapToInt(match -> match.unused().size())
            .min()
            .orElse(0);
    List<ModelMatch> fitting =
        all.stream()
            .filter(ModelMatch::isWholeModel)
            .filter(match -> match.unused().size() == unused)
            .toList();
    if (!fitting.isEmpty()) {
      return Optional.of(asPublished(fitting, file));
    }
    Optional<ModelMatch> whole = all.stream().min(Comparator.comparingInt(ModelMatch::differences));
    Optional<ModelMatch> nearest = whole.filter(match -> isSimilar(match, file));
    return Stream.concat(nearest.stream(), backbones(file).stream())
        .min(Comparator.comparingInt(ModelMatch::differences));
  }

  /**
   * Of architectures that take what they need to know from the file, that which has it of its own,
   * such as the variant of a detector; all of them if there are several.
   */
  private static ModelMatch asPublished(List<ModelMatch> fitting, StateDict file) {
    if (fitting.size() == 1) {
      return fitting.get(0);
    }
    Map<Integer, List<ModelMatch>> byDifferences =
        fitting.stream()
            .collect(
                Collectors.groupingBy(
                    match -> adaptations(Presets.of(match.cards().get(0)), file),
                    TreeMap::new,
                    Collectors.toList()));
    List<ModelMatch> equal = byDifferences.values().iterator().next();
    return equal.get(0).withCards(equal.stream().flatMap(match -> match.cards().stream()).toList());
  }

  private static int adaptations(Preset<?> preset, StateDict file) {
    return FittedNetwork.of(preset, file).adaptations(preset);
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
    Preset<?> preset = Presets.of(card);
    FittedNetwork fitted = FittedNetwork.of(preset, file);
    BackboneConfig backbone = preset.backbone().adapt(fitted.weights(), preset.backbonePrefix());
    return new ModelMatch(
        Part.MODEL,
        same,
        card.backbone(),
        fitted.prefix() + preset.backbonePrefix(),
        fitted.layout().name(),
        backbone.facts(),
        OptionalInt.of(preset.classes(fitted.network())),
        fitted.unused(),
        ties(fitted.network(), "", fitted.weights()),
        fitted.mismatch());
  }

  /** The backbones that are in the file as a whole. */
  private List<ModelMatch> backbones(StateDict file) {
    Map<String, List<ModelCard>> byBackbone =
        cards.all().stream()
            .collect(
                Collectors.groupingBy(
                    ModelCard::backbone, LinkedHashMap::new, Collectors.toList()));
    List<ModelMatch> found = new ArrayList<>();
    byBackbone.forEach((name, same) -> found.addAll(backbones(name, same, file)));
    return found;
  }

  private static List<ModelMatch> backbones(String name, List<ModelCard> same, StateDict file) {
    BackboneConfig config = Presets.of(same.get(0)).backbone();
    String first = config.build().stateEntries().get(0).key();
    List<ModelMatch> found = new ArrayList<>();
    for (KeyLayout layout : config.layouts()) {
      for (String prefix : KeyWrappers.prefixes(file, layout.fileKey(first))) {
        StateDict view = layout.under(prefix, prefix).view(file);
        backbone(name, config.adapt(view, prefix), layout, same, prefix, view)
            .ifPresent(found::add);
      }
    }
    return found;
  }

  private static Optional<ModelMatch> backbone(
      String name,
      BackboneConfig config,
      KeyLayout layout,
      List<ModelCard> same,
      String prefix,
      StateDict view) {
    TorchBlock backbone = config.build();
    LoadRules rules = LoadRules.strict().withPrefix(prefix);
    Mismatch mismatch = new WeightLoader(rules).compare(backbone, view);
    if (!mismatch.missing().isEmpty() || !mismatch.misshaped().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ModelMatch(
            Part.BACKBONE,
            same,
            name,
            prefix,
            layout.name(),
            config.facts(),
            OptionalInt.empty(),
            List.of(),
            ties(backbone, prefix, view),
            new Mismatch(List.of(), others(view, prefix, backbone), List.of())));
  }

  /** The keys of a file under which a tied parameter stands once more. */
  private static Map<String, String> ties(TorchBlock network, String prefix, StateDict view) {
    Map<Parameter, String> first = new HashMap<>();
    Map<String, String> ties = new HashMap<>();
    for (StateEntry entry : network.stateEntries()) {
      Optional<String> key = view.find(prefix + entry.key()).flatMap(view::nameInFile);
      if (key.isPresent()) {
        String before = first.putIfAbsent(entry.parameter(), key.get());
        if (before != null) {
          ties.put(key.get(), before);
        }
      }
    }
    return ties;
  }

  /** The file's keys that are not the block's. */
  private static List<String> others(StateDict file, String prefix, TorchBlock block) {
    List<String> own = block.stateEntries().stream().map(entry -> prefix + entry.key()).toList();
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
