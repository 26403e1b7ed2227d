/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn;

import java.util.Map;

/** A network some of whose parameters have rows for each class of a data set. */
public interface PerClass {

  /**
   * Which parameters these are.
   *
   * @return how their rows belong to classes, by key of the state dict
   */
  Map<String, ClassRows> classRows();
}
