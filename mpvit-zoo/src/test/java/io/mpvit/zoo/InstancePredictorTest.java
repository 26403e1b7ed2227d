/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Application;
import ai.djl.inference.Predictor;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.output.DetectedObjects;
import ai.djl.modality.cv.output.Mask;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.mpvit.detection.Category;
import io.mpvit.detection.Detection;
import io.mpvit.detection.Detections;
import io.mpvit.detection.Instance;
import io.mpvit.detection.InstanceSegmenter;
import io.mpvit.detection.Instances;
import io.mpvit.detection.coco.CocoCategories;
import io.mpvit.detection.mask.Rle;
import io.mpvit.image.ImageSize;
import io.mpvit.image.ImageWriter;
import io.mpvit.image.RgbImage;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.network.LoadedNetwork;
import io.mpvit.zoo.network.NetworkLoader;
import io.mpvit.zoo.testing.ReferenceModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From {@code Criteria} to masks, against the pipeline run directly. */
class InstancePredictorTest {

  /** Flat pictures, which the network's transform enlarges the least. */
  private static final List<RgbImage> PICTURES =
      List.of(ReferenceModels.picture(40, 640), ReferenceModels.picture(61, 503));

  @TempDir private static Path folder;
  private static Path weights;
  private static List<Path> files;
  private static List<Detections> detections;
  private static List<Instances> each;
  private static Instances alone;

  @BeforeAll
  static void runPipeline() throws Exception {
    weights = ReferenceModels.write(ReferenceModels.SEGMENTER, folder);
    files = new ArrayList<>();
    for (RgbImage picture : PICTURES) {
      Path file = folder.resolve(files.size() + ".png");
      ImageWriter.write(picture, file);
      files.add(file);
    }
    try (LoadedNetwork<InstanceSegmenter> network =
        NetworkLoader.load(
            ModelCards.published().get(ReferenceModels.SEGMENTER),
            weights,
            null,
            InstanceSegmenter.class)) {
      detections = new ArrayList<>();
      for (RgbImage picture : PICTURES) {
        detections.addAll(
            network.pipeline().detector().detect(List.of(picture), network.manager()));
      }
      each = detections.stream().map(Instances::of).toList();
      alone = network.pipeline().segment(PICTURES.subList(0, 1), network.manager()).get(0);
    }
    assertThat(each).allSatisfy(found -> assertThat(found.items()).isNotEmpty());
  }

  @Test
  void applicationGivesOurOwnInstances() throws Exception {
    Criteria<Path, Instances> criteria =
        Criteria.builder()
            .setTypes(Path.class, Instances.class)
            .optGroupId("io.mpvit")
            .optApplication(Application.CV.INSTANCE_SEGMENTATION)
            .optFilter("backbone", "mpvit_tiny")
            .optArgument("weights", weights)
            .optArgument("threshold", 0)
            .build();
    try (ZooModel<Path, Instances> model = criteria.loadModel();
        Predictor<Path, Instances> predictor = model.newPredictor()) {
      assertThat(model.getName()).isEqualTo(ReferenceModels.SEGMENTER);
      assertThat(predictor.batchPredict(files)).isEqualTo(each);
    }
  }

  @Test
  void thresholdIsAHalfUnlessSaidAndMayLeaveNothing() throws Exception {
    try (ZooModel<RgbImage, Instances> model =
            criteria(RgbImage.class, Instances.class, "").loadModel();
        Predictor<RgbImage, Instances> predictor = model.newPredictor()) {
      assertThat(predictor.predict(PICTURES.get(0))).isEqualTo(alone.atLeast(0.5));
    }
    try (ZooModel<RgbImage, Instances> model =
            criteria(RgbImage.class, Instances.class, "&threshold=1").loadModel();
        Predictor<RgbImage, Instances> predictor = model.newPredictor()) {
      assertThat(predictor.predict(PICTURES.get(0)).items()).isEmpty();
    }
  }

