/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.card;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * What is known of one model.
 *
 * @param name the name by which users ask for it, after the published file: {@code
 *     retinanet_mpvit_small_ms_3x}
 * @param task what it does
 * @param architecture the preset that builds its network; models that differ only in how they were
 *     trained share one
 * @param backbone the backbone's preset, such as {@code mpvit_xsmall}
 * @param schedule how long it was trained, as the publication says it: {@code 300 epochs}, {@code
 *     1x}, {@code MS+3x}, {@code 160K}
 * @param dataset the data that it was trained and scored on
 * @param parameters the exact number of parameters, shared ones counted once; running statistics
 *     are none, nor are the four vectors of a frozen batch normalisation, which are buffers in the
 *     originals
 * @param publishedParameters the number that the publication prints, where it is another one
 * @param gflops billions of multiply-adds as published (rounded there), where published
 * @param scores the published scores, the principal one first; empty if none was published
 * @param checkpoint the published weights; empty if none were published
 * @param licence what the weights are under
 * @param notes what else a user should know
 */
public record ModelCard(
    String name,
    Task task,
    String architecture,
    String backbone,
    String schedule,
    String dataset,
    long parameters,
    Optional<String> publishedParameters,
    OptionalDouble gflops,
    List<Score> scores,
    Optional<Checkpoint> checkpoint,
    Licence licence,
    List<String> notes) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(_[a-z0-9]+)*");

  /**
   * Copies the lists and checks the parts.
   *
   * @throws IllegalArgumentException if the name or the architecture is not lower-case words joined
   *     by {@code _}, or the parameter count is not positive
   */
  public ModelCard {
    Objects.requireNonNull(task, "task");
    Objects.requireNonNull(schedule, "schedule");
    Objects.requireNonNull(dataset, "dataset");
    Objects.requireNonNull(publishedParameters, "publishedParameters");
    Objects.requireNonNull(gflops, "gflops");
    Objects.requireNonNull(checkpoint, "checkpoint");
    Objects.requireNonNull(licence, "licence");
    requireName("name", name);
    requireName("architecture", architecture);
    requireName("backbone", backbone);
    if (parameters <= 0) {
      throw new IllegalArgumentException("parameters " + parameters + " is not positive");
    }
    scores = List.copyOf(scores);
    notes = List.copyOf(notes);
  }

  /**
   * Finds one published score.
   *
   * @param scoreName its name, such as {@code acc1}
   * @return the score, or empty if it was not published
   */
  public Optional<Score> score(String scoreName) {
    return scores.stream().filter(score -> score.name().equals(scoreName)).findFirst();
  }

  /**
   * Returns where the weights were published.
   *
   * @return the places in the order in which they are asked for; none if none were published
   */
  public List<Place> places() {
    return checkpoint.map(Checkpoint::places).orElse(List.of());
  }

  /**
   * Returns the name under which the weights are looked for in folders and mirrors: the first
   * published file's, or the model's with {@code .pth} if none was published.
   *
   * @return a plain file name
   */
  public String weightsFileName() {
    return checkpoint.map(Checkpoint::fileName).orElse(name + ".pth");
  }

  private static void requireName(String what, String value) {
    if (!NAME.matcher(value).matches()) {
      throw new IllegalArgumentException(
          what + " \"" + value + "\" is not lower-case words joined by _");
    }
  }
}
