/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

import java.util.Optional;

/**
 * How to read a checkpoint file.
 *
 * @param entry what to take as the state dict: a member of the root object, such as {@code
 *     model_ema}, the dotted path of one further in, or what begins the keys of one of several
 *     networks, such as {@code teacher}; empty means {@code state_dict}, else {@code model}, else
 *     {@code model_state} (as in .pyth files), else the only dict of tensors at whatever depth
 * @param strictGlobals refuse a pickle that names anything beyond tensors and plain containers,
 *     instead of keeping unknown objects as inert symbols
 * @param checkCrc compare each record that is read with its CRC-32; files that PyTorch was told to
 *     write without checksums need {@code false}
 */
public record ReadOptions(Optional<String> entry, boolean strictGlobals, boolean checkCrc) {

  /**
   * The default: usual entry, unknown objects are kept inert, checksums are compared.
   *
   * @return the default options
   */
  public static ReadOptions defaults() {
    return new ReadOptions(Optional.empty(), false, true);
  }

  /**
   * Takes another member of the root object.
   *
   * @param name the member, such as {@code model_ema} or {@code teacher}
   * @return changed options
   */
  public ReadOptions withEntry(String name) {
    return new ReadOptions(Optional.of(name), strictGlobals, checkCrc);
  }

  /** Takes the usual entry. */
  ReadOptions withoutEntry() {
    return new ReadOptions(Optional.empty(), strictGlobals, checkCrc);
  }

  /**
   * Refuses unknown globals, or keeps them inert.
   *
   * @param strict true to refuse
   * @return changed options
   */
  public ReadOptions withStrictGlobals(boolean strict) {
    return new ReadOptions(entry, strict, checkCrc);
  }

  /**
   * Compares checksums, or does not.
   *
   * @param check false to read files without checksums
   * @return changed options
   */
  public ReadOptions withCrcCheck(boolean check) {
    return new ReadOptions(entry, strictGlobals, check);
  }
}
