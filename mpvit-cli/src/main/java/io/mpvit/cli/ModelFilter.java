/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.Task;
import io.mpvit.zoo.fetch.WeightsLocator;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Which of the models are meant. What is given twice must hold twice. */
final class ModelFilter {

  @Parameters(
      arity = "0..*",
      paramLabel = "WORD",
      description =
          "Only models with words that begin so in their name, backbone, task, schedule, data set"
              + " or licence.")
  private List<String> words = List.of();

  @Option(
      names = "--task",
      paramLabel = "TASK",
      converter = TaskConverter.class,
      description =
          "Only this task: classification, detection, instance segmentation or semantic"
              + " segmentation; the first letters do.")
  private Task task;

  @Option(
      names = "--backbone",
      paramLabel = "NAME",
      description = "Only backbones whose name begins so, such as resnet or mvitv2_t.")
  private String backbone;

  @Option(names = "--here", description = "Only models whose weights are on this machine.")
  private boolean here;

  /** Returns the models that are meant, in their order. */
  List<ModelCard> select(List<ModelCard> cards, WeightsLocator locator) {
    return cards.stream()
        .filter(card -> task == null || card.task() == task)
        .filter(card -> backbone == null || card.backbone().startsWith(lower(backbone)))
        .filter(card -> words.stream().allMatch(word -> has(card, lower(word))))
        .filter(card -> !here || locator.isHere(card))
        .toList();
  }

  /** Whether a word of a card begins so: {@code small} is not in {@code xsmall}. */
  private static boolean has(ModelCard card, String word) {
    return Pattern.compile("(?<![a-z0-9])" + Pattern.quote(word)).matcher(text(card)).find();
  }

  private static String text(ModelCard card) {
    return Stream.of(
            card.name(),
            card.backbone(),
            card.task().label(),
            card.schedule(),
            card.dataset(),
            card.licence().name())
        .map(ModelFilter::lower)
        .collect(Collectors.joining("\n"));
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** Reads a task by the first letters of its label. */
  static final class TaskConverter implements ITypeConverter<Task> {

    @Override
    public Task convert(String value) {
      String typed = lower(value).replace('_', ' ').replace('-', ' ').strip();
      return Arrays.stream(Task.values())
          .filter(task -> !typed.isEmpty() && task.label().startsWith(typed))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "expected one of "
                          + Arrays.stream(Task.values())
                              .map(Task::label)
                              .collect(Collectors.joining(", "))
                          + ", found '"
                          + value
                          + "'"));
    }
  }
}
