/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** Packs the class path of these tests into one jar, in the two ways that builds have. */
final class FatJars {

  private static final String SERVICES = "META-INF/services/";

  private FatJars() {}

  /** What an application has on its class path: that of the tests without what only tests need. */
  static List<Path> application() {
    return classPath().stream()
        .filter(Files::exists)
        .filter(path -> !path.endsWith("test-classes"))
        .filter(
            path ->
                !path.toString()
                    .matches(".*(junit|assertj|opentest4j|apiguardian|byte-buddy|-tests\\.jar).*"))
        .filter(path -> !isLoader(path))
        .toList();
  }

  private static List<Path> classPath() {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Stream.of(path.split(File.pathSeparator)).map(Path::of).toList();
  }

  private static boolean isLoader(Path path) {
    return path.getFileName().toString().startsWith("spring-boot-loader");
  }

  /**
   * All files in one folder, as the Shade plug-in packs them with its ServicesResourceTransformer:
   * files of services are put together, of other files with one name the first is taken.
   */
  static void shaded(Path jar, Class<?> main) throws IOException {
    Map<String, ByteArrayOutputStream> services = new LinkedHashMap<>();
    Set<String> taken = new HashSet<>();
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(jar)) {
      stored(out, "META-INF/MANIFEST.MF", "Main-Class: " + main.getName() + "\n");
      taken.add("META-INF/MANIFEST.MF");
      for (Path source : application()) {
        if (Files.isDirectory(source)) {
          addFolder(out, source, "", services, taken);
        } else {
          addJar(out, source, services, taken);
        }
      }
      for (Map.Entry<String, ByteArrayOutputStream> service : services.entrySet()) {
        stored(out, service.getKey(), service.getValue().toByteArray());
      }
    }
  }

  private static void addFolder(
      ZipArchiveOutputStream out,
      Path folder,
      String prefix,
      Map<String, ByteArrayOutputStream> services,
      Set<String> taken)
      throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
        String name = prefix + folder.relativize(path).toString().replace(File.separatorChar, '/');
        if (name.startsWith(SERVICES)) {
          append(services, name, Files.readAllBytes(path));
        } else if (taken.add(name)) {
          stored(out, name, Files.readAllBytes(path));
        }
      }
    }
  }

  private static void addJar(
      ZipArchiveOutputStream out,
      Path jar,
      Map<String, ByteArrayOutputStream> services,
      Set<String> taken)
      throws IOException {
    try (ZipFile file = ZipFile.builder().setPath(jar).get()) {
      for (ZipArchiveEntry entry : Collections.list(file.getEntriesInPhysicalOrder())) {
        String name = entry.getName();
        if (entry.isDirectory()) {
          continue;
        }
        if (name.startsWith(SERVICES)) {
          try (InputStream in = file.getInputStream(entry)) {
            append(services, name, in.readAllBytes());
          }
        } else if (taken.add(name)) {
          // As it is packed there: PyTorch alone would take half a minute to pack anew.
          try (InputStream in = file.getRawInputStream(entry)) {
            out.addRawArchiveEntry(entry, in);
          }
        }
      }
    }
  }

  private static void append(Map<String, ByteArrayOutputStream> services, String name, byte[] lines)
      throws IOException {
    ByteArrayOutputStream all = services.computeIfAbsent(name, n -> new ByteArrayOutputStream());
    all.write(lines);
    all.write('\n');
  }

  /** Jars in a jar, as Spring Boot packs them, behind its launcher. */
  static void nested(Path jar, Class<?> main) throws IOException {
    Path loader = classPath().stream().filter(FatJars::isLoader).findFirst().orElseThrow();
    List<Path> folders = new ArrayList<>();
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(jar)) {
      stored(
          out,
          "META-INF/MANIFEST.MF",
          "Main-Class: org.springframework.boot.loader.launch.JarLauncher\nStart-Class: "
              + main.getName()
              + "\nSpring-Boot-Classes: BOOT-INF/classes/\nSpring-Boot-Lib: BOOT-INF/lib/\n");
      addJar(out, loader, new LinkedHashMap<>(), new HashSet<>(Set.of("META-INF/MANIFEST.MF")));
      for (Path source : application()) {
        if (Files.isDirectory(source)) {
          folders.add(source);
        } else {
          stored(out, "BOOT-INF/lib/" + source.getFileName(), Files.readAllBytes(source));
        }
      }
      // In one reactor modules are folders; each becomes the jar that it would be.
      for (int i = 0; i < folders.size(); i++) {
        Path module = jar.resolveSibling("module-" + i + ".jar");
        Map<String, ByteArrayOutputStream> services = new LinkedHashMap<>();
        try (ZipArchiveOutputStream packed = new ZipArchiveOutputStream(module)) {
          addFolder(packed, folders.get(i), "", services, new HashSet<>());
          for (Map.Entry<String, ByteArrayOutputStream> service : services.entrySet()) {
            stored(packed, service.getKey(), service.getValue().toByteArray());
          }
        }
        stored(out, "BOOT-INF/lib/" + module.getFileName(), Files.readAllBytes(module));
      }
    }
  }

  private static void stored(ZipArchiveOutputStream out, String name, String text)
      throws IOException {
    stored(out, name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void stored(ZipArchiveOutputStream out, String name, byte[] bytes)
      throws IOException {
    ZipArchiveEntry entry = new ZipArchiveEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    entry.setCrc(crc.getValue());
    out.putArchiveEntry(entry);
    out.write(bytes);
    out.closeArchiveEntry();
  }
}
