/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.training;

import io.mpvit.zoo.remedy.Remediable;
import io.mpvit.zoo.remedy.Remedy;
import java.io.IOException;
import java.util.Optional;

/** A training is in a folder and can go on there. */
public final class HeldTrainingException extends IOException implements Remediable {

  private static final long serialVersionUID = 1L;

  HeldTrainingException(String message, IOException cause) {
    super(message, cause);
  }

  @Override
  public Optional<Remedy> remedy() {
    return Optional.of(Remedy.RESUME);
  }
}
