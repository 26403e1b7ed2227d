/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.mpvit.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFoldersTest {

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    for (String name : new String[] {"b.png", "a.jpg", "below/c.png"}) {
      TestFiles.picture(folder.resolve(name), 16, 24);
    }
    Files.writeString(folder.resolve("notes.txt"), "no picture");
    Files.writeString(folder.resolve("._a.jpg"), "of macOS");
    Files.createDirectories(folder.resolve("empty"));
  }

  private List<String> files(Object... args) {
    List<Object> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--json", "-", "--device", "cpu", "--threads", "1"));
    Result result = Cli.run(all.toArray());
    assertThat(result.status()).as(result.err()).isZero();
    List<String> names = new ArrayList<>();
    for (JsonElement item : JsonParser.parseString(result.out()).getAsJsonArray()) {
      names.add(
          folder
              .relativize(Path.of(item.getAsJsonObject().get("file_name").getAsString()))
              .toString());
    }
    return names;
  }

  @Test
  void foldersStandForTheirPictures() throws Exception {
    assertThat(files("segment", folder)).containsExactly("a.jpg", "b.png");
    assertThat(files("segment", folder, "--recursive"))
        .containsExactly("a.jpg", "b.png", "below/c.png");
    assertThat(files("classify", folder, "-r", "-w", TestFiles.classifier(7)))
        .containsExactly("a.jpg", "b.png", "below/c.png");
    Path one = folder.resolve("below/c.png");
    assertThat(files("segment", one, folder)).containsExactly("below/c.png", "a.jpg", "b.png");
    assertThat(Cli.run("detect", folder, "--device", "cpu").out())
        .contains(folder.resolve("a.jpg") + ": ", folder.resolve("b.png") + ": ")
        .doesNotContain("c.png");
  }

  @Test
  void aFolderWithoutPicturesIsAnError() {
    Result result = Cli.run("segment", folder.resolve("empty"), "-m", "upernet_mpvit_pico_shapes");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err())
        .contains("empty: it is a directory without pictures; --recursive takes those")
        .hasLineCount(1);
    Result others = Cli.run("segment", folder.resolve("empty"), folder, "--device", "cpu");
    assertThat(others.status()).isEqualTo(1);
    assertThat(others.out()).contains("a.jpg: ", "b.png: ");
  }
}
