/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Application;
import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.output.BoundingBox;
import ai.djl.modality.cv.output.DetectedObjects;
import ai.djl.modality.cv.output.Rectangle;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.training.util.ProgressBar;
import ai.djl.translate.TranslateException;
import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import io.mpvit.classification.ClassScores;
import io.mpvit.classification.ImageClassifier;
import io.mpvit.classification.ImageNetClasses;
import io.mpvit.detection.Detection;
import io.mpvit.detection.Detections;
import io.mpvit.detection.ObjectDetector;
import io.mpvit.detection.coco.CocoCategories;
import io.mpvit.image.ImageReader;
import io.mpvit.image.ImageWriter;
import io.mpvit.image.Orientation;
import io.mpvit.image.RgbImage;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.network.LoadedNetwork;
import io.mpvit.zoo.network.NetworkLoader;
import io.mpvit.zoo.testing.ReferenceModels;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From {@code Criteria} to results, against the pipelines run directly. */
class PredictorTest {

  /** Flat pictures, which the detector enlarges the least. */
  private static final List<RgbImage> PICTURES =
      List.of(
          ReferenceModels.picture(40, 640),
          ReferenceModels.picture(61, 503),
          ReferenceModels.picture(24, 300));

  @TempDir private static Path folder;
  private static Path classifierFile;
  private static Path detectorFile;
  private static List<Path> files;
  private static List<ClassScores> scores;
  private static List<Detections> together;
  private static List<Detections> alone;

  @BeforeAll
  static void runPipelines() throws Exception {
    classifierFile = ReferenceModels.write("mpvit_tiny", folder);
    detectorFile = ReferenceModels.write(ReferenceModels.DETECTOR, folder);
    files = new ArrayList<>();
    for (RgbImage picture : PICTURES) {
      Path file = folder.resolve(files.size() + ".png");
      ImageWriter.write(picture, file);
      files.add(file);
    }
    try (LoadedNetwork<ImageClassifier> network =
        NetworkLoader.load(
            ModelCards.published().get("mpvit_tiny"),
            classifierFile,
            null,
            ImageClassifier.class)) {
      scores = network.pipeline().classify(PICTURES, network.manager());
    }
    try (LoadedNetwork<ObjectDetector> network =
        NetworkLoader.load(
            ModelCards.published().get(ReferenceModels.DETECTOR),
            detectorFile,
            null,
            ObjectDetector.class)) {
      together = network.pipeline().detect(PICTURES, network.manager());
      alone = new ArrayList<>();
      for (RgbImage picture : PICTURES) {
        alone.addAll(network.pipeline().detect(List.of(picture), network.manager()));
      }
    }
    assertThat(together).allSatisfy(found -> assertThat(found.items()).isNotEmpty());
  }

  @Test
  void addressGivesDetectedObjects() throws Exception {
    Criteria<Image, DetectedObjects> criteria =
        Criteria.builder()
            .setTypes(Image.class, DetectedObjects.class)
            .optModelUrls(address(ReferenceModels.DETECTOR, detectorFile) + "&threshold=0")
            .optEngine("PyTorch")
            .optProgress(new ProgressBar())
            .build();
    try (ZooModel<Image, DetectedObjects> model = criteria.loadModel();
        Predictor<Image, DetectedObjects> predictor = model.newPredictor()) {
      assertThat(model.getName()).isEqualTo(ReferenceModels.DETECTOR);
      List<DetectedObjects> found =
          predictor.batchPredict(PICTURES.stream().map(RgbImage::toDjlImage).toList());
      assertThat(found).hasSameSizeAs(PICTURES);
      for (int i = 0; i < found.size(); i++) {
        assertSame(found.get(i), alone.get(i));
      }
      assertSame(predictor.predict(PICTURES.get(0).toDjlImage()), alone.get(0));
    }
  }

  private static void assertSame(DetectedObjects objects, Detections expected) {
    assertThat(objects.getNumberOfObjects()).isEqualTo(expected.items().size());
    for (int i = 0; i < expected.items().size(); i++) {
      Detection detection = expected.items().get(i);
      DetectedObjects.DetectedObject object = objects.item(i);
      assertThat(object.getClassName())
          .isEqualTo(CocoCategories.categories().get(detection.classIndex()).name());
      assertThat(object.getProbability()).isEqualTo(detection.score());
      BoundingBox box = object.getBoundingBox();
      Rectangle part = box.getBounds();
      double width = expected.size().width();
      double height = expected.size().height();
      assertThat(part.getX() * width).isCloseTo(detection.box().x1(), within(1e-3));
      assertThat(part.getY() * height).isCloseTo(detection.box().y1(), within(1e-3));
      assertThat((part.getX() + part.getWidth()) * width)
          .isCloseTo(detection.box().x2(), within(1e-3));
      assertThat((part.getY() + part.getHeight()) * height)
          .isCloseTo(detection.box().y2(), within(1e-3));
    }
  }

