/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonPrimitive;
import io.mpvit.image.ImageReadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureFinderTest {

  @TempDir private Path folder;
  private Path images;

  @BeforeEach
  void write() throws IOException {
    images = folder.resolve("data/images");
    Files.createDirectories(images.resolve("a"));
    Files.createDirectories(folder.resolve("data/annotations"));
    for (String name : new String[] {"1.png", "a/2.png", "a b.png", "._1.png"}) {
      Files.writeString(images.resolve(name), "");
    }
  }

  private PictureFinder finder(String... names) throws IOException {
    StringBuilder entries = new StringBuilder();
    for (int i = 0; i < names.length; i++) {
      entries
          .append(i == 0 ? "" : ",")
          .append("{\"id\":%d,\"file_name\":%s}".formatted(i, new JsonPrimitive(names[i])));
    }
    Path file =
        Files.writeString(
            folder.resolve("data/annotations/instances.json"),
            "{\"images\":[" + entries + "],\"categories\":[],\"annotations\":[]}");
    CocoDataset dataset = CocoDataset.read(file);
    return new PictureFinder(dataset, images);
  }

  private static CocoImage image(int id, String name) {
    return new CocoImage(id, name, null);
  }

  @ParameterizedTest
  @CsvSource({
    "1.png, 1.png",
    "a/2.png, a/2.png",
    "a\\2.png, a/2.png",
    "images/a/2.png, a/2.png",
    "../images/1.png, 1.png",
    "data/images/1.png, 1.png",
    "C:\\Users\\me\\images\\1.png, 1.png",
    "/home/me/a/2.png, a/2.png",
    "https://host.example/set/images/1.png?size=large#x, 1.png",
    "http://host.example/a%20b.png, a b.png",
    "file:///data/images/1.png, 1.png"
  })
  void findsWhatTheNameEndsIn(String name, String expected) throws IOException {
    Path found = finder(name).file(image(0, name));
    assertThat(found.toRealPath()).isEqualTo(images.resolve(expected).toRealPath());
  }

  @Test
  void aFileThatTwoNamesEndInIsThatOfTheOneThatMeansIt() throws IOException {
    PictureFinder finder = finder("val/1.png", "1.png", "1.png");
    assertThat(finder.file(image(1, "1.png"))).isEqualTo(images.resolve("1.png"));
    assertThat(finder.file(image(2, "1.png"))).isEqualTo(images.resolve("1.png"));
    assertThatExceptionOfType(ImageReadException.class)
        .isThrownBy(() -> finder.file(image(0, "val/1.png")))
        .withMessageContaining("images 1 and 0 both lead to it");
  }

  @Test
  void hiddenFilesAreNoPictures() throws IOException {
    PictureFinder finder = finder("._1.png", "none.png", "");
    for (String name : new String[] {"._1.png", "none.png", ""}) {
      assertThatExceptionOfType(ImageReadException.class)
          .isThrownBy(() -> finder.file(image(0, name)))
          .withMessageContaining("there is no such file");
    }
    assertThatExceptionOfType(ImageReadException.class)
        .isThrownBy(() -> finder.file(image(0, null)))
        .withMessageContaining("no file_name");
  }
}
