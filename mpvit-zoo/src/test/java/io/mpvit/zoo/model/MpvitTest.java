/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.MalformedModelException;
import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import io.mpvit.checkpoint.CheckpointWriter;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.detection.shapes.SceneGenerator;
import io.mpvit.image.ImageSize;
import io.mpvit.image.ImageWriter;
import io.mpvit.image.RgbImage;
import io.mpvit.zoo.testing.ReferenceModels;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library as a program meets it, with the models whose weights come along. */
class MpvitTest {

  @TempDir private static Path folder;

  private static Path scene;

  @BeforeAll
  static void draw() throws Exception {
    scene = folder.resolve("scene.png");
    ImageWriter.write(scene(192), scene);
  }

  /** One of the pictures that the bundled models have learned to read. */
  private static RgbImage scene(int side) {
    return new SceneGenerator(new ImageSize(side, side), 2).scene(3).picture();
  }

  @Test
  void aDetectorFindsTheSameInEveryFormOfAPicture() throws Exception {
    try (DetectionModel detector = Mpvit.detector()) {
      DetectionResult found = detector.detect(scene);
      assertThat(found.objects()).isNotEmpty();
      DetectedObject first = found.objects().get(0);
      assertThat(detector.categories().items()).extracting("name").contains(first.name());
      assertThat(first.mask()).isPresent();
      assertThat(first.score()).isBetween(0.5f, 1f);
      byte[] bytes = Files.readAllBytes(scene);
      RgbImage pixels = found.picture().pixels();
      List<DetectionResult> others =
          List.of(
              detector.detect(bytes),
              detector.detect(new ByteArrayInputStream(bytes)),
              detector.detect(scene.toUri()),
              detector.detect(pixels.toBufferedImage()),
              detector.detect(pixels.toDjlImage()),
              detector.detect(new Picture("mine", pixels)));
      assertThat(others).extracting(DetectionResult::objects).containsOnly(found.objects());
    }
  }

  @Test
  void resultsAreDrawnWrittenAndPrinted() throws Exception {
    try (DetectionModel detector = Mpvit.detector()) {
      DetectionResult found = detector.detect(scene);
      BufferedImage drawn = found.draw();
      assertThat(drawn.getWidth()).isEqualTo(192);
      assertThat(RgbImage.from(drawn)).isNotEqualTo(found.picture().pixels());
      Path file = folder.resolve("drawn.png");
      found.draw(file);
      assertThat(Picture.of(file).pixels()).isEqualTo(RgbImage.from(drawn));
      JsonArray json = JsonParser.parseString(found.toJson()).getAsJsonArray();
      assertThat(json).hasSize(found.objects().size());
      assertThat(json.get(0).getAsJsonObject().keySet())
          .contains("file_name", "category_id", "category", "bbox", "score", "segmentation");
      assertThat(found.toString())
          .startsWith(scene + ": " + found.objects().size() + " objects")
          .contains(found.objects().get(0).toString())
          .hasSizeLessThan(200 + 80 * found.objects().size());
    }
  }

  @Test
  void theScoreFilters() throws Exception {
    try (DetectionModel all = DetectionModel.builder().score(0).build();
        DetectionModel none = DetectionModel.builder().score(1).build()) {
      int most = all.detect(scene).objects().size();
      assertThat(all.detect(scene).objects().stream().filter(o -> o.score() >= 0.5).count())
          .isPositive()
          .isLessThan(most);
      assertThat(none.detect(scene).objects()).isEmpty();
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DetectionModel.builder().score(50))
        .withMessageContaining("50");
  }

  /** A picture's result is the one that it has alone, whatever else is in the batch. */
  @Test
  void batchesOfMixedSizesGiveWhatEachPictureGivesAlone() throws Exception {
    try (DetectionModel detector = Mpvit.detector()) {
      Picture small = new Picture("small", scene(128));
      Picture large = Picture.of(scene);
      Picture wide = new Picture("wide", wide());
      List<DetectionResult> together = detector.detect(List.of(small, wide, large, small));
      assertSame(together.get(0), detector.detect(small));
      assertThat(together.get(1).objects()).isEqualTo(detector.detect(wide).objects());
      assertSame(together.get(2), detector.detect(large));
      assertSame(together.get(3), detector.detect(small));
      assertThat(together)
          .extracting(r -> r.picture().name())
          .containsExactly("small", "wide", scene + "", "small");
      assertThat(detector.detect(List.<Picture>of())).isEmpty();
    }
  }

  /** A scene with white to its right. */
  private static RgbImage wide() {
    BufferedImage wide = new BufferedImage(300, 120, BufferedImage.TYPE_INT_RGB);
    wide.createGraphics().drawImage(scene(120).toBufferedImage(), 0, 0, null);
    return RgbImage.from(wide);
  }

