/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.inference.Predictor;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.modality.cv.output.DetectedObjects;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import io.mpvit.detection.Detection;
import io.mpvit.detection.Detections;
import io.mpvit.detection.ObjectDetector;
import io.mpvit.detection.box.Box;
import io.mpvit.detection.coco.CocoLogits;
import io.mpvit.detection.deformabledetr.DeformableDetrDecoder;
import io.mpvit.detection.transform.DetectorTransform;
import io.mpvit.image.ImageReader;
import io.mpvit.image.ImageWriter;
import io.mpvit.image.Normalization;
import io.mpvit.image.Orientation;
import io.mpvit.image.RgbImage;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.testing.Npz;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.network.LoadedNetwork;
import io.mpvit.zoo.network.NetworkLoader;
import io.mpvit.zoo.testing.ReferenceModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The published Deformable DETR from picture and weights files to detections. */
@Tag("golden")
class DeformableDetrZooTest {

  private static final String MODEL = ReferenceModels.DETR;
  private static final ModelCard CARD = ModelCards.published().get(MODEL);

  @TempDir private static Path folder;
  private static Path weights;
  private static List<Path> pictures;

  @BeforeAll
  static void writeFiles() throws Exception {
    weights = ReferenceModels.write(MODEL, folder);
    pictures = List.of(folder.resolve("0.png"), folder.resolve("1.png"));
    ImageWriter.write(ReferenceInputs.image("image0", 203, 317), pictures.get(0));
    ImageWriter.write(ReferenceInputs.image("image1", 250, 230), pictures.get(1));
  }

  /** The reference ran these pictures at their own sizes, for originals twice as large. */
  @Test
  void aPaddedBatchOfFilesGivesTheReferencesDetections() throws Exception {
    Npz golden = Npz.resource("/reference/deformable_detr/" + MODEL + ".batch2.golden.npz");
    try (LoadedNetwork<ObjectDetector> model =
        NetworkLoader.load(CARD, weights, null, ObjectDetector.class)) {
      ObjectDetector detector =
          new ObjectDetector(
              model.block(),
              new DetectorTransform(size -> size, Normalization.IMAGENET, 1),
              new DeformableDetrDecoder(100));
      List<RgbImage> images =
          List.of(
              ImageReader.read(pictures.get(0), Orientation.HONOUR_EXIF),
              ImageReader.read(pictures.get(1), Orientation.HONOUR_EXIF));
      List<Detections> found = detector.detect(images, model.manager());
      for (int b = 0; b < 2; b++) {
        assertSame(golden, "top100." + b, found.get(b).items());
      }
    }
  }

  /** Neighbouring scores are as close as 1e-6, so the order is left open. */
  private static void assertSame(Npz golden, String name, List<Detection> found) {
    float[] scores = golden.floats(name + ".scores");
    int[] labels = golden.ints(name + ".labels");
    float[] boxes = golden.floats(name + ".boxes");
    assertThat(found).hasSize(100);
    for (int i = 0; i < 100; i++) {
      int k = i;
      if (scores[i] < scores[99] + 1e-4f) {
        continue; // rounding decides which of these are the last ones
      }
      assertThat(found)
          .as(name + " " + i)
          .anyMatch(
              item ->
                  item.classIndex() == labels[k]
                      && Math.abs(item.score() - scores[k]) < 2e-5f
                      && isClose(item.box(), boxes, 4 * k));
    }
  }

  private static boolean isClose(Box box, float[] boxes, int at) {
    float[] own = {box.x1(), box.y1(), box.x2(), box.y2()};
    for (int i = 0; i < 4; i++) {
      if (Math.abs(2 * own[i] - boxes[at + i]) > 0.05f) {
        return false;
      }
    }
    return true;
  }

  @Test
  void djlGivesObjectsWithCocosNames() throws Exception {
    List<Detections> expected;
    try (LoadedNetwork<ObjectDetector> model =
        NetworkLoader.load(CARD, weights, null, ObjectDetector.class)) {
      RgbImage image = ImageReader.read(pictures.get(0), Orientation.HONOUR_EXIF);
      expected = model.pipeline().detect(List.of(image), model.manager());
    }
    Criteria<Path, DetectedObjects> criteria =
        Criteria.builder()
            .setTypes(Path.class, DetectedObjects.class)
            .optGroupId("io.mpvit")
            .optArtifactId(MODEL)
            .optArgument("weights", weights.toString())
            .optArgument("threshold", 0)
            .build();
    try (ZooModel<Path, DetectedObjects> model = criteria.loadModel();
        Predictor<Path, DetectedObjects> predictor = model.newPredictor()) {
      DetectedObjects found = predictor.predict(pictures.get(0));
      List<Detection> items = expected.get(0).items();
      assertThat(found.getNumberOfObjects()).isEqualTo(items.size()).isEqualTo(100);
      for (int i = 0; i < items.size(); i++) {
        assertThat(found.item(i).getProbability()).isEqualTo(items.get(i).score());
        assertThat(found.item(i).getClassName())
            .isEqualTo(CocoLogits.categories().get(items.get(i).classIndex()).name());
      }
    }
    Criteria<Input, Output> serving =
        Criteria.builder()
            .setTypes(Input.class, Output.class)
            .optGroupId("io.mpvit")
            .optArtifactId(MODEL)
            .optArgument("weights", weights.toString())
            .optArgument("threshold", 0)
            .build();
    try (ZooModel<Input, Output> model = serving.loadModel();
        Predictor<Input, Output> predictor = model.newPredictor()) {
      Input input = new Input();
      input.add(Files.readAllBytes(pictures.get(0)));
      JsonArray json =
          JsonParser.parseString(predictor.predict(input).getData().getAsString()).getAsJsonArray();
      assertThat(json).hasSize(100);
    }
  }
}