  @Test
  void applicationAndFilterGiveOurOwnDetections() throws Exception {
    Criteria<Path, Detections> criteria =
        Criteria.builder()
            .setTypes(Path.class, Detections.class)
            .optGroupId("io.mpvit")
            .optApplication(Application.CV.OBJECT_DETECTION)
            .optFilter("schedule", "1x")
            .optArgument("weights", detectorFile)
            .optArgument("threshold", 0)
            .build();
    try (ZooModel<Path, Detections> model = criteria.loadModel();
        Predictor<Path, Detections> predictor = model.newPredictor()) {
      assertThat(predictor.batchPredict(files)).isEqualTo(alone).isNotEqualTo(together);
      assertThat(predictor.batchPredict(List.of())).isEmpty();
    }
  }

  @Test
  void thresholdIsAHalfUnlessSaid() throws Exception {
    for (String argument : List.of("", "&threshold=0.3")) {
      try (ZooModel<Path, Detections> model =
              criteria(Path.class, Detections.class, detectorFile, argument).loadModel();
          Predictor<Path, Detections> predictor = model.newPredictor()) {
        assertThat(predictor.predict(files.get(0)))
            .isEqualTo(alone.get(0).atLeast(argument.isEmpty() ? 0.5 : 0.3));
      }
    }
  }

  @Test
  void artifactGivesClassifications() throws Exception {
    Criteria<Image, Classifications> criteria =
        Criteria.builder()
            .setTypes(Image.class, Classifications.class)
            .optGroupId("io.mpvit")
            .optArtifactId("mpvit_tiny")
            .optArgument("weights", classifierFile)
            .optArgument("topK", 3)
            .build();
    try (ZooModel<Image, Classifications> model = criteria.loadModel();
        Predictor<Image, Classifications> predictor = model.newPredictor()) {
      List<Classifications> found =
          predictor.batchPredict(PICTURES.stream().map(RgbImage::toDjlImage).toList());
      for (int i = 0; i < found.size(); i++) {
        ClassScores.Ranked best = scores.get(i).top(1).get(0);
        assertThat(found.get(i).best().getClassName())
            .isEqualTo(ImageNetClasses.names().get(best.classIndex()));
        assertThat(found.get(i).best().getProbability()).isEqualTo(best.probability());
        assertThat(JsonParser.parseString(found.get(i).toJson()).getAsJsonArray()).hasSize(3);
      }
    }
  }

  @Test
  void everyFormOfAPictureGivesTheSameScores() throws Exception {
    Path file = files.get(1);
    ClassScores expected = classify(RgbImage.class, PICTURES.get(1));
    assertThat(expected.logits()).containsExactly(scores.get(1).logits(), within(1e-4f));
    assertThat(classify(Image.class, PICTURES.get(1).toDjlImage())).isEqualTo(expected);
    assertThat(classify(Path.class, file)).isEqualTo(expected);
    assertThat(classify(URL.class, file.toUri().toURL())).isEqualTo(expected);
    try (InputStream in = Files.newInputStream(file)) {
      assertThat(classify(InputStream.class, in)).isEqualTo(expected);
    }
  }

  private static <I> ClassScores classify(Class<I> type, I picture) throws Exception {
    try (ZooModel<I, ClassScores> model =
            criteria(type, ClassScores.class, classifierFile, "").loadModel();
        Predictor<I, ClassScores> predictor = model.newPredictor()) {
      return predictor.predict(picture);
    }
  }

  @Test
  void servingGetsJson() throws Exception {
    byte[] png = Files.readAllBytes(files.get(0));
    Input bytes = new Input();
    bytes.add(png);
    Input address = new Input();
    address.addProperty("Content-Type", "application/json; charset=utf-8");
    address.add(
        "{\"image_url\": \"data:image/png;base64,"
            + Base64.getEncoder().encodeToString(png)
            + "\"}");
    Input file = new Input();
    file.addProperty("Content-Type", "application/json");
    file.add("{\"image_url\": \"" + files.get(0).toUri() + "\"}");
    try (ZooModel<Input, Output> model =
            criteria(Input.class, Output.class, detectorFile, "&threshold=0").loadModel();
        Predictor<Input, Output> predictor = model.newPredictor()) {
      for (Input input : List.of(bytes, address)) {
        Output output = predictor.predict(input);
        assertThat(output.getProperty("Content-Type", "")).isEqualTo("application/json");
        JsonArray json = JsonParser.parseString(output.getData().getAsString()).getAsJsonArray();
        assertThat(json).hasSameSizeAs(alone.get(0).items());
        assertThat(json.get(0).getAsJsonObject().get("probability").getAsFloat())
            .isEqualTo(alone.get(0).items().get(0).score());
      }
      assertThatThrownBy(() -> predictor.predict(file))
          .isInstanceOf(TranslateException.class)
          .hasMessageContaining("http");
      assertThatThrownBy(() -> predictor.predict(new Input()))
          .isInstanceOf(TranslateException.class)
          .hasMessageContaining("no content");
    }
  }

