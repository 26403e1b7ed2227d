/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

import java.util.concurrent.atomic.AtomicReference;

/** Main class of the child JVM with a small heap: one line per fixture, name and problem. */
final class FixtureChild {
  private static final long LIMIT_MILLIS = 20_000;

  private FixtureChild() {}

  /**
   * Checks all fixtures.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) throws InterruptedException {
    for (Fixtures.Fixture fixture : Fixtures.all()) {
      System.out.println(fixture.name() + "\t" + watched(fixture).replaceAll("\\s+", " "));
      System.out.flush();
    }
  }

  private static String watched(Fixtures.Fixture fixture) throws InterruptedException {
    AtomicReference<String> result = new AtomicReference<>("did not end");
    Thread worker =
        new Thread(
            () -> {
              try {
                result.set(FixtureChecker.check(fixture));
              } catch (Throwable e) {
                // Whatever is no clean failure, errors of the JVM included.
                result.set("crashed: " + e);
              }
            });
    worker.setDaemon(true);
    worker.start();
    worker.join(LIMIT_MILLIS);
    return worker.isAlive() ? "still running after 20 s" : result.get();
  }
}
