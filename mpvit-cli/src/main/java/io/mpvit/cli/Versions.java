/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The versions of this program and of what it runs on, without starting the engine. */
final class Versions implements IVersionProvider {

  private static final String RESOURCE = "versions.properties";

  /** The version of this program. */
  static String mpvit() throws IOException {
    return load().getProperty("mpvit");
  }

  @Override
  public String[] getVersion() throws IOException {
    Properties versions = load();
    return new String[] {
      "mpvit " + versions.getProperty("mpvit"),
      "DJL " + versions.getProperty("djl") + ", PyTorch " + versions.getProperty("pytorch"),
      "Java " + Runtime.version()
    };
  }

  private static Properties load() throws IOException {
    Properties versions = new Properties();
    try (InputStream in = Versions.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IOException("the mpvit-cli jar lacks " + RESOURCE);
      }
      versions.load(in);
    }
    return versions;
  }
}
