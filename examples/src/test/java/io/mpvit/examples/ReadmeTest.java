/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.image.ImageReader;
import io.mpvit.image.Orientation;
import java.io.File;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** What the README shows to Java users compiles, runs without a network, and has our versions. */
class ReadmeTest {

  private static final Path ROOT = Path.of("..");
  private static final Pattern CLASS = Pattern.compile("public class (\\w+)");
  private static final String PICTURE = "examples/pictures/shapes.jpg";

  @TempDir private static Path folder;

  private static String readme;

  @BeforeAll
  static void read() throws Exception {
    readme = Files.readString(ROOT.resolve("README.md"));
    Path picture = folder.resolve(PICTURE);
    Files.createDirectories(picture.getParent());
    Files.copy(ROOT.resolve(PICTURE), picture);
  }

  /** The fenced blocks of a language. */
  private static List<String> blocks(String language) {
    return Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
        .matcher(readme)
        .results()
        .map(block -> block.group(1))
        .toList();
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** Compiles a snippet as it stands and gives the name of its class. */
  private static String compile(String snippet) throws Exception {
    Matcher matcher = CLASS.matcher(snippet);
    assertThat(matcher.find()).as("a whole class: %s", snippet).isTrue();
    String name = matcher.group(1);
    Path source = Files.writeString(folder.resolve(name + ".java"), snippet);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      List<String> options = List.of("-proc:none", "-cp", classPath(), "-d", folder.toString());
      assertThat(
              compiler
                  .getTask(messages, files, null, options, null, files.getJavaFileObjects(source))
                  .call())
          .as("%s: %s", name, messages)
          .isTrue();
    }
    return name;
  }

  /** Runs a snippet's class in a process of its own and gives what it prints. */
  private static String run(String name) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Dai.djl.offline=true",
            "-Djava.awt.headless=true",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
            "-cp",
            folder + File.pathSeparator + classPath(),
            name);
    Path output = folder.resolve(name + ".txt");
    builder.directory(folder.toFile()).redirectErrorStream(true).redirectOutput(output.toFile());
    Process process = builder.start();
    assertThat(process.waitFor(200, TimeUnit.SECONDS)).isTrue();
    String printed = Files.readString(output);
    assertThat(process.exitValue()).as(printed).isZero();
    return printed;
  }

  @Test
  void theFirstSnippetFindsShapesAndDrawsThem() throws Exception {
    assertThat(run(compile(blocks("java").get(0))))
        .startsWith(PICTURE)
        .contains(" objects")
        .containsPattern("ring [01][.][0-9]{2} at");
    assertThat(ImageReader.read(folder.resolve("found.png"), Orientation.AS_STORED).size())
        .isEqualTo(ImageReader.read(folder.resolve(PICTURE), Orientation.AS_STORED).size());
  }

  @Test
  void theOtherSnippetsCompileAndTheSecondRuns() throws Exception {
    List<String> snippets = blocks("java");
    assertThat(snippets).hasSizeGreaterThanOrEqualTo(3);
    assertThat(run(compile(snippets.get(1)))).contains("\"className\": \"ring\"");
    for (String snippet : snippets.subList(2, snippets.size())) {
      compile(snippet);
    }
  }

  @Test
  void thePomHasTheVersionsOfTheProject() throws Exception {
    Map<String, String> project = properties(Files.readString(ROOT.resolve("pom.xml")));
    Document pom = parse(blocks("xml").get(0));
    assertThat(pom.getDocumentElement().getTagName()).isEqualTo("project");
    assertThat(text(pom.getDocumentElement(), "modelVersion")).isEqualTo("4.0.0");
    assertThat(properties(blocks("xml").get(0)))
        .as("older Maven's compiler plug-in does not know maven.compiler.release")
        .containsEntry("maven.compiler.source", project.get("maven.compiler.release"))
        .containsEntry("maven.compiler.target", project.get("maven.compiler.release"));
    Map<String, String> versions = new HashMap<>();
    NodeList dependencies = pom.getElementsByTagName("dependency");
    for (int i = 0; i < dependencies.getLength(); i++) {
      Element dependency = (Element) dependencies.item(i);
      versions.put(
          text(dependency, "groupId") + ":" + text(dependency, "artifactId"),
          text(dependency, "version"));
    }
    String pytorch = project.get("pytorch.version");
    assertThat(versions)
        .containsOnly(
            Map.entry("io.mpvit:mpvit-zoo", project.get("version")),
            Map.entry("ai.djl.pytorch:pytorch-jni", pytorch + "-" + project.get("djl.version")),
            Map.entry("ai.djl.pytorch:pytorch-native-cpu", pytorch),
            Map.entry("org.slf4j:slf4j-simple", project.get("slf4j.version")));
    assertThat(readme).contains("mvn install");
  }

  /** The properties of a pom, and its own version. */
  private static Map<String, String> properties(String pom) throws Exception {
    Element root = parse(pom).getDocumentElement();
    Map<String, String> properties = new HashMap<>();
    properties.put("version", text(root, "version"));
    Element list = child(root, "properties");
    for (int i = 0; i < list.getChildNodes().getLength(); i++) {
      if (list.getChildNodes().item(i) instanceof Element property) {
        properties.put(property.getTagName(), property.getTextContent().strip());
      }
    }
    return properties;
  }

  private static Document parse(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  private static String text(Element parent, String name) {
    return child(parent, name).getTextContent().strip();
  }

  private static Element child(Element parent, String name) {
    for (int i = 0; i < parent.getChildNodes().getLength(); i++) {
      if (parent.getChildNodes().item(i) instanceof Element child
          && child.getTagName().equals(name)) {
        return child;
      }
    }
    throw new AssertionError("no " + name + " in " + parent.getTagName());
  }
}
