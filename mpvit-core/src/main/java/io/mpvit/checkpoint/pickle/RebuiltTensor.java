/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.pickle;

import io.mpvit.checkpoint.tensor.Storage;
import io.mpvit.checkpoint.tensor.TensorLayout;
import io.mpvit.checkpoint.tensor.TensorType;

/**
 * A tensor as a pickle describes it, checked against its storage's declared size.
 *
 * @param storage the storage, whose bytes may not be attached yet
 * @param type element type
 * @param layout elements within the storage
 */
public record RebuiltTensor(Storage storage, TensorType type, TensorLayout layout) {

  // Dict keys and memo entries are compared by identity; a record would compare the arrays'
  // handles.
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
