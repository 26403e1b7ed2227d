/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo;

import ai.djl.repository.zoo.ModelZoo;
import ai.djl.repository.zoo.ZooProvider;
import io.mpvit.zoo.engine.WaitPolicy;

/** Makes DJL know {@link MpvitModelZoo}; found through {@code META-INF/services}. */
public final class MpvitZooProvider implements ZooProvider {

  @Override
  public String getName() {
    return "MPViT";
  }

  @Override
  public ModelZoo getModelZoo() {
    // DJL asks for the zoo before it starts the engine.
    WaitPolicy.prefer();
    return new MpvitModelZoo();
  }
}
