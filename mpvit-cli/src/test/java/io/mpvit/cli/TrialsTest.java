/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.mpvit.cli.Cli.Result;
import io.mpvit.image.ImageReader;
import io.mpvit.image.ImageSize;
import io.mpvit.image.Orientation;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people feed it, and what should come of it. */
class TrialsTest {

  private static final String DETR = "deformable_detr_mpvit_pico_shapes";

  @TempDir private Path folder;

  private Trials trials() {
    return new Trials(folder);
  }

  private static JsonObject json(Result result) {
    assertThat(result.status()).as(result.err()).isZero();
    return JsonParser.parseString(result.out()).getAsJsonObject();
  }

  private static double ap(Result result, String type) {
    return json(result).getAsJsonObject(type).get("AP").getAsDouble();
  }

  private static void fails(Result result, String... words) {
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err())
        .contains(words)
        .doesNotContain("path $", "BEGIN_", "Gson", "JsonReader", "Use JsonReader")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "05-exif-doubled-prefix/doubleexif.jpg",
        "06-exif-no-next-ifd/nonext.jpg",
        "06-exif-no-next-ifd/bigcount.jpg",
        "06-exif-no-next-ifd/ocount2.jpg",
        "06-exif-no-next-ifd/ocut.jpg",
        "07-png-exif-lost/exifnoiend.png",
        "07-png-exif-lost/exiftwice.png",
        "07-png-exif-lost/rawprofile.png"
      })
  void photographsAreTurned(String resource) throws IOException {
    Path picture = trials().take(resource, resource.substring(resource.indexOf('/') + 1));
    Result result = Cli.run("segment", picture, "--json", "-", "--device", "cpu", "--threads", "1");
    assertThat(result.status()).as(result.err()).isZero();
    JsonArray size =
        JsonParser.parseString(result.out())
            .getAsJsonArray()
            .get(0)
            .getAsJsonObject()
            .getAsJsonArray("size");
    assertThat(size.get(0).getAsInt()).as("height").isEqualTo(83);
    assertThat(size.get(1).getAsInt()).as("width").isEqualTo(61);
  }

  @ParameterizedTest
  @CsvSource({
    "08-polygon-too-short/instances.json",
    "08-polygon-too-short/instances_4numbers.json",
    "09-segmentation-empty-forms/instances.json",
    "09-segmentation-empty-forms/instances_emptystring.json",
    "10-ids-are-text/instances.json",
    "26-no-annotation-id/instances.json"
  })
  void boxesAreLearnedWhateverTheMasksAre(String resource) throws IOException {
    Result result = trials().shapes().annotations(resource).train(DETR);
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.err()).contains("6 pictures, 23 objects").doesNotContain("annotation ");
  }

  @Test
  void masksThatRemainAreLearned() throws IOException {
    Result four =
        trials()
            .shapes()
            .annotations("08-polygon-too-short/instances.json")
            .train("mask_rcnn_mpvit_pico_shapes");
    assertThat(four.status()).as(four.err()).isZero();
    assertThat(four.err())
        .contains("(annotations[3]): segmentation: part 1: polygon: expected x and y of at least 3")
        .contains("6 pictures, 23 objects");
  }

  @Test
  void anObjectWithoutMaskIsNamedAndLeftOut() throws IOException {
    Result result =
        trials()
            .shapes()
            .annotations("08-polygon-too-short/instances_4numbers.json")
            .train("mask_rcnn_mpvit_pico_shapes");
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.err())
        .contains("annotation 1 (annotations[0]): segmentation: part 1: polygon")
        .contains("skipped annotation 1 (annotations[0]) of image 0")
        .contains("6 pictures, 22 objects");
  }

  @Test
  void masksOfWhichNoneIsThere() throws IOException {
    Result result =
        trials()
            .shapes()
            .annotations("09-segmentation-empty-forms/instances.json")
            .train("mask_rcnn_mpvit_pico_shapes");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains("none of its 23 annotations can be learned from");
  }

  @Test
  void flatPolygons() throws IOException {
    for (String type : new String[] {"bbox", "segm"}) {
      Result result =
          trials().coco("22-flat-segmentation/gt.json", "22-flat-segmentation/dt.json", type);
      if (type.equals("bbox")) {
        assertThat(ap(result, "bbox")).isPositive();
        assertThat(result.err()).isEmpty();
      } else {
        fails(result, "dt.json: detection 1 has no segmentation");
      }
    }
  }

  @Test
  void idsThatAreTexts() throws IOException {
    Result result = trials().coco("10-ids-are-text/gt.json", "10-ids-are-text/dt.json", "bbox");
    double text = ap(result, "bbox");
    double number =
        ap(
            trials().coco("22-flat-segmentation/gt.json", "22-flat-segmentation/dt.json", "bbox"),
            "bbox");
    assertThat(result.err()).isEmpty();
    assertThat(text).isEqualTo(number);
  }

  @Test
  void areasThatAreMissingAreThoseOfTheMasks() throws IOException {
    Trials trials = trials().shapes();
    double usual = ap(trials.evaluateInto("usual.json", "--json", "-"), "bbox");
    Result result =
        trials.annotations("11-missing-area-found-late/instances.json").evaluate("--json", "-");
    assertThat(ap(result, "bbox")).isEqualTo(usual);
    assertThat(result.err())
        .contains("23 annotations have no area: that of their mask is taken")
        .hasLineCount(1);
  }

  @Test
  void theRightFileIsBlamed() throws IOException {
    Result result =
        trials().coco("17-blames-wrong-file/gt.json", "17-blames-wrong-file/dt.json", "bbox,segm");
    JsonObject scores = json(result);
    assertThat(scores.getAsJsonObject("segm").get("AP").getAsDouble()).isPositive();
    assertThat(result.err().lines())
        .hasSize(2)
        .allMatch(line -> line.contains("gt.json: annotation 1 (annotations[0]): "))
        .anyMatch(
            line ->
                line.contains(
                    "it is of 48 x 64 pixels (width x height), image 1 of 64 x 48 pixels"));
  }

  @Test
  void filesOfAnotherKind() throws IOException {
    fails(
        trials().coco("22-flat-segmentation/dt.json", "22-flat-segmentation/dt.json", "bbox"),
        "gt.json: expected annotations",
        "found a list, as results are: were the two files exchanged?");
    fails(
        trials().coco("22-flat-segmentation/gt.json", "22-flat-segmentation/gt.json", "bbox"),
        "dt.json: expected results, a list of detections, found an annotation file");
    fails(
        trials().coco("22-flat-segmentation/gt.json", "24-wrong-kind-of-file/dt.json", "bbox"),
        "dt.json: expected results",
        "one per line");
    fails(
        trials().coco("24-wrong-kind-of-file/gt.json", "22-flat-segmentation/dt.json", "bbox"),
        "gt.json: categories[0]: expected an object with \"id\" and \"name\", found 'cat'");
  }

  @ParameterizedTest
  @CsvSource({
    "28-all-crowd-or-empty/instances.json, it has no annotations: there is nothing to learn",
    "35-no-categories/instances.json, its list of categories is empty",
    "32-latin1-json/instances.json, byte 205 (0xf6) is not UTF-8"
  })
  void whatCannotBeLearnedFromIsRefused(String resource, String reason) throws IOException {
    Result result = trials().shapes().annotations(resource).train(DETR);
    fails(result, folder.resolve("instances.json") + ": ", reason);
    assertThat(folder.resolve("out/metrics.csv")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "tri.json, image 1 (images[0]): expected the size of a picture",
    "zigzag_small.json, image 1 (images[0]): expected the size of a picture"
  })
  void masksThatWouldCostTheHeapAreDropped(String name, String fault) throws IOException {
    Result result = trials().coco("attack/" + name, "22-flat-segmentation/dt.json", "segm");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err())
        .contains(fault, "none of its 1 annotations can be scored by segm")
        .hasLineCount(2);
    Result boxes = trials().coco("attack/" + name, "attack/dt.json", "bbox");
    fails(boxes, "dt.json: detection 1: segmentation: expected the size of a picture");
  }

  @Test
  void aMaskOfAnotherSizeIsDroppedBeforeItIsFilled() throws IOException {
    Result result =
        trials().shapes().annotations("attack/rle46340.json").train("mask_rcnn_mpvit_pico_shapes");
    assertThat(result.err())
        .contains("annotation 1 (annotations[0]): segmentation: expected the size of a picture");
  }

  @Test
  void hostilePicturesReachNoOther() throws IOException {
    Trials trials = trials().shapes();
    trials.take("attack/mini_xmp_overflow.png", "a.png");
    trials.take("attack/mini_ztxt_900M.png", "b.png");
    Result result =
        Cli.run(
            "detect",
            folder.resolve("a.png"),
            folder.resolve("b.png"),
            folder.resolve("images/000000.png"),
            "--device",
            "cpu",
            "--threads",
            "1");
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out()).contains("a.png: ", "b.png: ", "000000.png: ");
  }

  @Test
  void masksOf0And255() throws IOException {
    Trials trials = trials();
    for (String name : new String[] {"000000.png", "000001.png", "000002.png"}) {
      Path labels = trials.take("03-binary-mask-255/" + name, "labels/" + name);
      ImageSize size = ImageReader.size(labels, Orientation.AS_STORED);
      TestFiles.picture(folder.resolve("images/" + name), size.height(), size.width());
    }
    trials.take("03-binary-mask-255/classes.txt", "classes.txt");
    Result result = trials.train("upernet_mpvit_pico_shapes");
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.err())
        .contains("1 of 2 classes never occur in the 3 label maps", "thing", "0 and 255 need 1")
        .contains("of one class, background");
  }

  @Test
  void greyLabelsWithTransparency() throws IOException {
    Trials trials = trials();
    Path labels = trials.take("33-grey-label-with-tRNS/000001.png", "labels/000001.png");
    ImageSize size = ImageReader.size(labels, Orientation.AS_STORED);
    TestFiles.picture(folder.resolve("images/000001.png"), size.height(), size.width());
    Result result = trials.train("upernet_mpvit_pico_shapes");
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.err()).contains("left out 0 without partner").doesNotContain("channels");
  }
}