  @Test
  void djlGetsMasks() throws Exception {
    try (ZooModel<Image, DetectedObjects> model =
            criteria(Image.class, DetectedObjects.class, "&threshold=0").loadModel();
        Predictor<Image, DetectedObjects> predictor = model.newPredictor()) {
      List<Image> images = PICTURES.stream().map(RgbImage::toDjlImage).toList();
      List<DetectedObjects> found = predictor.batchPredict(images);
      for (int i = 0; i < found.size(); i++) {
        assertSame(found.get(i), detections.get(i));
      }
    }
  }

  private static void assertSame(DetectedObjects objects, Detections expected) {
    assertThat(objects.getNumberOfObjects()).isEqualTo(expected.items().size());
    for (int i = 0; i < expected.items().size(); i++) {
      Detection detection = expected.items().get(i);
      DetectedObjects.DetectedObject object = objects.item(i);
      Mask mask = (Mask) object.getBoundingBox();
      assertThat(object.getProbability()).isEqualTo(detection.score());
      assertThat(mask.getX() * expected.size().width())
          .isCloseTo(detection.box().x1(), within(1e-3));
      assertThat(mask.getHeight() * expected.size().height())
          .isCloseTo(detection.box().height(), within(1e-3));
      float[][] rows = mask.getProbDist();
      assertThat(rows).hasDimensions(28, 28);
      assertThat(rows[3][17]).isEqualTo(detection.mask().orElseThrow().at(3, 17));
    }
  }

  @Test
  void servingGetsJsonFromWhichTheMasksComeBack() throws Exception {
    Input input = new Input();
    input.add(Files.readAllBytes(files.get(0)));
    try (ZooModel<Input, Output> serving =
            criteria(Input.class, Output.class, "&threshold=0.3").loadModel();
        Predictor<Input, Output> predictor = serving.newPredictor()) {
      List<Instance> expected = alone.atLeast(0.3).items();
      Output output = predictor.predict(input);
      assertThat(output.getProperty("Content-Type", "")).isEqualTo("application/json");
      JsonArray json = JsonParser.parseString(output.getData().getAsString()).getAsJsonArray();
      assertThat(json).hasSameSizeAs(expected).isNotEmpty();
      for (int i = 0; i < expected.size(); i++) {
        assertSame(json.get(i).getAsJsonObject(), expected.get(i));
      }
    }
  }

  private static void assertSame(JsonObject json, Instance expected) {
    Category category = CocoCategories.categories().get(expected.classIndex());
    assertThat(json.keySet())
        .containsExactly("category_id", "category", "bbox", "score", "segmentation");
    assertThat(json.get("category_id").getAsInt()).isEqualTo(category.id());
    assertThat(json.get("score").getAsFloat()).isEqualTo(expected.score());
    JsonObject mask = json.getAsJsonObject("segmentation");
    JsonArray size = mask.getAsJsonArray("size");
    assertThat(
            Rle.parse(
                new ImageSize(size.get(0).getAsInt(), size.get(1).getAsInt()),
                mask.get("counts").getAsString()))
        .isEqualTo(expected.mask());
  }

  @Test
  void aCascadeWantsAFile() {
    for (String name : List.of("small", "base")) {
      String model = "cascade_mask_rcnn_mpvit_" + name + "_ms_3x";
      Criteria<Path, Instances> criteria =
          Criteria.builder()
              .setTypes(Path.class, Instances.class)
              .optModelUrls("mpvit://" + model)
              .build();
      assertThatThrownBy(criteria::loadModel)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("no weights were published for " + model)
          .hasMessageContaining("?weights=FILE");
    }
  }

  @Test
  void aFileOfAnotherModelIsRefused() {
    Criteria<Path, Instances> criteria =
        Criteria.builder()
            .setTypes(Path.class, Instances.class)
            .optModelUrls(
                "mpvit://cascade_mask_rcnn_mpvit_small_ms_3x?weights="
                    + weights.toUri().getRawPath())
            .build();
    assertThatThrownBy(criteria::loadModel)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(weights + " does not fit MaskRcnn");
  }

  private static <I, O> Criteria<I, O> criteria(Class<I> input, Class<O> output, String query) {
    String address = "mpvit://" + ReferenceModels.SEGMENTER + "?weights=";
    return Criteria.builder()
        .setTypes(input, output)
        .optModelUrls(address + weights.toUri().getRawPath() + query)
        .build();
  }
}
