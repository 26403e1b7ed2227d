/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.pickle;

import io.mpvit.checkpoint.tensor.TensorType;
import java.util.Set;

/**
 * The names that a strict reading lets pass: what is interpreted, and the inert names beside it.
 */
final class Globals {
  private static final Set<String> KNOWN =
      Set.of(
          "collections.OrderedDict",
          "torch._utils._rebuild_tensor",
          "torch._utils._rebuild_tensor_v2",
          "torch._utils._rebuild_tensor_v3",
          "torch._utils._rebuild_parameter",
          "torch._utils._rebuild_parameter_with_state",
          "torch._tensor._rebuild_from_type",
          "torch._tensor._rebuild_from_type_v2",
          "torch.Tensor",
          "torch.nn.parameter.Parameter",
          "torch.Size",
          "torch.device",
          "numpy.core.multiarray._reconstruct",
          "numpy._core.multiarray._reconstruct",
          "numpy.core.multiarray.scalar",
          "numpy._core.multiarray.scalar",
          "numpy.core.numeric._frombuffer",
          "numpy._core.numeric._frombuffer",
          "numpy.dtype",
          "numpy.ndarray",
          "_codecs.encode",
          "__builtin__.bytes",
          "builtins.bytes");

  private static final Set<String> STORAGE_MODULES = Set.of("torch", "torch.cuda", "torch.storage");

  private Globals() {}

  static boolean known(Symbol symbol) {
    return KNOWN.contains(symbol.qualified()) || isStorage(symbol) || dtype(symbol) != null;
  }

  /** Whether the symbol has the form of a storage class. */
  static boolean isStorage(Symbol symbol) {
    return STORAGE_MODULES.contains(symbol.module()) && symbol.name().endsWith("Storage");
  }

  /** The element type of a symbol such as torch.float32; null for anything else. */
  static TensorType dtype(Symbol symbol) {
    return symbol.module().equals("torch") ? TensorType.ofTorch(symbol.name()).orElse(null) : null;
  }
}
