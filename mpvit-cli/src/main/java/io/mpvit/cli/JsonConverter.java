/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;

/** Reads the argument of {@code --json}. */
final class JsonConverter implements ITypeConverter<JsonOutput> {
  @Override
  public JsonOutput convert(String text) {
    return new JsonOutput(Path.of(text));
  }
}
