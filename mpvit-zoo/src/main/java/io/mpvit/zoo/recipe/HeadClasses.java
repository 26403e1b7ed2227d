/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.recipe;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.nn.ClassRows;
import io.mpvit.nn.PerClass;
import io.mpvit.nn.StateEntry;
import io.mpvit.nn.TorchBlock;
import io.mpvit.weights.ClassLabels;
import io.mpvit.weights.ClassMatch;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Brings what a checkpoint knows of each class to the place that the class has in other data.
 *
 * <p>Classes are the same if their names are. Without names on the checkpoint's side they are taken
 * by position, with a note, if their number is that of the data.
 */
final class HeadClasses {

  private final TorchBlock network;
  private final ClassLabels data;
  private final IntFunction<Optional<List<String>>> published;
  private final Consumer<String> notes;

  /**
   * Prepares for a network.
   *
   * @param network initialised
   * @param data its classes
   * @param published names of the classes of published networks by their number
   * @param notes gets a line about what was matched and how
   */
  HeadClasses(
      TorchBlock network,
      ClassLabels data,
      IntFunction<Optional<List<String>>> published,
      Consumer<String> notes) {
    this.network = network;
    this.data = data;
    this.published = published;
    this.notes = notes;
  }

  /**
   * Shows a checkpoint as one of the network's classes. Rows of classes that it does not know have
   * the network's own values; parameters of which it knows no class are left out.
   *
   * @param start a checkpoint under the network's names
   * @param manager lends memory
   * @return the changed tensors and all others
   * @throws MalformedModelException if the file is damaged
   * @throws IOException if it cannot be read
   */
  StateDict view(StateDict start, NDManager manager) throws IOException, MalformedModelException {
    Map<String, ClassRows> rows =
        network instanceof PerClass known ? known.classRows() : Map.<String, ClassRows>of();
    OptionalInt there =
        rows.entrySet().stream()
            .filter(row -> start.find(row.getKey()).isPresent())
            .mapToInt(row -> row.getValue().classes(rowsOf(start.find(row.getKey()).get())))
            .filter(classes -> classes > 0)
            .findFirst();
    if (there.isEmpty()) {
      return start; // no head of this kind
    }
    Optional<ClassMatch> match = match(start, there.getAsInt());
    if (match.isPresent() && match.get().isSame()) {
      return start;
    }
    Map<String, CheckpointTensor> tensors = new LinkedHashMap<>(start.tensors());
    try (NDManager scratch = manager.newSubManager()) {
      for (StateEntry entry : network.stateEntries()) {
        CheckpointTensor old = tensors.get(entry.key());
        ClassRows layout = rows.get(entry.key());
        if (old == null || layout == null) {
          continue;
        }
        if (match.isEmpty() || !fits(old, entry, layout, match.get())) {
          tensors.remove(entry.key());
        } else {
          tensors.put(entry.key(), joined(old, entry, layout, match.get(), scratch));
        }
      }
    }
    return start.withTensors(tensors);
  }

  private static long rowsOf(CheckpointTensor tensor) {
    return tensor.shape().length == 0 ? 0 : tensor.shape()[0];
  }

  /** From the data's classes to the file's; empty if none is the same. */
  private Optional<ClassMatch> match(StateDict start, int classes) {
    Optional<List<String>> names =
        ClassLabels.of(start)
            .filter(labels -> labels.size() == classes)
            .map(ClassLabels::names)
            .or(() -> published.apply(classes));
    String file = start.file().toString();
    if (names.isEmpty()) {
      if (classes != data.size()) {
        notes.accept(
            "%s: its %d classes have no names: the head begins afresh".formatted(file, classes));
        return Optional.empty();
      }
      notes.accept(
          "%s: its classes have no names: they are taken by position for %s"
              .formatted(file, ClassMatch.text(data.names())));
      return Optional.of(ClassMatch.byPosition(data.names(), data.names()));
    }
    ClassMatch match = ClassMatch.byName(data.names(), names.get());
    if (match.count() == 0) {
      notes.accept(
          "%s: it knows none of the data's classes, but %s: the head begins afresh"
              .formatted(file, ClassMatch.text(names.get())));
      return Optional.empty();
    }
    if (!match.isSame()) {
      notes.accept(
          "%s: took %d classes by name%s"
              .formatted(
                  file,
                  match.count(),
                  match.unmatched().isEmpty()
                      ? ""
                      : "; it does not know " + ClassMatch.text(match.unmatched())));
    }
    return Optional.of(match);
  }

  private static boolean fits(
      CheckpointTensor old, StateEntry entry, ClassRows layout, ClassMatch match) {
    long[] there = old.shape();
    long[] here = entry.shape();
    return there.length == here.length
        && layout.classes(there[0]) == match.to().size()
        && layout.classes(here[0]) == match.from().size()
        && Arrays.equals(there, 1, there.length, here, 1, here.length);
  }

  private static CheckpointTensor joined(
      CheckpointTensor old, StateEntry entry, ClassRows layout, ClassMatch match, NDManager scratch)
      throws IOException, MalformedModelException {
    float[] values = entry.parameter().getArray().toFloatArray();
    float[] known;
    try (NDArray array = old.toNDArray(scratch)) {
      known = array.toFloatArray();
    }
    int[] sources = layout.sources(match.from().size(), match.to().size(), match::of);
    int length = values.length / sources.length;
    for (int row = 0; row < sources.length; row++) {
      if (sources[row] >= 0) {
        System.arraycopy(known, sources[row] * length, values, row * length, length);
      }
    }
    return CheckpointTensor.of(values, entry.shape());
  }
}
