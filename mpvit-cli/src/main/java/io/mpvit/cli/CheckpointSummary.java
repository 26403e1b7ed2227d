/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import io.mpvit.checkpoint.NonFiniteTensor;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.weights.KeyWrappers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Numbers about a checkpoint.
 *
 * @param bytes the file's size
 * @param parameters learned values, shared ones counted once
 * @param buffers values of running statistics and counters, shared ones counted once
 * @param tied tensors that show the same elements as one before them
 * @param dtypes number of tensors by element type
 * @param groups tensors by the first part of their name
 * @param averages members of the file that look like averaged weights
 * @param broken tensors that hold more than numbers
 */
record CheckpointSummary(
    long bytes,
    long parameters,
    long buffers,
    int tied,
    Map<String, Integer> dtypes,
    List<Group> groups,
    List<String> averages,
    List<NonFiniteTensor> broken) {

  /**
   * Tensors whose names begin alike.
   *
   * @param name the first part of their names
   * @param tensors how many
   * @param values their elements, shared ones counted once
   * @param largest the name of the one with the most elements
   */
  record Group(String name, int tensors, long values, String largest) {}

  /**
   * Counts.
   *
   * @param weights the file
   * @param broken its tensors that hold more than numbers
   * @param ties keys under which it repeats a tensor of its model, with the key of that tensor:
   *     most formats cannot say it
   */
  static CheckpointSummary of(
      StateDict weights, List<NonFiniteTensor> broken, Map<String, String> ties)
      throws IOException, CheckpointException {
    long parameters = 0;
    long buffers = 0;
    int tied = 0;
    Map<String, Integer> dtypes = new TreeMap<>();
    Map<String, Group> groups = new LinkedHashMap<>();
    Set<Object> seen = new HashSet<>();
    for (Map.Entry<String, CheckpointTensor> entry :
        KeyWrappers.without(weights).tensors().entrySet()) {
      String key = entry.getKey();
      CheckpointTensor tensor = entry.getValue();
      dtypes.merge(tensor.type().torchName(), 1, Integer::sum);
      String name = weights.nameInFile(tensor).orElseThrow();
      boolean fresh =
          tensor.numel() == 0 || seen.add(tensor.tieId()) && !repeats(weights, name, ties);
      long values = fresh ? tensor.numel() : 0;
      tied += fresh ? 0 : 1;
      if (isBuffer(key)) {
        buffers += values;
      } else {
        parameters += values;
      }
      String group = key.split("\\.", 2)[0];
      Group one = new Group(group, 1, values, name);
      groups.merge(group, one, (a, b) -> join(a, b, weights));
    }
    long bytes = 0;
    for (Path file : weights.files()) {
      bytes += Files.size(file);
    }
    return new CheckpointSummary(
        bytes,
        parameters,
        buffers,
        tied,
        dtypes,
        new ArrayList<>(groups.values()),
        averages(weights),
        broken);
  }

  /** Whether a tensor has the values of the one with which its model shares them. */
  private static boolean repeats(StateDict weights, String name, Map<String, String> ties)
      throws IOException, CheckpointException {
    String other = ties.get(name);
    return other != null && weights.get(name).read().equals(weights.get(other).read());
  }

  private static Group join(Group a, Group b, StateDict weights) {
    boolean larger = weights.get(b.largest()).numel() > weights.get(a.largest()).numel();
    return new Group(
        a.name(),
        a.tensors() + b.tensors(),
        a.values() + b.values(),
        larger ? b.largest() : a.largest());
  }

  private static boolean isBuffer(String key) {
    return key.endsWith("running_mean")
        || key.endsWith("running_var")
        || key.endsWith("num_batches_tracked");
  }

  /** Members such as {@code model_ema}, unless they are what is looked at. */
  private static List<String> averages(StateDict weights) {
    return weights.rootEntries().entrySet().stream()
        .filter(entry -> entry.getKey().toLowerCase(Locale.ROOT).contains("ema"))
        .filter(entry -> entry.getValue().contains("dict"))
        .map(Map.Entry::getKey)
        .filter(name -> !weights.rootPath().contains(name))
        .toList();
  }
}
