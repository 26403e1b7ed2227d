/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

/** Main class of the child JVM with a small heap: one line per fixture, name and problem. */
final class FixtureChild {
  private FixtureChild() {}

  /**
   * Checks all fixtures.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) throws InterruptedException {
    for (Fixtures.Fixture fixture : Fixtures.all()) {
      ChildJvm.report(fixture.name(), () -> FixtureChecker.check(fixture));
    }
  }
}
