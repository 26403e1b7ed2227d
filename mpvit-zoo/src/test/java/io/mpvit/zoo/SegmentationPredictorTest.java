/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Application;
import ai.djl.inference.Predictor;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.output.CategoryMask;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.mpvit.image.ImageSize;
import io.mpvit.image.ImageWriter;
import io.mpvit.image.RgbImage;
import io.mpvit.segmentation.Ade20kClasses;
import io.mpvit.segmentation.LabelMap;
import io.mpvit.segmentation.LabelMapReader;
import io.mpvit.segmentation.SemanticSegmenter;
import io.mpvit.segmentation.inference.Flip;
import io.mpvit.segmentation.inference.InferencePlan;
import io.mpvit.segmentation.inference.Windows;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.network.LoadedNetwork;
import io.mpvit.zoo.network.NetworkLoader;
import io.mpvit.zoo.testing.ReferenceModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From {@code Criteria} to label maps, against the pipeline run directly. */
class SegmentationPredictorTest {

  private static final String MODEL = "upernet_mpvit_small";

  /** Flat pictures, which the network's transform enlarges the least. */
  private static final List<RgbImage> PICTURES =
      List.of(ReferenceModels.picture(10, 700), ReferenceModels.picture(13, 503));

  @TempDir private static Path folder;
  private static Path weights;
  private static List<Path> files;
  private static List<LabelMap> expected;

  @BeforeAll
  static void runPipeline() throws Exception {
    weights = ReferenceModels.write(MODEL, folder);
    files = new ArrayList<>();
    for (RgbImage picture : PICTURES) {
      Path file = folder.resolve(files.size() + ".png");
      ImageWriter.write(picture, file);
      files.add(file);
    }
    try (LoadedNetwork<SemanticSegmenter> network =
        NetworkLoader.load(
            ModelCards.published().get(MODEL), weights, null, SemanticSegmenter.class)) {
      expected = network.pipeline().segment(PICTURES, network.manager());
    }
    assertThat(expected).allSatisfy(map -> assertThat(map.shares()).hasSizeGreaterThan(1));
  }

  @Test
  void applicationGivesOurOwnLabelMapsOfMixedSizes() throws Exception {
    Criteria<Path, LabelMap> criteria =
        Criteria.builder()
            .setTypes(Path.class, LabelMap.class)
            .optGroupId("io.mpvit")
            .optApplication(Application.CV.SEMANTIC_SEGMENTATION)
            .optArgument("weights", weights)
            .build();
    try (ZooModel<Path, LabelMap> model = criteria.loadModel();
        Predictor<Path, LabelMap> predictor = model.newPredictor()) {
      assertThat(model.getName()).isEqualTo(MODEL);
      assertThat(predictor.batchPredict(files)).isEqualTo(expected);
      assertThat(predictor.predict(files.get(1))).isEqualTo(expected.get(1));
    }
  }

  @Test
  void addressGivesCategoryMasks() throws Exception {
    try (ZooModel<Image, CategoryMask> model =
            criteria(Image.class, CategoryMask.class).loadModel();
        Predictor<Image, CategoryMask> predictor = model.newPredictor()) {
      CategoryMask mask = predictor.predict(PICTURES.get(0).toDjlImage());
      assertThat(mask.getClasses()).isEqualTo(Ade20kClasses.classes().names());
      LabelMap map = expected.get(0);
      assertThat(mask.getMask()).hasDimensions(map.size().height(), map.size().width());
      for (int y = 0; y < map.size().height(); y++) {
        for (int x = 0; x < map.size().width(); x++) {
          assertThat(mask.getMask()[y][x]).isEqualTo(map.label(x, y));
        }
      }
    }
  }

  @Test
  void servingGetsJsonFromWhichTheLabelsComeBack() throws Exception {
    Input input = new Input();
    input.add(Files.readAllBytes(files.get(0)));
    try (ZooModel<Input, Output> serving = criteria(Input.class, Output.class).loadModel();
        Predictor<Input, Output> predictor = serving.newPredictor()) {
      Output output = predictor.predict(input);
      assertThat(output.getProperty("Content-Type", "")).isEqualTo("application/json");
      JsonObject json = JsonParser.parseString(output.getData().getAsString()).getAsJsonObject();
      assertThat(json.get("size").toString()).isEqualTo("[10,700]");
      Path png = folder.resolve("back.png");
      Files.write(png, Base64.getDecoder().decode(json.get("labels").getAsString()));
      assertThat(LabelMapReader.read(png)).isEqualTo(expected.get(0));
      assertThat(json.getAsJsonArray("classes")).hasSameSizeAs(expected.get(0).shares());
    }
  }

  @Test
  void argumentsSayHowOftenAndHowItLooks() throws Exception {
    LabelMap several;
    try (LoadedNetwork<SemanticSegmenter> network =
        NetworkLoader.load(
            ModelCards.published().get(MODEL), weights, null, SemanticSegmenter.class)) {
      SemanticSegmenter published = network.pipeline();
      SemanticSegmenter asked =
          new SemanticSegmenter(
              published.network(),
              published.transform(),
              new InferencePlan(
                  new Windows.Sliding(new ImageSize(16, 300), new ImageSize(10, 200)),
                  List.of(0.25, 0.5),
                  List.of(Flip.NONE, Flip.HORIZONTAL)));
      several = asked.segment(PICTURES, network.manager()).get(0);
    }
    assertThat(several).isNotEqualTo(expected.get(0));
    try (ZooModel<Path, LabelMap> model =
            criteria(Path.class, LabelMap.class, "&scales=0.25%2C0.5&flip=true&crop=16x300")
                .loadModel();
        Predictor<Path, LabelMap> predictor = model.newPredictor()) {
      assertThat(predictor.predict(files.get(0))).isEqualTo(several);
    }
    assertThatThrownBy(criteria(Path.class, LabelMap.class, "&scales=0.25%2Cx")::loadModel)
        .hasStackTraceContaining("scales are numbers separated by commas");
    assertThatThrownBy(criteria(Path.class, LabelMap.class, "&crop=16")::loadModel)
        .hasStackTraceContaining("crop: expected HEIGHTxWIDTH");
    assertThatThrownBy(criteria(Path.class, LabelMap.class, "&stride=16x16")::loadModel)
        .hasStackTraceContaining("which needs a crop");
  }

  @Test
  void aFileOfAnotherModelIsRefused() {
    Criteria<Path, LabelMap> criteria =
        Criteria.builder()
            .setTypes(Path.class, LabelMap.class)
            .optModelUrls("mpvit://upernet_mpvit_base?weights=" + weights.toUri().getRawPath())
            .build();
    assertThatThrownBy(criteria::loadModel)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(weights + " does not fit UperNet");
  }

  private static <I, O> Criteria<I, O> criteria(Class<I> input, Class<O> output) {
    return criteria(input, output, "");
  }

  private static <I, O> Criteria<I, O> criteria(Class<I> input, Class<O> output, String arguments) {
    return Criteria.builder()
        .setTypes(input, output)
        .optModelUrls("mpvit://" + MODEL + "?weights=" + weights.toUri().getRawPath() + arguments)
        .build();
  }
}