  /** Two pictures of one size share a forward, whose sums may be rounded otherwise. */
  private static void assertSame(DetectionResult found, DetectionResult alone) {
    assertThat(found.objects()).hasSameSizeAs(alone.objects()).isNotEmpty();
    for (int i = 0; i < found.objects().size(); i++) {
      DetectedObject object = found.objects().get(i);
      DetectedObject expected = alone.objects().get(i);
      assertThat(object.name()).isEqualTo(expected.name());
      assertThat(object.score()).isCloseTo(expected.score(), within(1e-4f));
      assertThat(object.box().x1()).isCloseTo(expected.box().x1(), within(1e-2f));
      assertThat(object.box().height()).isCloseTo(expected.box().height(), within(1e-2f));
    }
  }

  @Test
  void streamsAreReadAhead() throws Exception {
    try (DetectionModel detector = Mpvit.detector()) {
      List<DetectedObject> alone = detector.detect(scene).objects();
      try (Stream<DetectionResult> results =
          detector.detectAll(Stream.generate(() -> scene).limit(9))) {
        assertThat(results.map(DetectionResult::objects).toList()).hasSize(9).containsOnly(alone);
      }
      Path missing = folder.resolve("missing.png");
      try (Stream<DetectionResult> results = detector.detectAll(Stream.of(scene, missing))) {
        assertThatExceptionOfType(UncheckedIOException.class)
            .isThrownBy(results::toList)
            .withMessageContaining("missing.png");
      }
    }
  }

  @Test
  void aSegmenterNamesEveryPixel() throws Exception {
    try (SegmentationModel segmenter = Mpvit.segmenter()) {
      SegmentationResult result = segmenter.segment(scene);
      assertThat(result.shares().stream().mapToDouble(SegmentationResult.Share::share).sum())
          .isBetween(0.999999, 1.000001);
      assertThat(segmenter.classes().names()).contains(result.nameAt(0, 0));
      assertThat(result.draw().getHeight()).isGreaterThanOrEqualTo(192);
      assertThat(result.toString()).contains(result.shares().get(0).name());
      assertThat(
              JsonParser.parseString(result.toJson()).getAsJsonObject().getAsJsonArray("classes"))
          .hasSize(result.shares().size());
    }
  }

  @Test
  void aClassifierRanksClassesOfAFile() throws Exception {
    Path weights = ReferenceModels.write("mpvit_tiny", folder);
    try (ClassificationModel byFile = Mpvit.classifier(weights);
        ClassificationModel byName = Mpvit.classifier(weights.toString())) {
      assertThat(byFile.card().name()).isEqualTo("mpvit_tiny");
      ClassificationResult result = byFile.classify(scene);
      assertThat(result.top(5)).hasSize(5).first().isEqualTo(result.best());
      assertThat(byFile.names()).hasSize(1000).contains(result.best().name());
      assertThat(result.toString()).contains(result.best().name());
      assertThat(byName.classify(scene).logits()).isEqualTo(result.logits());
    }
  }

  @Test
  void saysWhatIsWrongWithAName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Mpvit.detector("mask_rcnn_mpvit_pico_shape"))
        .withMessageContaining("did you mean mask_rcnn_mpvit_pico_shapes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Mpvit.segmenter("mask_rcnn_mpvit_pico_shapes"))
        .withMessageContaining("is a model for instance segmentation");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClassificationModel.builder().build())
        .withMessageContaining("name a model");
  }

  @Test
  void closingWaitsForWhatRunsAndEndsTheModel() throws Exception {
    DetectionModel detector = Mpvit.detector();
    List<CompletableFuture<Void>> running =
        IntStream.range(0, 4)
            .mapToObj(
                i ->
                    CompletableFuture.runAsync(
                        () -> {
                          try {
                            for (int n = 0; n < 50; n++) {
                              detector.detect(new Picture("p", scene(64)));
                            }
                          } catch (IllegalStateException e) {
                            assertThat(e).hasMessageContaining("is closed");
                          }
                        }))
            .toList();
    detector.detect(scene);
    detector.close();
    detector.close();
    running.forEach(CompletableFuture::join);
    assertThatIllegalStateException()
        .isThrownBy(() -> detector.detect(Picture.of(scene)))
        .withMessageContaining("mask_rcnn_mpvit_pico_shapes is closed");
  }

  @Test
  void aFileOfSomethingElseFitsNoModel() throws Exception {
    Path file = folder.resolve("other.safetensors");
    CheckpointWriter.write(
        StateDict.of("other", Map.of("w", CheckpointTensor.of(new float[1], 1))), file);
    assertThatExceptionOfType(MalformedModelException.class)
        .isThrownBy(() -> Mpvit.detector(file))
        .withMessageContaining("other.safetensors fits no model");
  }
}
