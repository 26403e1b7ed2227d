/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.mpvit.detection.Detection;
import io.mpvit.detection.Detections;
import io.mpvit.detection.box.Box;
import io.mpvit.detection.coco.CocoAnnotation;
import io.mpvit.detection.coco.CocoBox;
import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.coco.CocoFormatException;
import io.mpvit.detection.coco.CocoResults;
import io.mpvit.detection.coco.eval.CocoSummary;
import io.mpvit.detection.coco.eval.IouType;
import io.mpvit.detection.evaluation.Data.Warnings;
import io.mpvit.detection.shapes.ShapeKind;
import io.mpvit.image.ImageWriter;
import io.mpvit.image.RgbImage;
import io.mpvit.work.WorkListener;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectionRunTest {

  @TempDir private Path folder;
  private Data data;
  private Path results;

  @BeforeEach
  void write() throws Exception {
    data = Data.write(folder.resolve("data"));
    results = folder.resolve("results.json");
  }

  @Test
  void aDetectorThatKnowsTheTruthIsPerfect() throws Exception {
    CocoDataset dataset = data.dataset();
    int[] next = {0};
    Detector oracle =
        pictures -> {
          List<Detections> found = new ArrayList<>();
          for (RgbImage picture : pictures) {
            found.add(truth(dataset, next[0]++, picture));
          }
          return found;
        };
    DetectionRun.Outcome outcome =
        data.run(4).run(oracle, results, Data.provenance("oracle"), WorkListener.NONE);
    assertThat(outcome.evaluated()).hasSize(Data.IMAGES);
    assertThat(outcome.leftOut()).isEmpty();
    assertThat(outcome.detections()).isEqualTo(dataset.annotationCount());
    List<CocoSummary> scores =
        DetectionScores.of(
            dataset, results, outcome.evaluated(), List.of(IouType.BBOX), note -> {});
    assertThat(scores.get(0).numbers().get("AP")).isEqualTo(1);
  }

  private static Detections truth(CocoDataset dataset, int image, RgbImage picture) {
    List<Detection> items = new ArrayList<>();
    for (int i = 0; i < dataset.annotationCount(); i++) {
      CocoAnnotation entry = dataset.annotation(i);
      if (entry.image() == image) {
        CocoBox box = entry.box();
        items.add(
            new Detection(
                new Box(
                    (float) box.x(),
                    (float) box.y(),
                    (float) (box.x() + box.width()),
                    (float) (box.y() + box.height())),
                1,
                entry.category()));
      }
    }
    return new Detections(picture.size(), items);
  }

  @Test
  void resultsHoldWhatTheDetectorFinds() throws Exception {
    data.run(1).run(new PixelDetector(true), results, Data.provenance("m"), WorkListener.NONE);
    CocoResults read = CocoResults.read(results);
    assertThat(read.size()).isEqualTo(3 * Data.IMAGES);
    RgbImage picture =
        io.mpvit.image.ImageReader.read(data.picture(2), io.mpvit.image.Orientation.AS_STORED);
    List<Detection> expected = new PixelDetector(true).detect(List.of(picture)).get(0).items();
    for (int i = 0; i < 3; i++) {
      Detection item = expected.get(i);
      assertThat(read.imageId(6 + i)).isEqualTo(2);
      assertThat(read.categoryId(6 + i)).isEqualTo(ShapeKind.values()[item.classIndex()].id());
      assertThat((float) read.score(6 + i)).isEqualTo(item.score());
      assertThat((float) read.box(6 + i).x()).isEqualTo(item.box().x1());
      assertThat((float) read.box(6 + i).height()).isEqualTo(item.box().height());
      assertThat(read.mask(6 + i)).isEqualTo(item.paste(picture.size()));
    }
  }

  @Test
  void cutAnywhereTheJournalIsContinuedToTheSameResults() throws Exception {
    JsonObject provenance = Data.provenance("m");
    data.run(2).run(new PixelDetector(true), results, provenance, WorkListener.NONE);
    byte[] expected = Files.readAllBytes(results);
    Path journal = DetectionRun.journalOf(results);
    byte[] whole = Files.readAllBytes(journal);
    Random random = new Random(7);
    for (int i = 0; i < 60; i++) {
      Files.write(journal, Arrays.copyOf(whole, random.nextInt(whole.length + 1)));
      Files.deleteIfExists(results);
      data.run(2).run(new PixelDetector(true), results, provenance, WorkListener.NONE);
      assertThat(Files.readAllBytes(results)).isEqualTo(expected);
      assertThat(Files.readAllBytes(journal)).isEqualTo(whole);
    }
  }

  @Test
  void aFinishedRunNeedsNoDetector() throws Exception {
    data.run(3).run(new PixelDetector(false), results, Data.provenance("m"), WorkListener.NONE);
    byte[] expected = Files.readAllBytes(results);
    PixelDetector idle = new PixelDetector(false);
    Warnings listener = new Warnings();
    data.run(3).run(idle, results, Data.provenance("m"), listener);
    assertThat(idle.calls()).isZero();
    assertThat(listener.alreadyDone()).isEqualTo(Data.IMAGES);
    assertThat(Files.readAllBytes(results)).isEqualTo(expected);
  }

  @Test
  void otherWorkIsRefused() throws Exception {
    data.run(3).run(new PixelDetector(false), results, Data.provenance("a"), WorkListener.NONE);
    assertThatIOException()
        .isThrownBy(
            () ->
                data.run(3)
                    .run(
                        new PixelDetector(false), results, Data.provenance("b"), WorkListener.NONE))
        .withMessageContaining("model is \"a\" there, \"b\" here");
    assertThatIOException()
        .isThrownBy(
            () ->
                data.run(4)
                    .run(
                        new PixelDetector(false), results, Data.provenance("a"), WorkListener.NONE))
        .withMessageContaining("damaged at line 2 (expected 4 items from 0, found 3)");
  }

  @Test
  void badPicturesAreReportedAndLeftOut() throws Exception {
    Files.delete(data.picture(1));
    Files.writeString(data.picture(3), "no picture");
    byte[] bytes = Files.readAllBytes(data.picture(4));
    Files.write(data.picture(4), Arrays.copyOf(bytes, bytes.length / 2));
    ImageWriter.write(RgbImage.of(40, 31, new byte[3 * 40 * 31]), data.picture(8));
    Warnings first = new Warnings();
    DetectionRun.Outcome outcome =
        data.run(2).run(new PixelDetector(false), results, Data.provenance("m"), first);
    assertThat(outcome.evaluated()).containsExactlyInAnyOrder(0L, 2L, 5L, 6L, 7L, 9L, 10L);
    assertThat(outcome.leftOut()).extracting(LeftOut::imageId).containsExactly(1L, 3L, 4L, 8L);
    assertThat(first.lines()).hasSize(4);
    assertThat(first.lines().get(0))
        .contains("image 1", data.picture(1).toString(), "no such file");
    assertThat(first.lines().get(1)).contains("image 3", "it is text");
    assertThat(first.lines().get(3))
        .contains("image 8", "it is of 40 x 31 pixels", "says 40 x 32 pixels (width x height)");
    // What was left out counts neither way.
    List<CocoSummary> scores =
        DetectionScores.of(
            data.dataset(), results, outcome.evaluated(), List.of(IouType.BBOX), note -> {});
    assertThat(scores.get(0).parameters().imageIds()).contains(outcome.evaluated());

    Warnings again = new Warnings();
    data.run(2).run(new PixelDetector(false), results, Data.provenance("m"), again);
    assertThat(again.lines()).hasSize(4).allMatch(line -> line.endsWith("(in an earlier run)"));
  }

  @Test
  void entriesWithoutOrWithImpossibleFileNamesAreLeftOut() throws Exception {
    CocoDataset dataset =
        CocoDataset.read(
            "odd.json",
            new StringReader(
                "{\"images\":[{\"id\":5},{\"id\":6,\"file_name\":\"a\\u0000b\"}],"
                    + "\"categories\":[],\"annotations\":[]}"));
    Warnings warnings = new Warnings();
    new DetectionRun(dataset, folder, ShapeKind.categories(), 1, 10)
        .run(new PixelDetector(false), results, Data.provenance("m"), warnings);
    assertThat(warnings.lines().get(0)).contains("image 5", "no file_name");
    assertThat(warnings.lines().get(1)).contains("image 6", "no file name");
    assertThat(JsonParser.parseString(Files.readString(results))).isEqualTo(new JsonArray());
  }

  @Test
  void takesTheFirstPicturesAndStopsWhenInterrupted() throws Exception {
    DetectionRun two =
        new DetectionRun(
            data.dataset(), folder.resolve("data/images"), ShapeKind.categories(), 1, 2);
    DetectionRun.Outcome outcome =
        two.run(new PixelDetector(false), results, Data.provenance("m"), WorkListener.NONE);
    assertThat(outcome.evaluated()).containsExactlyInAnyOrder(0L, 1L);

    Path other = folder.resolve("other.json");
    Thread.currentThread().interrupt();
    assertThatThrownBy(
            () -> two.run(new PixelDetector(false), other, Data.provenance("m"), WorkListener.NONE))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(other).doesNotExist();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DetectionRun(data.dataset(), folder, ShapeKind.categories(), 0, 1));
  }

  @Test
  void detectorsThatGoWrongAreReported() throws Exception {
    Detector broken =
        pictures ->
            pictures.stream()
                .map(
                    picture ->
                        new Detections(
                            picture.size(),
                            List.of(new Detection(new Box(0, 0, 5, 5), Float.NaN, 0))))
                .toList();
    assertThatIllegalStateException()
        .isThrownBy(() -> data.run(1).run(broken, results, Data.provenance("m"), WorkListener.NONE))
        .withMessageContaining("image 0: the detector gives a detection that is no number");
    assertThatIllegalStateException()
        .isThrownBy(
            () -> data.run(2).run(p -> List.of(), results, Data.provenance("m"), WorkListener.NONE))
        .withMessageContaining("given 2 pictures and gave results for 0");
  }

  @Test
  void masksAreScoredWhereBothSidesHaveThem() throws Exception {
    assertThat(DetectionScores.types(data.dataset(), true))
        .containsExactly(IouType.BBOX, IouType.SEGM);
    assertThat(DetectionScores.types(data.dataset(), false)).containsExactly(IouType.BBOX);
    CocoDataset boxes =
        CocoDataset.read(
            "boxes.json",
            new StringReader(
                "{\"images\":[{\"id\":1}],\"categories\":[{\"id\":1}],\"annotations\":[{\"id\":1,"
                    + "\"image_id\":1,\"category_id\":1,\"bbox\":[1,1,2,2],\"area\":4}]}"));
    assertThat(DetectionScores.types(boxes, true)).containsExactly(IouType.BBOX);
  }

  @Test
  void brokenAnnotationsAreRefused() throws Exception {
    String text = Files.readString(data.annotations());
    Files.writeString(data.annotations(), text.substring(0, text.length() / 2));
    assertThatThrownBy(data::dataset)
        .isInstanceOf(CocoFormatException.class)
        .hasMessageContaining("instances.json");
  }
}
