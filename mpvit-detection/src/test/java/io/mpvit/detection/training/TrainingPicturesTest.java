/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mpvit.detection.augment.Annotation;
import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.image.ImageSize;
import io.mpvit.image.ImageWriter;
import io.mpvit.image.RgbImage;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingPicturesTest {

  private static final String JSON =
      """
      {"images": [
         {"id": 5, "file_name": "a.png", "width": 40, "height": 30},
         {"id": 3, "file_name": "b.png", "width": 30, "height": 40},
         {"id": 8, "file_name": "missing.png", "width": 30, "height": 40},
         {"id": 9, "file_name": "b.png"},
         {"id": 10, "width": 30, "height": 40}],
       "categories": [{"id": 90, "name": "z"}, {"id": 7, "name": "y"}],
       "annotations": [
         {"id": 1, "image_id": 5, "category_id": 90, "bbox": [1, 2, 10, 20], "iscrowd": 0,
          "segmentation": [[1, 2, 11, 2, 11, 22]]},
         {"id": 2, "image_id": 5, "category_id": 7, "bbox": [1, 2, 0, 20], "iscrowd": 0,
          "segmentation": [[1, 2, 11, 2, 11, 22]]},
         {"id": 3, "image_id": 5, "category_id": 7, "bbox": [0, 0, 9, 9], "iscrowd": 1,
          "segmentation": {"size": [30, 40], "counts": [0, 5, 1195]}},
         {"id": 4, "image_id": 5, "category_id": 7, "bbox": [0, 0, 1, 5], "iscrowd": 0,
          "segmentation": {"size": [30, 40], "counts": [0, 5, 1195]}},
         {"id": 6, "image_id": 5, "category_id": 7, "bbox": [3, 3, 4, 4], "iscrowd": 0}]}
      """;

  @TempDir private Path folder;
  private final List<String> warnings = new ArrayList<>();

  private TrainingPictures read(boolean masks) throws IOException {
    ImageWriter.write(RgbImage.of(40, 30, new byte[3 * 40 * 30]), folder.resolve("a.png"));
    Files.writeString(folder.resolve("b.png"), "");
    CocoDataset dataset = CocoDataset.read("x.json", new StringReader(JSON));
    return TrainingPictures.of(dataset, folder, masks, warnings::add);
  }

  @Test
  void mapsCategoriesAndKeepsPicturesWithoutObjects() throws IOException {
    TrainingPictures data = read(true);
    assertThat(data.pictures()).extracting(TrainingPicture::id).containsExactly(5L, 3L);
    assertThat(data.pictures().get(1).objects()).isEmpty();
    assertThat(data.classes()).isEqualTo(2);
    List<Annotation> objects = data.pictures().get(0).objects();
    assertThat(objects).extracting(Annotation::classIndex).containsExactly(1, 0);
    assertThat(objects.get(0).x2()).isEqualTo(11);
    assertThat(objects.get(0).y2()).isEqualTo(22);
    assertThat(objects.get(0).polygons()).hasSize(1);
    assertThat(objects.get(1).polygons().get(0)).contains(0, 0, 1, 0, 1, 5, 0, 5);
  }

  @Test
  void reportsAndCountsWhatItSkips() throws IOException {
    TrainingPictures data = read(true);
    assertThat(data.crowds()).isEqualTo(1);
    assertThat(data.skippedObjects()).isEqualTo(2);
    assertThat(data.skippedPictures()).isEqualTo(3);
    assertThat(warnings).hasSize(5).allMatch(line -> line.startsWith("x.json: skipped "));
    assertThat(warnings.get(0)).contains("annotation 2 (annotations[1]) of image 5", "0.0 wide");
    assertThat(warnings.get(1))
        .contains("annotation 6 (annotations[4]) of image 5", "masks are learned");
    assertThat(warnings.get(2)).contains("image 8", "missing.png");
    assertThat(warnings.get(3)).contains("image 9", "b.png", "it is empty");
    assertThat(warnings.get(4)).contains("image 10", "no file_name");
  }

  @Test
  void sizesThatEntriesLackAreThePictures() throws IOException {
    ImageWriter.write(RgbImage.of(7, 9, new byte[3 * 7 * 9]), folder.resolve("a.png"));
    CocoDataset dataset =
        CocoDataset.read(
            "x.json",
            new StringReader(
                "{\"images\": [{\"id\": 1, \"file_name\": \"a.png\"}],"
                    + " \"categories\": [{\"id\": 1}], \"annotations\":"
                    + " [{\"image_id\": 1, \"category_id\": 1, \"bbox\": [1, 1, 2, 2]}]}"));
    TrainingPictures data = TrainingPictures.of(dataset, folder, false, warnings::add);
    assertThat(data.pictures())
        .extracting(TrainingPicture::size)
        .containsExactly(new ImageSize(9, 7));
    assertThat(warnings).isEmpty();
  }

  @Test
  void boxesNeedNoMasks() throws IOException {
    TrainingPictures data = read(false);
    assertThat(data.pictures().get(0).objects()).hasSize(3);
    assertThat(data.pictures().get(0).objects().get(0).polygons()).isEmpty();
    assertThat(data.skippedObjects()).isEqualTo(1);
  }

  @Test
  void ofMuchOfOneKindItNamesTheFirst() throws IOException {
    StringBuilder images =
        new StringBuilder("{\"id\":0,\"file_name\":\"a.png\",\"width\":1,\"height\":1}");
    for (int i = 1; i <= 25; i++) {
      images.append(
          ",{\"id\":%d,\"file_name\":\"no%d.png\",\"width\":1,\"height\":1}".formatted(i, i));
    }
    Files.writeString(folder.resolve("a.png"), "");
    String json =
        "{\"images\":["
            + images
            + "],\"categories\":[{\"id\":1}],\"annotations\":[{\"image_id\":0,"
            + "\"category_id\":1,\"bbox\":[0,0,1,1]}]}";
    CocoDataset dataset = CocoDataset.read("x.json", new StringReader(json));
    TrainingPictures data = TrainingPictures.of(dataset, folder, false, warnings::add);
    assertThat(data.skippedPictures()).isEqualTo(25);
    assertThat(warnings).hasSize(20).endsWith("x.json: skipped 6 more images");
  }

  @Test
  void countsObjectsAndSaysWhichClassesNeverOccur() throws IOException {
    TrainingPictures data = read(true);
    assertThat(data.objects()).isEqualTo(2);
    assertThat(data.neverOccurring(List.of("y", "z"))).isEmpty();
    assertThat(data.neverOccurring(List.of("y", "z", "w", "v")))
        .hasValueSatisfying(line -> assertThat(line).contains("2 of its 4", "w, v"));
  }

  @Test
  void refusesDataWithoutAnObject() throws IOException {
    ImageWriter.write(RgbImage.of(4, 4, new byte[48]), folder.resolve("a.png"));
    CocoDataset dataset =
        CocoDataset.read(
            "x.json",
            new StringReader(
                "{\"images\": [{\"id\": 1, \"file_name\": \"a.png\"}],"
                    + " \"categories\": [{\"id\": 1}], \"annotations\": [{\"image_id\": 1,"
                    + " \"category_id\": 1, \"bbox\": [1, 1, 2, 2], \"iscrowd\": 1}]}"));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> TrainingPictures.of(dataset, folder, false, warnings::add))
        .withMessageContaining("none of its 1 annotations can be learned from: 1 are crowds");
  }

  @Test
  void refusesDataOfWhichNothingRemains() throws IOException {
    CocoDataset dataset = CocoDataset.read("x.json", new StringReader(JSON));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> TrainingPictures.of(dataset, folder, true, warnings::add))
        .withMessageContaining("none of its 5 pictures")
        .withMessageContaining(folder.toString());
  }
}
