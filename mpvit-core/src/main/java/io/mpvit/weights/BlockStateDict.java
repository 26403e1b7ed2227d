/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.weights;

import ai.djl.nn.Parameter;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.nn.StateEntry;
import io.mpvit.nn.TorchBlock;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The state dict of a block, for writing it to a file. */
public final class BlockStateDict {

  private BlockStateDict() {}

  /**
   * Lists a block's values under their PyTorch keys, ties included. The values are borrowed: the
   * block must stay open and unchanged until they are written.
   *
   * @param block an initialised block
   * @return the state dict in PyTorch's order
   */
  public static StateDict of(TorchBlock block) {
    Map<Parameter, CheckpointTensor> once = new IdentityHashMap<>();
    Map<String, CheckpointTensor> tensors = new LinkedHashMap<>();
    for (StateEntry entry : block.stateEntries()) {
      tensors.put(
          entry.key(),
          once.computeIfAbsent(entry.parameter(), p -> CheckpointTensor.of(p.getArray())));
    }
    return StateDict.of(block.getClass().getSimpleName(), tensors);
  }
}
