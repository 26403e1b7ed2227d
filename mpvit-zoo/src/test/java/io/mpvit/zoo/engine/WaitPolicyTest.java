/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.zoo.MpvitZooProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class WaitPolicyTest {

  @Test
  void threadsOfAnEngineThatStartsLaterSleepWhileTheyWait() {
    // Asking DJL for a model comes here before it starts the engine.
    new MpvitZooProvider().getModelZoo();
    String users = System.getenv("OMP_WAIT_POLICY");
    boolean spins = System.getenv("GOMP_SPINCOUNT") != null;
    assertThat(WaitPolicy.inForce()).isEqualTo(users != null || spins ? users : "passive");
    WaitPolicy.prefer();
    assertThat(WaitPolicy.inForce()).isEqualTo(users != null || spins ? users : "passive");
  }
}
