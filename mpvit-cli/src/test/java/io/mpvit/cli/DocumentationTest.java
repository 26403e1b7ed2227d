/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** README and docs: links lead somewhere, commands exist, every page is in the index. */
class DocumentationTest {

  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
  private static final Pattern SPAN = Pattern.compile("`([^`]+)`");
  private static final int WIDTH = 120;

  /** Pages whose paragraphs are as wide as the window. New pages do not belong here. */
  private static final Set<String> WIDE = Set.of("models.md");

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    for (Path folder : List.of(ROOT, ROOT.resolve("docs"))) {
      try (Stream<Path> files = Files.list(folder)) {
        files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
      }
    }
    assertThat(pages).hasSizeGreaterThan(10);
    return pages;
  }

  /** The lines of a page outside its fenced blocks, or inside of them. */
  private static List<String> lines(Path page, boolean fenced) throws IOException {
    List<String> lines = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(page)) {
      if (line.startsWith("```")) {
        inside = !inside;
      } else if (inside == fenced) {
        lines.add(line);
      }
    }
    return lines;
  }

  @Test
  void everyRelativeLinkLeadsToAFileAndToAHeading() throws IOException {
    List<String> broken = new ArrayList<>();
    int links = 0;
    for (Path page : pages()) {
      for (String line : lines(page, false)) {
        Matcher link = LINK.matcher(line);
        while (link.find()) {
          if (!link.group(1).matches("[a-z]+:.*")) {
            links++;
            if (!leadsSomewhere(page, link.group(1))) {
              broken.add(ROOT.relativize(page) + ": " + link.group(1));
            }
          }
        }
      }
    }
    assertThat(broken).isEmpty();
    assertThat(links).isGreaterThan(50);
  }

  @Test
  void aLinkToNoFileOrHeadingIsFound() {
    Path page = ROOT.resolve("docs/README.md");
    assertThat(leadsSomewhere(page, "models.md#where-weights-come-from")).isTrue();
    assertThat(leadsSomewhere(page, "models.md#where-weights-go")).isFalse();
    assertThat(leadsSomewhere(page, "no-such-page.md")).isFalse();
  }

  private static boolean leadsSomewhere(Path page, String link) {
    URI uri = URI.create(link);
    Path target = uri.getPath().isEmpty() ? page : page.resolveSibling(uri.getPath()).normalize();
    if (!Files.exists(target)) {
      return false;
    }
    return uri.getFragment() == null || anchors(target).contains(uri.getFragment());
  }

  /** Headings as hosting pages name them. */
  private static Set<String> anchors(Path page) {
    Set<String> anchors = new HashSet<>();
    try {
      for (String line : lines(page, false)) {
        if (line.startsWith("#")) {
          String text = line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT);
          anchors.add(text.replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-'));
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return anchors;
  }

  @Test
  void everyCommandExistsWithItsOptionsAndModels() throws IOException {
    List<String> wrong = new ArrayList<>();
    int commands = 0;
    for (Path page : pages()) {
      for (String command : commands(page)) {
        commands++;
        WrittenCommand.whatIsWrong(command)
            .ifPresent(reason -> wrong.add(ROOT.relativize(page) + ": " + command + ": " + reason));
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(commands).isGreaterThan(80);
  }

  /** What is written as code and begins with the name of the program. */
  private static List<String> commands(Path page) throws IOException {
    List<String> found = new ArrayList<>();
    for (String line : lines(page, false)) {
      Matcher span = SPAN.matcher(line);
      while (span.find()) {
        found.add(span.group(1));
      }
    }
    String blocks = String.join("\n", lines(page, true)).replace("\\\n", " ");
    found.addAll(blocks.lines().map(String::strip).toList());
    return found.stream()
        .map(code -> code.replaceFirst("^(\\./|bin/)", ""))
        .filter(code -> code.startsWith("mpvit "))
        .toList();
  }

  @Test
  void commandsThatDoNotExistAreFound() {
    assertThat(WrittenCommand.whatIsWrong("mpvit detect A.jpg -o out")).isEmpty();
    assertThat(WrittenCommand.whatIsWrong("mpvit export A.jpg")).hasValue("no command export");
    assertThat(WrittenCommand.whatIsWrong("mpvit evaluate coco --ground-truth FILE"))
        .hasValue("no option --ground-truth");
    assertThat(WrittenCommand.whatIsWrong("mpvit bench -m yolo_v8")).hasValue("no model yolo_v8");
  }

  @Test
  void theIndexNamesEveryPage() throws IOException {
    String index = Files.readString(ROOT.resolve("docs/README.md"));
    for (Path page : pages()) {
      String name = page.getFileName().toString();
      if (!name.equals("README.md")) {
        String link = page.getParent().endsWith("docs") ? name : "../" + name;
        if (!name.equals("LICENSE.md")) {
          assertThat(index).contains("(" + link);
        }
      }
    }
  }

  @Test
  void linesAreNoWiderThanAWindow() throws IOException {
    List<String> wide = new ArrayList<>();
    for (Path page : pages()) {
      if (!WIDE.contains(page.getFileName().toString())
          || page.equals(ROOT.resolve("docs/README.md"))) {
        for (String line : lines(page, false)) {
          // Rows of tables and headings cannot be broken.
          if (line.length() > WIDTH && !line.startsWith("|") && !line.startsWith("#")) {
            wide.add(ROOT.relativize(page) + ": " + line);
          }
        }
      }
    }
    assertThat(wide).isEmpty();
  }
}
