/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

/** What kind of file a state dict came from; found by content, not by name. */
public enum Container {
  /** PyTorch 1.6 and later: a zip archive with a pickle and one record per storage. */
  PTH_ZIP("PyTorch zip archive"),
  /** PyTorch before 1.6: pickles and storages one after the other. */
  PTH_LEGACY("PyTorch legacy stream"),
  /** One pickle with NumPy arrays, as detectron2 and Caffe2 publish. */
  PICKLE("pickle with NumPy arrays"),
  /** A JSON header and raw elements. */
  SAFETENSORS("safetensors"),
  /** Several files and an index that says which tensor is in which. */
  SHARDS("index of shards"),
  /** Made in memory, no file. */
  MEMORY("memory");

  private final String label;

  Container(String label) {
    this.label = label;
  }

  /**
   * Returns a name for people.
   *
   * @return such as {@code PyTorch zip archive}
   */
  public String label() {
    return label;
  }
}
