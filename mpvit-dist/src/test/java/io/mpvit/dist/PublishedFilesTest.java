/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The jars and POMs of a release. */
class PublishedFilesTest {

  private static Set<String> entries(Path jar, String ending) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.endsWith(ending))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void everyModuleHasItsSourcesAndItsPages() throws IOException {
    for (String module : Modules.JARS) {
      Set<String> classes = entries(Modules.jar(module, ""), ".class");
      Set<String> sources = entries(Modules.jar(module, "-sources"), ".java");
      Set<String> pages = entries(Modules.jar(module, "-javadoc"), ".html");
      assertThat(classes).as(module).isNotEmpty();
      for (String name : classes) {
        if (!name.contains("$")) {
          assertThat(sources).contains(name.replace(".class", ".java"));
        }
      }
      assertThat(entries(Modules.jar(module, ""), ".md")).contains("META-INF/LICENSE.md");
      assertThat(pages).as(module).contains("index.html").hasSizeGreaterThan(10);
    }
  }

  @Test
  void everyJarHasANameOfItsOwnAndPackagesOfItsOwn() throws IOException {
    Map<String, String> owners = new HashMap<>();
    for (String module : Modules.JARS) {
      Path jar = Modules.jar(module, "");
      try (JarFile file = new JarFile(jar.toFile())) {
        assertThat(file.getManifest().getMainAttributes().getValue("Automatic-Module-Name"))
            .isEqualTo(module.replace("mpvit-", "io.mpvit."));
      }
      Set<String> packages = new TreeSet<>();
      entries(jar, ".class")
          .forEach(name -> packages.add(name.substring(0, name.lastIndexOf('/'))));
      for (String name : packages) {
        assertThat(owners.put(name, module)).as(name + " in " + module).isNull();
      }
    }
  }

  @Test
  void thePomsSayWhatCentralAsksFor() throws Exception {
    for (String module : List.of("", "mpvit-bom")) {
      Element pom = pom(Path.of("..", module, "pom.xml"));
      for (String name : List.of("name", "description", "url", "inceptionYear")) {
        assertThat(child(pom, name).getTextContent()).as(module + " " + name).isNotBlank();
      }
      Element scm = child(pom, "scm");
      for (String name : List.of("connection", "developerConnection", "url")) {
        assertThat(child(scm, name).getTextContent()).as(module + " " + name).isNotBlank();
      }
      Element licence = child(child(pom, "licenses"), "license");
      assertThat(child(licence, "name").getTextContent()).isEqualTo("Apache-2.0");
      Element developer = child(child(pom, "developers"), "developer");
      assertThat(child(child(developer, "roles"), "role").getTextContent()).isNotBlank();
    }
    for (String module : Modules.JARS) {
      Element pom = pom(Modules.folder(module).resolve("pom.xml"));
      assertThat(child(pom, "name").getTextContent()).isNotBlank();
      assertThat(child(pom, "description").getTextContent()).isNotBlank();
    }
  }

  @Test
  void theBillOfMaterialsHasTheModulesAndTheVersionsOfTheBuild() throws Exception {
    Element parent = pom(Path.of("..", "pom.xml"));
    Element bom = pom(Path.of("..", "mpvit-bom", "pom.xml"));
    assertThat(child(bom, "version").getTextContent()).isEqualTo(Modules.VERSION);
    for (String property : List.of("djl.version", "pytorch.version")) {
      assertThat(child(child(bom, "properties"), property).getTextContent())
          .isEqualTo(child(child(parent, "properties"), property).getTextContent());
    }
    List<String> ours = new ArrayList<>();
    NodeList managed = bom.getElementsByTagName("dependency");
    for (int i = 0; i < managed.getLength(); i++) {
      Element dependency = (Element) managed.item(i);
      if (child(dependency, "groupId").getTextContent().equals("io.mpvit")) {
        ours.add(child(dependency, "artifactId").getTextContent());
      }
    }
    assertThat(ours).containsExactlyElementsOf(Modules.JARS);
  }

  private static Element pom(Path file) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(file.toFile())
        .getDocumentElement();
  }

  private static Element child(Element parent, String name) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(name)) {
        return element;
      }
    }
    throw new AssertionError("<" + parent.getTagName() + "> has no <" + name + ">");
  }
}
