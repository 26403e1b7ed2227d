/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.modality.cv.output.DetectedObjects;
import ai.djl.repository.zoo.Criteria;
import io.mpvit.zoo.model.Mpvit;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Applications that are packed wrongly, each in a process of its own. */
class PyTorchEngineTest {

  private static final String SERVICES = "META-INF/services/ai.djl.engine.EngineProvider";

  @TempDir private Path folder;

  /** Loads a model through the door that is named, and prints the failure. */
  public static final class Application {

    private Application() {}

    /** Starts it: the only argument is {@code facade} or {@code criteria}. */
    public static void main(String[] args) throws Exception {
      try (AutoCloseable model =
          args[0].equals("facade")
              ? Mpvit.detector()
              : Criteria.builder()
                  .setTypes(Path.class, DetectedObjects.class)
                  .optModelUrls("mpvit://mask_rcnn_mpvit_pico_shapes")
                  .optEngine("PyTorch")
                  .build()
                  .loadModel()) {
        System.out.println("loaded " + model);
      } catch (RuntimeException e) {
        System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
      }
    }
  }

  /** What an application prints whose class path lacks some jars, and may have a folder first. */
  private String run(String door, List<Path> first, String... without) throws Exception {
    String own =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    String classPath =
        first.stream().map(path -> path + File.pathSeparator).collect(Collectors.joining())
            + Arrays.stream(own.split(File.pathSeparator))
                .filter(
                    entry ->
                        Arrays.stream(without).noneMatch(new File(entry).getName()::startsWith))
                .collect(Collectors.joining(File.pathSeparator));
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Dai.djl.offline=true",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
            "-cp",
            classPath,
            Application.class.getName(),
            door);
    builder.environment().put("DJL_CACHE_DIR", folder.resolve("cache").toString());
    builder.redirectErrorStream(true);
    Path output = folder.resolve("output.txt");
    builder.redirectOutput(output.toFile());
    Process process = builder.start();
    assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
    return Files.readString(output, StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"facade", "criteria"})
  void withoutTheNativeJarsTheMessageNamesThem(String door) throws Exception {
    assertThat(run(door, List.of(), "pytorch-native", "pytorch-jni"))
        .startsWith("EngineException: PyTorch does not start: ")
        .contains("Offline mode is enabled")
        .contains("add ai.djl.pytorch:pytorch-jni:2.7.1-0.36.0 and")
        .contains("ai.djl.pytorch:pytorch-native-cpu:2.7.1 with the classifier ")
        .contains("or let DJL reach the network at its first start");
  }

  /** As a fat jar has it that keeps the first of two files: DJL api's own, without PyTorch. */
  @ParameterizedTest
  @ValueSource(strings = {"facade", "criteria"})
  void withoutMergedServiceFilesTheMessageNamesTheMerger(String door) throws Exception {
    // The engine's classes and properties, but not its services.
    Path fat = Files.createDirectories(folder.resolve("fat"));
    Path engine =
        Arrays.stream(
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"))
                    .split(File.pathSeparator))
            .map(Path::of)
            .filter(path -> path.getFileName().toString().startsWith("pytorch-engine"))
            .findFirst()
            .orElseThrow();
    unpack(engine, fat);
    Files.delete(fat.resolve(SERVICES));
    assertThat(run(door, List.of(fat), "pytorch-engine"))
        .startsWith("EngineException: the class path has DJL's PyTorch engine, but no " + SERVICES)
        .contains("ServicesResourceTransformer", "mergeServiceFiles()");
  }

  private static void unpack(Path jar, Path to) throws Exception {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        Path target = to.resolve(entry.getName()).normalize();
        assertThat(target).startsWithRaw(to);
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          Files.write(target, zip.getInputStream(entry).readAllBytes());
        }
      }
    }
  }

  @Test
  void threadsAreBounded() {
    int most = PyTorchEngine.mostThreads();
    assertThat(most).isGreaterThanOrEqualTo(Runtime.getRuntime().availableProcessors());
    PyTorchEngine.requireThreads(most);
    for (int count : new int[] {Integer.MIN_VALUE, 0, most + 1, Integer.MAX_VALUE}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> PyTorchEngine.setThreads(count))
          .withMessageContaining("threads: from 1 to " + most)
          .withMessageEndingWith("found " + count);
    }
  }

  @Test
  void whatIsThereIsNotAskedFor() {
    Properties versions = new Properties();
    versions.setProperty("djl_version", "1");
    versions.setProperty("pytorch_version", "2");
    Throwable failure = new IllegalStateException("no", new IllegalStateException("because"));
    assertThat(new EngineAdvice(name -> true, versions, "m").notStarted(failure))
        .isEqualTo("PyTorch does not start: no (because)");
    assertThat(
            new EngineAdvice(name -> name.startsWith("jnilib"), versions, "m").notStarted(failure))
        .contains("pytorch-native-cpu:2 with the classifier m")
        .doesNotContain("pytorch-jni");
    assertThat(EngineAdvice.machine("Linux", "amd64")).isEqualTo("linux-x86_64");
    assertThat(EngineAdvice.machine("Mac OS X", "aarch64")).isEqualTo("osx-aarch64");
    assertThat(EngineAdvice.machine("Windows 11", "amd64")).isEqualTo("win-x86_64");
    assertThat(new EngineAdvice(name -> false, versions, "m").unknown())
        .contains("add ai.djl.pytorch:pytorch-engine");
  }
}
