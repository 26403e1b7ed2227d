/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.card;

import ai.djl.Application;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What a model does, with its label on cards and DJL's application for it. */
public enum Task {
  /** One label for a picture. */
  CLASSIFICATION("classification", Application.CV.IMAGE_CLASSIFICATION),
  /** Boxes. */
  DETECTION("detection", Application.CV.OBJECT_DETECTION),
  /** Boxes and one mask per box. */
  INSTANCE_SEGMENTATION("instance segmentation", Application.CV.INSTANCE_SEGMENTATION),
  /** One class per pixel. */
  SEMANTIC_SEGMENTATION("semantic segmentation", Application.CV.SEMANTIC_SEGMENTATION);

  private final String label;
  private final Application application;

  Task(String label, Application application) {
    this.label = label;
    this.application = application;
  }

  /**
   * Returns the name used on cards and in tables, such as {@code instance segmentation}.
   *
   * @return the label
   */
  public String label() {
    return label;
  }

  /**
   * Returns DJL's application, by which {@code Criteria.optApplication} selects.
   *
   * @return the application
   */
  public Application application() {
    return application;
  }

  /**
   * Finds a task by its label.
   *
   * @param label a label as on a card
   * @return the task
   * @throws IllegalArgumentException if no task has that label
   */
  public static Task ofLabel(String label) {
    return Arrays.stream(values())
        .filter(task -> task.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown task \""
                        + label
                        + "\", expected one of "
                        + Arrays.stream(values())
                            .map(Task::label)
                            .collect(Collectors.joining(", "))));
  }
}
