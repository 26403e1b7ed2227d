/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.dist;

import java.nio.file.Path;
import java.util.List;

/** What a release consists of; Maven runs tests in the module's folder. */
final class Modules {

  static final String VERSION = System.getProperty("mpvit.version");

  /** The modules that are published as jars. */
  static final List<String> JARS =
      List.of("mpvit-core", "mpvit-detection", "mpvit-segmentation", "mpvit-zoo", "mpvit-cli");

  private Modules() {}

  /** The folder of a module. */
  static Path folder(String module) {
    return Path.of("..", module);
  }

  /** A jar of a module; the kind is empty, {@code -sources} or {@code -javadoc}. */
  static Path jar(String module, String kind) {
    return folder(module).resolve("target").resolve(module + "-" + VERSION + kind + ".jar");
  }

  /** The distribution as a file with this ending. */
  static Path distribution(String ending) {
    return Path.of("target", "mpvit-" + VERSION + ending);
  }
}