  @Test
  void threadsShareAModel() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try (ZooModel<RgbImage, ClassScores> model =
        criteria(RgbImage.class, ClassScores.class, classifierFile, "").loadModel()) {
      List<Future<List<ClassScores>>> running = new ArrayList<>();
      for (int thread = 0; thread < 2; thread++) {
        running.add(
            pool.submit(
                () -> {
                  List<ClassScores> found = new ArrayList<>();
                  try (Predictor<RgbImage, ClassScores> predictor = model.newPredictor()) {
                    for (int i = 0; i < 10; i++) {
                      found.add(predictor.predict(PICTURES.get(i % PICTURES.size())));
                    }
                  }
                  return found;
                }));
      }
      try (Predictor<RgbImage, ClassScores> predictor = model.newPredictor()) {
        List<ClassScores> expected = new ArrayList<>();
        for (RgbImage picture : PICTURES) {
          expected.add(predictor.predict(picture));
        }
        for (Future<List<ClassScores>> future : running) {
          for (int i = 0; i < 10; i++) {
            assertThat(future.get().get(i)).isEqualTo(expected.get(i % PICTURES.size()));
          }
        }
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void exifIsHonouredUnlessSaidOtherwise() throws Exception {
    Path turned = folder.resolve("turned.jpg");
    try (InputStream in = PredictorTest.class.getResourceAsStream("/image/formats/exif6.jpg")) {
      Files.copy(in, turned);
    }
    for (Orientation orientation : Orientation.values()) {
      String argument = orientation == Orientation.AS_STORED ? "&exif=false" : "";
      RgbImage expected = ImageReader.read(turned, orientation);
      try (ZooModel<Path, ClassScores> model =
              criteria(Path.class, ClassScores.class, classifierFile, argument).loadModel();
          Predictor<Path, ClassScores> predictor = model.newPredictor()) {
        assertThat(predictor.predict(turned)).isEqualTo(classify(RgbImage.class, expected));
      }
    }
  }

  @Test
  void whatIsWrongWithAnAddressIsSaid() {
    Path none = folder.resolve("none.pth");
    assertThatThrownBy(() -> criteria("mpvit_base", none, "").loadModel())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(none + " does not exist");
    assertThatThrownBy(() -> criteria("mpvit_small", classifierFile, "").loadModel())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(classifierFile + " does not fit MPViTClassifier");
    assertThatThrownBy(() -> criteria("mpvit_tiny", classifierFile, "&precision=int8").loadModel())
        .hasMessageContaining("precision is fp32, bf16 or fp16");
    assertThatThrownBy(() -> criteria("mpvit_tiny", classifierFile, "&topK=0").loadModel())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the argument topK is a whole number, at least 1, found \"0\"");
  }

  private static Criteria<Image, Classifications> criteria(
      String model, Path weights, String query) {
    return Criteria.builder()
        .setTypes(Image.class, Classifications.class)
        .optModelUrls(address(model, weights) + query)
        .build();
  }

  @Test
  void aBrokenPictureIsNamed() throws Exception {
    Path broken = Files.writeString(folder.resolve("broken.jpg"), "text", StandardCharsets.UTF_8);
    try (ZooModel<Path, ClassScores> model =
            criteria(Path.class, ClassScores.class, classifierFile, "").loadModel();
        Predictor<Path, ClassScores> predictor = model.newPredictor()) {
      assertThatThrownBy(() -> predictor.predict(broken))
          .isInstanceOf(TranslateException.class)
          .hasMessageContaining("broken.jpg");
      assertThat(predictor.predict(files.get(0))).isNotNull();
    }
  }

  private static <I, O> Criteria<I, O> criteria(
      Class<I> input, Class<O> output, Path weights, String query) {
    String name = weights.getFileName().toString().replace(".pth", "");
    return Criteria.builder()
        .setTypes(input, output)
        .optModelUrls(address(name, weights) + query)
        .build();
  }

  private static String address(String model, Path weights) {
    return "mpvit://" + model + "?weights=" + weights.toUri().getRawPath();
  }
}
