/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.testing;

import java.io.IOException;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Tells {@link ToleranceLog} which test runs; JUnit finds it by itself in every module. */
public final class ToleranceExtension implements BeforeEachCallback, AfterAllCallback {

  @Override
  public void beforeEach(ExtensionContext context) {
    String method = context.getRequiredTestMethod().getName();
    String shown = context.getDisplayName();
    ToleranceLog.start(shown.startsWith(method) ? method : method + " " + shown);
  }

  /** Refuses comparisons that the runs under other instruction sets would leave out. */
  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    Class<?> testClass = context.getRequiredTestClass();
    if (ToleranceLog.write(testClass) && !context.getTags().contains("golden")) {
      throw new IllegalStateException(
          testClass.getName() + " compares within tolerances, so give it @Tag(\"golden\")");
    }
  }
}
