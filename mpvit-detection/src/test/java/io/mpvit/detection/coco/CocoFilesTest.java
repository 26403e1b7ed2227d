/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpvit.detection.box.Box;
import io.mpvit.detection.mask.Rle;
import io.mpvit.image.ImageSize;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
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
import org.junit.jupiter.params.provider.ValueSource;

class CocoFilesTest {
  private static final String TRUTH =
      """
      {"info": {"year": 2026, "more": [1, {"deep": null}]},
       "annotations": [
         {"id": 70, "image_id": 12, "category_id": 5, "bbox": [2, 3.5, 5, 4], "area": 19.25,
          "iscrowd": 0, "segmentation": [[2, 3, 7, 3, 7, 7, 2, 7], [0, 0, 1, 0, 1.125, 1e0]]},
         {"id": 9000000000, "image_id": 11, "category_id": 90, "iscrowd": 1, "ignore": 1,
          "segmentation": {"counts": [3, 2, 1], "size": [2, 3]}, "bbox": null},
         {"id": 72, "image_id": 11, "category_id": 5, "segmentation": {"size": [2, 3], "counts": "321"}}
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
    Files.write(found, new byte[] {'[', '"', (byte) 0xe9, '"', ']'});
    assertThatThrownBy(() -> CocoResults.read(found))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(found + ": byte 3 (0xe9) is not UTF-8");
    Files.write(found, "\ufeff[]".getBytes(StandardCharsets.UTF_16LE));
    assertThat(CocoResults.read(found).size()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          "id": 90, ~ "id": 5, ~ category id 5: it is used twice, for 'z' and 'a'
          {"id": 90, "name": "z"} ~ "z" ~ categories[0]: expected an object with "id" and "name", found 'z'
          {"id": 90, "name": "z"} ~ {"name": "z"} ~ categories[0]: it has no "id"
          {"id": 90, "name": "z"} ~ {"id": "x", "name": "z"} ~ categories[0]: id: expected a whole number, found 'x'
          "images" ~ "pictures" ~ expected annotations with "images", found only [info, annotations, categories, pictures, licenses]
          "licenses": [] ~ "licenses": [ ~ it is not JSON (line 11, column
          "licenses": []} ~ "licenses": [ ~ the file ends too early
          "licenses": []} ~ "licenses": []} [] ~ there is more behind what should be all (line 11
          {"year": 2026 ~ {"year" 2026 ~ it is not JSON (line 1, column
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
          "id": 12, ~ "id": 11, ~ 2 ~ image 11: its id is used twice; null is left out
          {"id": 11} ~ {} ~ 1 ~ images[1]: left out: it has no id
          "image_id": 11 ~ "image_id": 99 ~ 1 ~ annotation 9000000000 (annotations[1]): left out: there is no image 99
          "category_id": 90 ~ "category_id": 91 ~ 2 ~ left out: there is no category with id 91
          "id": 70, "image_id": 12 ~ "id": 70, "picture": 12 ~ 2 ~ annotation 70 (annotations[0]): left out: it has no "image_id"
          "id": 72, "image_id": 11, "category_id": 5 ~ "image_id": 11, "category_id": {} ~ 2 ~ annotations[2]: category_id: expected a whole number, found an object
          "id": 72 ~ "id": 70 ~ 3 ~ annotation 70 (annotations[2]): its id is used twice; both count
          "height": 10 ~ "height": 0 ~ 3 ~ image 12 (images[0]): expected a size, found width 20 and height 0
          "height": 10 ~ "height": 200000000 ~ 3 ~ image 12 (images[0]): expected the size of a picture, found 20 x 200000000 pixels
          [2, 3.5, 5, 4] ~ [2, 3.5, 5] ~ 3 ~ bbox: expected 4 numbers, found 3
          [2, 3.5, 5, 4] ~ [2, 3.5, 1e200, 1e200] ~ 3 ~ bbox: expected finite numbers
          [2, 3.5, 5, 4] ~ [2, "a", 5, 4] ~ 3 ~ bbox: expected 4 numbers, found 'a'
          [2, 3.5, 5, 4] ~ [2, NaN, 5, 4] ~ 3 ~ bbox: expected finite numbers, found [2.0, NaN, 5.0, 4.0]
          [2, 3.5, 5, 4] ~ [2, -Infinity, 5, null] ~ 3 ~ bbox: expected finite numbers
          [2, 3.5, 5, 4] ~ [2, 1e999, 5, 4] ~ 3 ~ bbox: expected finite numbers
          [2, 3.5, 5, 4] ~ {} ~ 3 ~ bbox: expected 4 numbers, found an object
          """)
  void leavesOutOrDoesWithoutWhatIsBad(String good, String bad, int left, String fault)
      throws IOException {
    String broken = TRUTH.replace(good, bad);
    assertThat(broken).isNotEqualTo(TRUTH);
    CocoDataset data = dataset(broken);
    assertThat(data.annotationCount()).isEqualTo(left);
    assertThat(data.faults(false)).first().asString().startsWith("gt.json: ").contains(fault);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          [2, 3, 7, 3, 7, 7, 2, 7], ~ [2, 3, 7, 3], ~ part 1: polygon: expected x and y of at least 3 corners, found 4 numbers
          [2, 3, 7, 3, 7, 7, 2, 7], ~ [2, 3, 7, 3, 7, 7, 2], ~ part 1: polygon: expected x and y of at least 3 corners, found 7 numbers
          [2, 3, 7, 3, 7, 7, 2, 7], ~ [2, 3, 7, 3, 7, 1e30], ~ within +-1e8
          [2, 3, 7, 3, 7, 7, 2, 7], ~ [2, 3, 7, 3, 7, NaN], ~ within +-1e8, found NaN
          [2, 3, 7, 3, 7, 7, 2, 7], ~ "1 2 3", ~ part 1: expected a list of numbers, found a text
          """)
  void dropsBadPartsOfMasks(String good, String bad, String fault) throws IOException {
    String broken = TRUTH.replace(good, bad);
    assertThat(broken).isNotEqualTo(TRUTH);
    CocoDataset data = dataset(broken);
    assertThat(data.polygons(0)).containsExactly(new double[] {0, 0, 1, 0, 1.125, 1});
    assertThat(data.faults(false)).as("boxes need no masks").isEmpty();
    assertThat(data.faults(true))
        .singleElement()
        .asString()
        .startsWith("gt.json: annotation 70 (annotations[0]): segmentation: ")
        .contains(fault);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          [3, 2, 1] ~ [3, 2, 2] ~ RLE counts of a mask of 3 x 2 pixels (width x height) must sum to 6, found 7
          [3, 2, 1] ~ [3, 2.5, 0.5] ~ expected whole numbers, found 2.5
          [3, 2, 1] ~ [7, -2, 1] ~ must not be negative
          "321" ~ "32" ~ RLE text must cover the mask's 6 pixels
          "321" ~ "3é1" ~ RLE text: expected characters
          "size": [2, 3]} ~ "size": [2, 3, 1]} ~ expected "size": [height, width] and "counts"
          "size": [2, 3]} ~ "size": [0, 3]} ~ segmentation:
          "size": [2, 3]} ~ "size": [65536, 65536]} ~ expected the size of a picture, found 65536 x 65536
          {"size": [2, 3], "counts": "321"} ~ "321" ~ expected polygons or run lengths, found a text
          {"size": [2, 3], "counts": "321"} ~ 17 ~ expected polygons or run lengths, found a number
          11, "category_id": 5, "segmentation": {"size": [2, 3], "counts": "321"} ~ 12, "category_id": 5, "segmentation": {"size": [10, 21], "counts": [210]} ~ it is of 21 x 10 pixels (width x height), image 12 of 20 x 10
          """)
  void dropsBadMasks(String good, String bad, String fault) throws IOException {
    String broken = TRUTH.replace(good, bad);
    assertThat(broken).isNotEqualTo(TRUTH);
    CocoDataset data = dataset(broken);
    assertThat(data.annotationCount()).isEqualTo(3);
    assertThat(data.faults(false)).isEmpty();
    assertThat(data.faults(true)).singleElement().asString().contains(fault);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[[]]",
        "[[], []]",
        "\"\"",
        "{}",
        "null",
        "[null]",
        "[\"\"]",
        "{\"size\": [2, 3], \"counts\": \"\"}",
        "{\"size\": [2, 3], \"counts\": []}"
      })
  void noMaskHasManyForms(String form) throws IOException {
    CocoDataset data = dataset(TRUTH.replace("{\"size\": [2, 3], \"counts\": \"321\"}", form));
    assertThat(data.maskSize(2)).isEmpty();
    assertThat(data.faults(true)).isEmpty();
  }

  @Test
  void onePolygonNeedsNoBracketsAroundIt() throws IOException {
    CocoDataset data =
        dataset(TRUTH.replace("{\"size\": [2, 3], \"counts\": \"321\"}", "[1, 2, 3, 4, 5, 6.5]"));
    assertThat(data.polygons(2)).containsExactly(new double[] {1, 2, 3, 4, 5, 6.5});
    assertThat(data.faults(true)).isEmpty();
  }

  @Test
  void allDigitsOfIdsCount() throws IOException {
    CocoDataset data =
        dataset(
            TRUTH
                .replace("\"id\": 70", "\"id\": 9007199254740993")
                .replace("\"id\": 72", "\"id\": 72.0"));
    assertThat(data.annotation(0).id()).isEqualTo(9_007_199_254_740_993L);
    assertThat(data.annotation(2).id()).isEqualTo(72);
  }

  @Test
  void idsMayBeMissingOrTexts() throws IOException {
    CocoDataset data =
        dataset(
            TRUTH
                .replace("\"id\": 72, ", "")
                .replace("\"id\": 70", "\"id\": \"b049-65\"")
                .replace("\"image_id\": 12", "\"image_id\": \"a.jpg\"")
                .replace("{\"id\": 12", "{\"id\": \"a.jpg\"")
                .replace("\"id\": 11", "\"id\": \"11\""));
    assertThat(data.faults(true)).isEmpty();
    assertThat(data.annotationCount()).isEqualTo(3);
    assertThat(data.annotation(0).image()).isZero();
    assertThat(data.annotation(1).image()).isEqualTo(1);
    assertThat(data.annotation(2).id()).isEqualTo(9_000_000_001L);
    assertThat(data.annotationName(0)).isEqualTo("annotation b049-65 (annotations[0])");
    assertThat(data.annotationName(2)).isEqualTo("annotations[2]");
    assertThat(data.images().get(1).id()).isEqualTo(11);
    long id = data.images().get(0).id();
    assertThat(data.imageId(id)).isEqualTo("a.jpg");
    CocoResults found =
        results(
            "[{\"image_id\": \"a.jpg\", \"category_id\": 5, \"bbox\": [0, 0, 1, 1], \"score\":"
                + " 1}]");
    assertThat(found.imageId(0)).isEqualTo(id);
    assertThat(found.imageName(0)).isEqualTo("a.jpg");
  }

  @Test
  void anOutlineThatGoesOnAndOnIsDroppedBeforeItIsFilled() throws IOException {
    String zigzag = "0, 0, 9000, 9000, ".repeat(1500);
    CocoDataset data =
        dataset(
            "{\"images\": [{\"id\": 1, \"width\": 9000, \"height\": 9000}], \"categories\":"
                + " [{\"id\": 1}], \"annotations\": [{\"id\": 5, \"image_id\": 1,"
                + " \"category_id\": 1, \"segmentation\": [["
                + zigzag
                + "0, 9000]]}]}");
    assertThat(data.maskSize(0)).isEmpty();
    assertThat(data.faults(true))
        .singleElement()
        .asString()
        .contains("annotation 5 (annotations[0]): segmentation: its edges cross 27000000 columns");
  }

  @Test
  void faultsAreAtMostTwentyLines() throws IOException {
    StringBuilder annotations = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      annotations.append(i == 0 ? "" : ",").append("{\"id\": " + i + ", \"image_id\": 7}");
    }
    CocoDataset data =
        dataset("{\"images\": [], \"categories\": [], \"annotations\": [" + annotations + "]}");
    assertThat(data.annotationCount()).isZero();
    assertThat(data.faults(true)).hasSize(20).last().asString().contains("and 31 more");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          {} ~ expected results, a list of detections, found an object with []
          {"images": [], "annotations": []} ~ found an annotation file: were the two files exchanged?
          {"image_id": 1, "score": 1} {"image_id": 2, "score": 1} ~ if there is one per line, put commas between them
          "x" ~ found a text
          [{}] ~ detection 1: it has no "image_id"
          [{"image_id": 1}] ~ detection 1: it has no "category_id"
          [{"image_id": 1, "category_id": 1}] ~ detection 1: it has no "score"
          [{"image_id": 1, "category_id": 1, "score": 1}] ~ detection 1: it has no "bbox" or "segmentation"
          [{"image_id": 1, "category_id": 1, "score": 1, "bbox": []}] ~ it has no "bbox" or
          [{"image_id": 1, "category_id": 1, "score": "high"}] ~ detection 1: score: expected a number, found 'high'
          [{"image_id": 1.5}] ~ detection 1: image_id: expected a whole number, found 1.5
          [{"image_id": null}] ~ it has no "image_id"
          [{"category_id": 3000000000}] ~ category_id: expected a number of at most 32 bits, found 3000000000
          [{"score": -Infinity}] ~ detection 1: score: expected a number, found NaN
          [{"segmentation": [[1, 1, 2, 2, 3, 3]]}] ~ segmentation: expected run lengths {"size", "counts"}, found a list
          [{"segmentation": {"size": [2, 3]}}] ~ expected "size": [height, width] and "counts"
          [{"segmentation": {"size": [2, 3], "counts": "99"}}] ~ more than the mask's 6 pixels
          [1, {}] ~ detection 1: expected an object, found a number (and 1 more faults)
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
    assertThat(refused).isGreaterThan(1000);
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
