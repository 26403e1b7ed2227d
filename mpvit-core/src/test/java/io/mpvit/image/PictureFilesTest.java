/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFilesTest {

  @TempDir private Path folder;

  private Path file(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, new byte[1]);
  }

  private void link(String name, Path target) throws IOException {
    Files.createSymbolicLink(folder.resolve(name), target);
  }

  @Test
  void picturesByTheirEndingBelowAFolder() throws IOException {
    file("all/b/2.PNG");
    file("all/a.jpeg");
    file("all/b/notes.txt");
    Files.createDirectories(folder.resolve("all/folder.png"));
    assertThat(PictureFiles.below(folder.resolve("all"))).containsExactly("a.jpeg", "b/2.PNG");
  }

  @Test
  void hiddenFilesAndFoldersAreNoPictures() throws IOException {
    file(".hidden/all/1.png");
    file(".hidden/all/._1.png");
    file(".hidden/all/.thumbnails/1.png");
    file(".hidden/all/__MACOSX/._2.jpg");
    assertThat(PictureFiles.below(folder.resolve(".hidden/all"))).containsExactly("1.png");
  }

  @Test
  void linksCountAsWhatTheyLeadTo() throws IOException {
    file("elsewhere/part/1.png");
    Path single = file("single.png");
    Files.createDirectories(folder.resolve("all"));
    link("all/part", folder.resolve("elsewhere/part"));
    link("all/2.png", single);
    link("whole", folder.resolve("all"));
    assertThat(PictureFiles.below(folder.resolve("whole"))).containsExactly("2.png", "part/1.png");
  }

  @Test
  void aCircleOfLinksIsAnError() throws IOException {
    file("all/1.png");
    link("all/again", folder.resolve("all"));
    assertThatIOException()
        .isThrownBy(() -> PictureFiles.below(folder.resolve("all")))
        .withMessageContaining("all: cannot be listed")
        .withMessageContaining("again");
  }
}
