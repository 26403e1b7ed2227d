/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.checkpoint.tensor.NumberScan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A tensor that holds more than numbers, with which no network can compute. Such files come of
 * trainings that diverged, and of damage.
 *
 * @param name its name in the file
 * @param nan elements that are NaN
 * @param infinite elements that are infinite, of either sign
 * @param size all elements
 */
public record NonFiniteTensor(String name, long nan, long infinite, long size) {

  /**
   * Looks at every element of every floating-point tensor.
   *
   * @param weights an open state dict; it is read once from beginning to end
   * @return the tensors that hold NaN or infinite values, in order; of tied ones the first
   * @throws IOException if the file cannot be read
   * @throws CheckpointException if the file is damaged
   */
  public static List<NonFiniteTensor> of(StateDict weights)
      throws IOException, CheckpointException {
    List<NonFiniteTensor> found = new ArrayList<>();
    Set<Object> seen = new HashSet<>();
    for (Map.Entry<String, CheckpointTensor> entry : weights.tensors().entrySet()) {
      CheckpointTensor tensor = entry.getValue();
      if (tensor.numel() > 0 && seen.add(tensor.tieId())) {
        NumberScan scan = NumberScan.of(tensor);
        if (scan.nan() + scan.infinite() > 0) {
          found.add(
              new NonFiniteTensor(entry.getKey(), scan.nan(), scan.infinite(), tensor.numel()));
        }
      }
    }
    return found;
  }

  /** Says it in words: {@code tensor 'norm.bias' holds 3 NaN and 1 infinite among 64 values}. */
  @Override
  public String toString() {
    List<String> kinds = new ArrayList<>();
    if (nan > 0) {
      kinds.add(nan + " NaN");
    }
    if (infinite > 0) {
      kinds.add(infinite + " infinite");
    }
    return "tensor '%s' holds %s among %d value%s"
        .formatted(name, String.join(" and ", kinds), size, size == 1 ? "" : "s");
  }
}
