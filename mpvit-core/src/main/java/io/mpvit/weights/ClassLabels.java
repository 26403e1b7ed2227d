/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.weights;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.mpvit.checkpoint.StateDict;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What the classes of a network are called. The names travel with trained weights, as texts in the
 * file's metadata: JSON arrays named {@code mpvit_classes} and {@code mpvit_class_ids}. Files of
 * mmdetection and mmsegmentation have them as a tuple, {@code CLASSES} in {@code meta}; our own
 * .pth and .pkl files as a list of that name, with {@code class_ids} beside it.
 *
 * @param names by class index, none blank
 * @param ids by class index, the numbers of the classes in the data set's files, all different;
 *     empty if it has none
 */
public record ClassLabels(List<String> names, List<Integer> ids) {

  private static final String NAMES = "mpvit_classes";
  private static final String IDS = "mpvit_class_ids";
  private static final String META = "meta";
  private static final String META_NAMES = "CLASSES";
  private static final String META_IDS = "class_ids";
  private static final Gson GSON = new Gson();

  /** Copies and checks the lists. */
  public ClassLabels {
    names = List.copyOf(names);
    ids = List.copyOf(ids);
    if (names.isEmpty() || names.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("class names: expected names, found " + names);
    }
    if (!ids.isEmpty() && (ids.size() != names.size() || new HashSet<>(ids).size() != ids.size())) {
      throw new IllegalArgumentException(
          "class ids: expected " + names.size() + " different ones, found " + ids);
    }
  }

  /**
   * Names of classes that have no numbers but their indices.
   *
   * @param names by class index
   * @return the labels
   */
  public static ClassLabels ofNames(List<String> names) {
    return new ClassLabels(names, List.of());
  }

  /**
   * What classes are called whose names are not known.
   *
   * @param classes how many
   * @return {@code class_0}, {@code class_1}, ...
   */
  public static ClassLabels numbered(int classes) {
    return ofNames(IntStream.range(0, classes).mapToObj(index -> "class_" + index).toList());
  }

  /**
   * Reads the labels that a file has.
   *
   * @param file a checkpoint
   * @return empty if it has none, or none that are sound
   */
  public static Optional<ClassLabels> of(StateDict file) {
    return of(file.attributes());
  }

  /**
   * Reads labels from texts.
   *
   * @param texts as {@link #texts} gave them, among others
   * @return empty if there are none, or none that are sound
   */
  public static Optional<ClassLabels> of(Map<String, ?> texts) {
    if (!(texts.get(NAMES) instanceof String names)) {
      return ofMeta(texts.get(META + "." + META_NAMES), texts.get(META + "." + META_IDS));
    }
    try {
      List<Integer> ids =
          texts.get(IDS) instanceof String numbers
              ? List.of(GSON.fromJson(numbers, Integer[].class))
              : List.of();
      return Optional.of(new ClassLabels(List.of(GSON.fromJson(names, String[].class)), ids));
    } catch (JsonParseException | IllegalArgumentException | NullPointerException e) {
      return Optional.empty(); // of another program, or damaged: numbered classes will do
    }
  }

  private static Optional<ClassLabels> ofMeta(Object names, Object ids) {
    if (!(names instanceof List<?> list)
        || list.isEmpty()
        || !list.stream().allMatch(name -> name instanceof String text && !text.isBlank())) {
      return Optional.empty();
    }
    List<String> stripped = list.stream().map(name -> name.toString().strip()).toList();
    try {
      return Optional.of(
          new ClassLabels(stripped, ids instanceof List<?> some ? ints(some) : List.of()));
    } catch (IllegalArgumentException | ArithmeticException | ClassCastException e) {
      return Optional.of(ofNames(stripped)); // numbers of something else
    }
  }

  private static List<Integer> ints(List<?> numbers) {
    return numbers.stream().map(number -> Math.toIntExact((Long) number)).toList();
  }

  /**
   * The labels as plain values, for a member beside the state dict of a file that Python reads.
   *
   * @return {@code {"meta": {"CLASSES": [name, ...], "class_ids": [number, ...]}}}, the second only
   *     if there are numbers
   */
  public Map<String, Object> members() {
    Map<String, Object> meta = new TreeMap<>();
    meta.put(META_NAMES, names);
    if (!ids.isEmpty()) {
      meta.put(META_IDS, ids);
    }
    return Map.of(META, meta);
  }

  /**
   * The labels as texts, for a file's metadata.
   *
   * @return texts by name
   */
  public Map<String, String> texts() {
    Map<String, String> texts = new TreeMap<>();
    texts.put(NAMES, GSON.toJson(names));
    if (!ids.isEmpty()) {
      texts.put(IDS, GSON.toJson(ids));
    }
    return texts;
  }

  /** The number of classes. */
  public int size() {
    return names.size();
  }
}
