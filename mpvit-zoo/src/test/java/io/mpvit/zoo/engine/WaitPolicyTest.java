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
  void threadsOfAnEngineThatStartsLaterSleepSoonWhileTheyWait() {
    // Asking DJL for a model comes here before it starts the engine.
    new MpvitZooProvider().getModelZoo();
    String users = System.getenv("GOMP_SPINCOUNT");
    boolean policy = System.getenv("OMP_WAIT_POLICY") != null;
    assertThat(WaitPolicy.inForce()).isEqualTo(users != null || policy ? users : "30000");
    WaitPolicy.prefer();
    assertThat(WaitPolicy.inForce()).isEqualTo(users != null || policy ? users : "30000");
  }
}
