/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.function.Predicate;

/** What an application lacks that cannot start PyTorch. */
final class EngineAdvice {

  private static final String VERSIONS = "pytorch-engine.properties";
  private static final String BINDING = "jnilib/pytorch.properties";
  private static final String LIBRARY = "native/lib/pytorch.properties";
  private static final String SERVICES = "META-INF/services/ai.djl.engine.EngineProvider";

  private final Predicate<String> resources;
  private final Properties versions;
  private final String machine;

  /**
   * Makes the advice for a class path.
   *
   * @param resources whether there is a resource of a name
   * @param versions those that the engine wants: {@code djl_version}, {@code pytorch_version}
   * @param machine operating system and processor as DJL's artifacts name them
   */
  EngineAdvice(Predicate<String> resources, Properties versions, String machine) {
    this.resources = resources;
    this.versions = versions;
    this.machine = machine;
  }

  static EngineAdvice ofClassPath() {
    ClassLoader loader = EngineAdvice.class.getClassLoader();
    return new EngineAdvice(
        name -> loader.getResource(name) != null,
        versions(loader),
        machine(System.getProperty("os.name"), System.getProperty("os.arch")));
  }

  /** The classifier of DJL's native jars. */
  static String machine(String system, String processor) {
    String name = system.toLowerCase(Locale.ROOT);
    String prefix = name.startsWith("mac") ? "osx" : name.startsWith("win") ? "win" : "linux";
    return prefix + "-" + (processor.equals("amd64") ? "x86_64" : processor);
  }

  private static Properties versions(ClassLoader loader) {
    Properties versions = new Properties();
    try (InputStream in = loader.getResourceAsStream(VERSIONS)) {
      if (in != null) {
        versions.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + VERSIONS + " of pytorch-engine", e);
    }
    return versions;
  }

  /** DJL does not know the engine. */
  String unknown() {
    if (!resources.test(VERSIONS)) {
      return "the class path lacks DJL's PyTorch engine: add ai.djl.pytorch:pytorch-engine, of"
          + " which mpvit-zoo is told by its own pom";
    }
    return "the class path has DJL's PyTorch engine, but no "
        + SERVICES
        + " names it, as in a fat jar of whose files of one name the first was kept: let the build"
        + " join files in META-INF/services (maven-shade-plugin: ServicesResourceTransformer;"
        + " Gradle's shadow plug-in: mergeServiceFiles())";
  }

  /** DJL knows the engine, but could not load its native part. */
  String notStarted(Throwable failure) {
    List<String> missing = new ArrayList<>();
    String pytorch = versions.getProperty("pytorch_version", "VERSION");
    if (!resources.test(BINDING)) {
      String djl = versions.getProperty("djl_version", "VERSION");
      missing.add("ai.djl.pytorch:pytorch-jni:" + pytorch + "-" + djl);
    }
    if (!resources.test(LIBRARY)) {
      missing.add(
          "ai.djl.pytorch:pytorch-native-cpu:" + pytorch + " with the classifier " + machine);
    }
    String why = "PyTorch does not start: " + reason(failure);
    return missing.isEmpty()
        ? why
        : why
            + ". Its native part is neither on the class path nor could DJL fetch it: add "
            + String.join(" and ", missing)
            + " (scope runtime), or let DJL reach the network at its first start (it does not with"
            + " ai.djl.offline)";
  }

  private static String reason(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String own = String.valueOf(failure.getMessage());
    return deepest == failure ? own : own + " (" + deepest.getMessage() + ")";
  }
}
