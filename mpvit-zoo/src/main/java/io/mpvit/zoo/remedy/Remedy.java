/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.remedy;

/**
 * What a user can do about a failure. Messages say it in words that hold everywhere; each door (the
 * command line, DJL's criteria, the builders) can add how it is said there.
 */
public enum Remedy {
  /** Say which file of weights to take. */
  NAME_A_FILE,
  /** Go on with the training. */
  RESUME
}
