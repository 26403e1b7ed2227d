/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.mpvit.classification.ClassScores;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a classifier says of a picture. */
public final class ClassificationResult {

  private static final int SHOWN = 5;

  private final Picture picture;
  private final ClassScores scores;
  private final List<String> names;

  ClassificationResult(Picture picture, ClassScores scores, List<String> names) {
    this.picture = picture;
    this.scores = scores;
    this.names = names;
  }

  /**
   * A class and how likely it is.
   *
   * @param name the class
   * @param index its position in the model's outputs, from 0
   * @param probability in [0, 1]; those of all classes add up to 1
   */
  public record RankedClass(String name, int index, double probability) {

    /** Name and probability in percent. */
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%s %.1f %%", name, 100 * probability);
    }
  }

  /**
   * The picture that was looked at.
   *
   * @return as it was handed in
   */
  public Picture picture() {
    return picture;
  }

  /**
   * The likeliest class.
   *
   * @return the first of {@link #top}
   */
  public RankedClass best() {
    return top(1).get(0);
  }

  /**
   * The likeliest classes.
   *
   * @param count how many, at least 1; fewer if the model knows fewer
   * @return by descending probability
   */
  public List<RankedClass> top(int count) {
    return scores.top(Math.min(count, names.size())).stream()
        .map(
            ranked ->
                new RankedClass(
                    names.get(ranked.classIndex()), ranked.classIndex(), ranked.probability()))
        .toList();
  }

  /**
   * The network's raw outputs.
   *
   * @return one logit per class
   */
  public float[] logits() {
    return scores.logits();
  }

  /**
   * The five likeliest classes as {@code {"file_name", "top": [{"index", "name", "probability"}]}}.
   *
   * @return a JSON object
   */
  public String toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("file_name", picture.name());
    JsonArray top = new JsonArray();
    for (RankedClass ranked : top(SHOWN)) {
      JsonObject entry = new JsonObject();
      entry.addProperty("index", ranked.index());
      entry.addProperty("name", ranked.name());
      entry.addProperty("probability", ranked.probability());
      top.add(entry);
    }
    json.add("top", top);
    return json.toString();
  }

  /** The five likeliest classes in a line. */
  @Override
  public String toString() {
    return top(SHOWN).stream()
        .map(RankedClass::toString)
        .collect(Collectors.joining(", ", picture.name() + ": ", ""));
  }
}
