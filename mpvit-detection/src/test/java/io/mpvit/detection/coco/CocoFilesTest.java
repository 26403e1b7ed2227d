/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpvit.detection.box.Box;
import io.mpvit.detection.mask.Rle;
import io.mpvit.image.ImageSize;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CocoFilesTest {
  private static final String TRUTH =
      """
      {"info": {"year": 2026, "more": [1, {"deep": null}]},
       "annotations": [
         {"id": 70, "image_id": 12, "category_id": 5, "bbox": [2, 3.5, 5, 4], "area": 19.25,
          "iscrowd": 0, "segmentation": [[2, 3, 7, 3, 7, 7, 2, 7], [0, 0, 1, 0, 1.125, 1e0]]},
         {"id": 9000000000, "image_id": 11, "category_id": 90, "iscrowd": 1, "ignore": 1,
          "segmentation": {"counts": [3, 2, 1], "size": [2, 3]}, "bbox": null},
         {"id": 72, "image_id": 12, "category_id": 5, "segmentation": {"size": [2, 3], "counts": "321"}}
       ],
       "categories": [{"id": 90, "name": "z"}, {"id": 5, "name": "a", "supercategory": "x"}],
       "images": [{"id": 12, "file_name": "b.jpg", "height": 10, "width": 20}, {"id": 11}],
       "licenses": []}
      """;

  private static CocoDataset dataset(String json) throws IOException {
    return CocoDataset.read("gt.json", new StringReader(json));
  }

  private static CocoResults results(String json) throws IOException {
    return CocoResults.read("dt.json", new StringReader(json));
  }

  @Test
  void readsTablesInAnyOrder() throws IOException {
    CocoDataset data = dataset(TRUTH);
    assertThat(data.name()).isEqualTo("gt.json");
    assertThat(data.images())
        .containsExactly(
            new CocoImage(12, "b.jpg", new ImageSize(10, 20)), new CocoImage(11, null, null));
    assertThat(data.categories())
        .containsExactly(new CocoCategory(5, "a"), new CocoCategory(90, "z"));
    assertThat(data.annotationCount()).isEqualTo(3);
    assertThat(data.annotation(0))
        .isEqualTo(new CocoAnnotation(70, 0, 0, new CocoBox(2, 3.5, 5, 4), 19.25, false));
    CocoAnnotation crowd = data.annotation(1);
    assertThat(crowd.id()).isEqualTo(9_000_000_000L);
    assertThat(crowd.crowd()).isTrue();
    assertThat(crowd.box()).isNull();
    assertThat(crowd.area()).isNaN();
  }

  @Test
  void readsMasksInAllForms() throws IOException {
    CocoDataset data = dataset(TRUTH);
    assertThat(data.polygons(0))
        .containsExactly(
            new double[] {2, 3, 7, 3, 7, 7, 2, 7}, new double[] {0, 0, 1, 0, 1.125, 1});
    assertThat(data.mask(0).size()).isEqualTo(new ImageSize(10, 20));
    assertThat(data.mask(1)).isEqualTo(Rle.of(new ImageSize(2, 3), 3, 2, 1));
    assertThat(data.mask(2)).isEqualTo(data.mask(1));
    assertThat(data.polygons(1)).isEmpty();
    assertThat(data.maskSize(1)).contains(new ImageSize(2, 3));
  }

  @Test
  void keepsEveryDigitOfPolygons() throws IOException {
    Random random = new Random(13);
    List<double[]> polygons = new ArrayList<>();
    StringBuilder annotations = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      double[] polygon = new double[6 + 2 * random.nextInt(200)];
      StringBuilder numbers = new StringBuilder();
      for (int j = 0; j < polygon.length; j++) {
        double any = (random.nextDouble() - 0.2) * Math.pow(10, random.nextInt(8));
        polygon[j] = i % 3 == 0 ? any : Math.rint(any * 100) / 100;
        numbers.append(j == 0 ? "" : ", ").append(polygon[j]);
      }
      polygons.add(polygon);
      annotations.append(
          String.format(
              Locale.ROOT,
              "%s{\"id\": %d, \"image_id\": 1, \"category_id\": 1, \"segmentation\": [[%s]]}",
              i == 0 ? "" : ",",
              i,
              numbers));
    }
    CocoDataset data =
        dataset(
            "{\"images\": [{\"id\": 1}], \"categories\": [{\"id\": 1}], \"annotations\": ["
                + annotations
                + "]}");
    for (int i = 0; i < polygons.size(); i++) {
      assertThat(Arrays.equals(data.polygons(i).get(0), polygons.get(i))).as("%d", i).isTrue();
      assertThat(data.maskSize(i)).isEmpty();
    }
  }

  @Test
  void keepsManyLargeMasks() throws IOException {
    ImageSize size = new ImageSize(700, 900);
    Random random = new Random(14);
    CocoResults.Builder builder = new CocoResults.Builder("made");
    List<Rle> masks = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      boolean[] pixels = new boolean[700 * 900];
      for (int j = 0; j < pixels.length; j++) {
        pixels[j] = random.nextBoolean(); // some 300 kB of text, so that pages fill up
      }
      masks.add(Rle.ofBitmap(size, pixels));
      builder.add(i, 1, 0.5, null, masks.get(i));
    }
    CocoResults results = builder.build();
    for (int i = 0; i < masks.size(); i++) {
      assertThat(results.mask(i)).isEqualTo(masks.get(i));
      assertThat(results.maskArea(i)).isEqualTo(masks.get(i).area());
    }
  }

  @Test
  void readsResults() throws IOException {
    CocoResults found =
        results(
            """
            [{"image_id": 3, "category_id": 18, "bbox": [1, 2, 3.5, 4], "score": 0.25, "x": {}},
             {"score": 1, "segmentation": {"size": [2, 3], "counts": "031O"},
              "category_id": 1, "image_id": 9000000000, "bbox": []}]
            """);
    assertThat(found.size()).isEqualTo(2);
    assertThat(found.box(0)).isEqualTo(new CocoBox(1, 2, 3.5, 4));
    assertThat(found.hasMask(0)).isFalse();
    assertThat(found.maskArea(0)).isZero();
    assertThat(found.score(0)).isEqualTo(0.25);
    assertThat(found.categoryId(0)).isEqualTo(18);
    assertThat(found.imageId(1)).isEqualTo(9_000_000_000L);
    assertThat(found.hasBox(1)).isFalse();
    assertThat(found.box(1)).isEqualTo(new CocoBox(0, 0, 3, 2));
    assertThat(found.maskArea(1)).isEqualTo(5);
    assertThatThrownBy(() -> found.mask(0))
        .hasMessageContaining("dt.json: detection 1 has no mask");
    assertThat(results(" [ ] ").size()).isZero();
  }

  @Test
  void readsFiles(@TempDir Path folder) throws IOException {
    Path truth = Files.writeString(folder.resolve("ünï code.json"), TRUTH);
    assertThat(CocoDataset.read(truth).name()).isEqualTo(truth.toString());
    Path found = Files.writeString(folder.resolve("dt.json"), "\ufeff[]");
    assertThat(CocoResults.read(found).size()).isZero();
    assertThatThrownBy(() -> CocoDataset.read(folder.resolve("none.json")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("none.json");
    Files.write(found, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
    assertThatThrownBy(() -> CocoResults.read(found)).isInstanceOf(CocoFormatException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          "id": 72 ~ "id": 70 ~ gt.json: annotation id 70 is used twice
          "id": 12, ~ "id": 11, ~ image id 11 is used twice
          "id": 90, ~ "id": 5, ~ category id 5 is used twice
          "image_id": 11 ~ "image_id": 99 ~ annotation 9000000000: there is no image with id 99
          "category_id": 90 ~ "category_id": 91 ~ there is no category with id 91
          "images" ~ "pictures" ~ expected an instances file with "images"
          "id": 72, ~ "od": 72, ~ annotation without "id" (line 7
          "id": 70, "image_id": 12 ~ "id": 70, "picture": 12 ~ annotation 70 without "image_id"
          {"id": 11} ~ {} ~ image without "id"
          "height": 10 ~ "height": 0 ~ image 12: expected a size, found 0x20
          [2, 3.5, 5, 4] ~ [2, 3.5, 5] ~ bbox: expected 4 numbers, found 3 (line 3
          [2, 3.5, 5, 4] ~ [2, 3.5, 1e200, 1e200] ~ bbox: expected a box of finite area
          [2, 3.5, 5, 4] ~ [2, "a", 5, 4] ~ (line 3 column
          [2, 3.5, 5, 4] ~ [2, NaN, 5, 4] ~ malformed JSON (line 3 column
          [2, 3.5, 5, 4] ~ [2, 1e999, 5, 4] ~ (line 3 column
          [2, 3.5, 5, 4] ~ {} ~ path $.annotations[0].bbox
          [[2, 3, 7, 3, 7, 7, 2, 7], ~ [[2, 3, 7, 3], ~ segmentation: polygon: expected x and y of at least 3
          [[2, 3, 7, 3, 7, 7, 2, 7], ~ [[2, 3, 7, 3, 7, 7, 2], ~ found 7 numbers
          [[2, 3, 7, 3, 7, 7, 2, 7], ~ [[2, 3, 7, 3, 7, 1e30], ~ within +-1e8
          [3, 2, 1] ~ [3, 2, 2] ~ segmentation: RLE counts of a 2x3 mask must sum to 6, found 7
          [3, 2, 1] ~ [3, 2.5, 0.5] ~ segmentation: expected whole numbers, found 2.5
          [3, 2, 1] ~ [7, -2, 1] ~ must not be negative
          "321" ~ "32" ~ segmentation: RLE text must cover the mask's 6 pixels
          "321" ~ "3é1" ~ segmentation: RLE text: expected characters
          "size": [2, 3]} ~ "size": [2, 3, 1]} ~ expected size [height, width] and counts
          "size": [2, 3]} ~ "size": [0, 3]} ~ segmentation:
          "size": [2, 3]} ~ "size": [65536, 65536]} ~ at most 2147483647 pixels
          "licenses": [] ~ "licenses": [ ~ Expected value (line 11
          "licenses": []} ~ "licenses": [ ~ the file ends too early
          "licenses": []} ~ "licenses": []} [] ~ malformed JSON (line 11
          """)
  void saysWhereADataSetIsBad(String good, String bad, String reason) {
    String broken = TRUTH.replace(good, bad);
    assertThat(broken).isNotEqualTo(TRUTH);
    assertThatThrownBy(() -> dataset(broken))
        .isInstanceOf(CocoFormatException.class)
        .hasMessageStartingWith("gt.json: ")
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          {} ~ path $
          [{}] ~ detection 1 without "image_id"
          [{"image_id": 1}] ~ detection 1 without "category_id"
          [{"image_id": 1, "category_id": 1}] ~ detection 1 without "score"
          [{"image_id": 1, "category_id": 1, "score": 1}] ~ detection 1 without "bbox" or "segmentation"
          [{"image_id": 1, "category_id": 1, "score": 1, "bbox": []}] ~ without "bbox" or
          [{"image_id": 1, "category_id": 1, "score": "high"}] ~ line 1 column
          [{"image_id": 1.5}] ~ path $[0].image_id
          [{"image_id": null}] ~ without "image_id"
          [{"category_id": 3000000000}] ~ path $[0].category_id
          [{"score": -Infinity}] ~ malformed JSON
          [{"segmentation": [[1, 1, 2, 2, 3, 3]]}] ~ path $[0].segmentation
          [{"segmentation": {"size": [2, 3]}}] ~ expected size [height, width] and counts
          [{"segmentation": {"size": [2, 3], "counts": "99"}}] ~ more than the mask's 6 pixels
          [1] ~ path $[0]
          [ ~ too early
          '' ~ too early
          """)
  void saysWhereResultsAreBad(String json, String reason) {
    assertThatThrownBy(() -> results(json))
        .isInstanceOf(CocoFormatException.class)
        .hasMessageStartingWith("dt.json: ")
        .hasMessageContaining(reason);
  }

  @Test
  void cutAndChangedFilesNeverEscapeAsOtherErrors() throws IOException {
    Random random = new Random(15);
    int refused = 0;
    for (int round = 0; round < 3000; round++) {
      StringBuilder text = new StringBuilder(TRUTH);
      if (round % 2 == 0) {
        text.setLength(random.nextInt(text.length()));
      } else {
        String alphabet = "\"{}[]:,0123456789.-eE nt\u0000\u00e9\\";
        text.setCharAt(
            random.nextInt(text.length()), alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        dataset(text.toString());
      } catch (CocoFormatException e) {
        assertThat(e).hasMessageStartingWith("gt.json: ");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(1500);
  }

  @Test
  void buildersCheckDetections() {
    CocoResults.Builder builder = new CocoResults.Builder("made");
    CocoBox box = CocoBox.of(new Box(1, 2, 4, 8));
    assertThat(box).isEqualTo(new CocoBox(1, 2, 3, 6));
    assertThatThrownBy(() -> builder.add(1, 1, 1, null, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.add(1, 1, Double.NaN, box, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> builder.add(1, 1, 1, new CocoBox(0, 0, Double.NaN, 1), null))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
