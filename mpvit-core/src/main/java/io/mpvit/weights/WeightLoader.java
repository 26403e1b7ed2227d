/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import io.mpvit.checkpoint.NonFiniteTensor;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.nn.StateEntry;
import io.mpvit.nn.TorchBlock;
import io.mpvit.ops.FiniteOps;
import io.mpvit.weights.WeightMismatchException.Mismatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives a block the values of a state dict.
 *
 * <p>All keys and shapes are compared before the first tensor is read. Of a tied parameter the file
 * must hold one key at least; if its copies differ, the last one in the block's order wins, as in
 * PyTorch. Counters of batch normalisations may be missing: nothing reads them at inference.
 */
public final class WeightLoader {

  /** How the keys of counters of batch normalisations end, which a file may leave out. */
  public static final String COUNTER = "num_batches_tracked";

  private final LoadRules rules;

  /**
   * Creates a loader.
   *
   * @param rules how the file's keys relate to the block's
   */
  public WeightLoader(LoadRules rules) {
    this.rules = rules;
  }

  /**
   * Loads a block. It comes out initialised; values that it had are replaced.
   *
   * @param block the network
   * @param weights the file
   * @param manager owns the arrays
   * @throws WeightMismatchException if keys or shapes disagree; the block is then unchanged
   * @throws CheckpointException if the file is damaged, or a tensor holds NaN or infinite values
   * @throws IOException if the file cannot be read
   */
  public void load(TorchBlock block, StateDict weights, NDManager manager)
      throws IOException, CheckpointException, WeightMismatchException {
    Map<String, CheckpointTensor> tensors = renamed(weights);
    Mismatch mismatch = compare(block, tensors);
    if (!mismatch.isEmpty()) {
      throw new WeightMismatchException(
          weights.file().toString(), block.getClass().getSimpleName(), mismatch);
    }
    for (Map.Entry<Parameter, CheckpointTensor> source : sources(block, tensors).entrySet()) {
      NDArray value = float32OrCounter(source.getValue().toNDArray(manager), source.getKey());
      requireFinite(value, source.getValue(), weights);
      // Parameters outlive the scope in which they happen to be loaded.
      NDScope.unregister(value);
      set(source.getKey(), value, manager);
    }
    // What the file left out (counters) starts fresh.
    block.initialize(manager, DataType.FLOAT32);
  }

  /**
   * Compares a block with a state dict without loading it.
   *
   * @param block the network, initialised or not
   * @param weights the file
   * @return the disagreements; empty if {@link #load} would take it
   */
  public Mismatch compare(TorchBlock block, StateDict weights) {
    return compare(block, renamed(weights));
  }

  /** The file's tensors under the block's names. */
  private Map<String, CheckpointTensor> renamed(StateDict weights) {
    String prefix = StateDictKeys.wrapper(weights) + rules.prefix();
    Map<String, CheckpointTensor> tensors = new LinkedHashMap<>();
    weights
        .tensors()
        .forEach(
            (key, tensor) -> {
              if (key.startsWith(prefix)) {
                tensors.put(key.substring(prefix.length()), tensor);
              }
            });
    return tensors;
  }

  private Mismatch compare(TorchBlock block, Map<String, CheckpointTensor> tensors) {
    Map<String, CheckpointTensor> unused = new LinkedHashMap<>(tensors);
    Map<Parameter, String> missing = new LinkedHashMap<>();
    List<String> misshaped = new ArrayList<>();
    List<StateEntry> entries = block.stateEntries();
    for (StateEntry entry : entries) {
      CheckpointTensor tensor = unused.remove(entry.key());
      if (tensor == null) {
        if (!entry.isAlias() && !entry.key().endsWith(COUNTER)) {
          missing.put(entry.parameter(), entry.key());
        }
      } else if (!Arrays.equals(tensor.shape(), entry.shape())) {
        misshaped.add(
            entry.key()
                + " expected "
                + Arrays.toString(entry.shape())
                + " found "
                + Arrays.toString(tensor.shape()));
      }
    }
    // A tied parameter may stand in the file under any of its keys.
    entries.stream()
        .filter(e -> e.isAlias() && tensors.containsKey(e.key()))
        .forEach(e -> missing.remove(e.parameter()));
    List<String> unexpected =
        unused.keySet().stream().filter(key -> !rules.ignored().test(key)).toList();
    return new Mismatch(List.copyOf(missing.values()), unexpected, misshaped);
  }

  /** The tensor that each parameter takes: of several copies, the last. */
  private static Map<Parameter, CheckpointTensor> sources(
      TorchBlock block, Map<String, CheckpointTensor> tensors) {
    Map<Parameter, CheckpointTensor> sources = new LinkedHashMap<>();
    for (StateEntry entry : block.stateEntries()) {
      CheckpointTensor tensor = tensors.get(entry.key());
      if (tensor != null) {
        sources.put(entry.parameter(), tensor);
      }
    }
    return sources;
  }

  private static NDArray float32OrCounter(NDArray value, Parameter parameter) {
    DataType wanted =
        parameter.getType() == Parameter.Type.OTHER ? DataType.INT64 : DataType.FLOAT32;
    if (value.getDataType() == wanted) {
      return value;
    }
    try (value) {
      return value.toType(wanted, true);
    }
  }

  private static void requireFinite(NDArray value, CheckpointTensor tensor, StateDict weights)
      throws CheckpointException {
    FiniteOps.Count count = FiniteOps.count(value);
    if (!count.isFinite()) {
      value.close();
      String name = weights.nameInFile(tensor).orElseThrow();
      throw new CheckpointException(
          weights.file(),
          new NonFiniteTensor(name, count.nan(), count.infinite(), count.size())
              + "; the file is damaged or of a training that diverged: take an earlier one");
    }
  }

  private static void set(Parameter parameter, NDArray value, NDManager manager) {
    parameter.close();
    var fresh = parameter.getInitializer();
    parameter.setInitializer((m, shape, type) -> value);
    parameter.initialize(manager, value.getDataType());
    parameter.setInitializer(fresh);
  }
}
