/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.modality.cv.output.DetectedObjects;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.mpvit.detection.shapes.ShapeKind;
import io.mpvit.weights.ClassLabels;
import io.mpvit.zoo.card.Licence;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.card.Score;
import io.mpvit.zoo.fetch.ProgressListener;
import io.mpvit.zoo.fetch.WeightsLocator;
import io.mpvit.zoo.fetch.WeightsPlaces;
import io.mpvit.zoo.fetch.WeightsSource;
import io.mpvit.zoo.folder.ModelFolder;
import io.mpvit.zoo.model.DetectionModel;
import io.mpvit.zoo.model.FeatureModel;
import io.mpvit.zoo.model.Mpvit;
import io.mpvit.zoo.network.ModelClasses;
import io.mpvit.zoo.repository.ModelPackage;
import io.mpvit.zoo.translator.MpvitTranslatorFactory;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model as a folder, through the doors that Java has. */
class ModelFolderTest {

  private static final Path PICTURE = Path.of("..", "examples", "pictures", "shapes.jpg");
  private static final String NAME = "my_shapes";

  @TempDir private Path weights;

  private Path folder;

  /** The bundled detector under another name, its classes in capitals and numbered from 100. */
  @BeforeEach
  void write() throws IOException {
    ModelCard base = ModelCards.published().get("mask_rcnn_mpvit_pico_shapes");
    Path bundled =
        WeightsLocator.fromEnvironment().locate(base, Optional.empty(), ProgressListener.NONE);
    folder = Files.createDirectories(weights.resolve("street"));
    Path file = Files.copy(bundled, folder.resolve("weights.safetensors"));
    ModelCard card =
        new ModelCard(
            NAME,
            base.task(),
            base.architecture(),
            base.backbone(),
            "2 iterations",
            "mine",
            base.parameters(),
            Optional.empty(),
            OptionalDouble.empty(),
            List.of(new Score("box_AP", 12.5)),
            Optional.empty(),
            new Licence("mine", "All mine."),
            List.of("a note"));
    ModelFolder written =
        ModelPackage.write(file, card, Optional.of(capitals()), Map.of("seed", "7"));
    assertThat(ModelFolder.open(folder)).isEqualTo(written);
    System.setProperty(WeightsPlaces.SETTING, weights.toString());
  }

  @AfterEach
  void forget() {
    System.clearProperty(WeightsPlaces.SETTING);
  }

  private static ClassLabels capitals() {
    List<ShapeKind> kinds = Arrays.asList(ShapeKind.values());
    return new ClassLabels(
        kinds.stream().map(ShapeKind::name).toList(),
        kinds.stream().map(kind -> 100 + kind.id()).toList());
  }

  private void replace(String old, String value) throws IOException {
    Path card = folder.resolve(ModelFolder.CARD);
    String text = Files.readString(card);
    assertThat(text).contains(old);
    Files.writeString(card, text.replace(old, value));
  }

  @Test
  void theFacadeTakesTheFolderItsFileAndItsName() throws Exception {
    for (String named :
        List.of(folder.toString(), folder.resolve("weights.safetensors").toString(), NAME)) {
      try (DetectionModel detector = Mpvit.detector(named)) {
        assertThat(detector.card().name()).isEqualTo(NAME);
        assertThat(detector.detect(PICTURE).objects())
            .hasSize(8)
            .allMatch(object -> capitals().names().contains(object.name()));
      }
    }
    try (DetectionModel detector = Mpvit.detector(folder);
        FeatureModel features = Mpvit.features(folder)) {
      assertThat(detector.categories().labels()).isEqualTo(capitals());
      assertThat(features.card().scores()).extracting(Score::percent).containsExactly(12.5);
    }
  }

  @Test
  void djlTakesTheFolder() throws Exception {
    Criteria<Path, DetectedObjects> criteria =
        Criteria.builder()
            .setTypes(Path.class, DetectedObjects.class)
            .optModelPath(folder)
            .optTranslatorFactory(new MpvitTranslatorFactory())
            .optArgument("threshold", 0.7)
            .build();
    try (ZooModel<Path, DetectedObjects> model = criteria.loadModel();
        Predictor<Path, DetectedObjects> predictor = model.newPredictor()) {
      assertThat(predictor.predict(PICTURE).getClassNames())
          .hasSize(8)
          .allMatch(name -> name.equals(name.toUpperCase(Locale.ROOT)));
      assertThat(ModelClasses.detected(model).labels()).isEqualTo(capitals());
    }
  }

  /** What DJL Serving does with serving.properties: they become arguments. */
  @Test
  void djlServingTakesTheFolder() throws Exception {
    Properties serving = new Properties();
    try (Reader reader = Files.newBufferedReader(folder.resolve("serving.properties"))) {
      serving.load(reader);
    }
    assertThat(serving.getProperty("engine")).isEqualTo("PyTorch");
    Criteria<Input, Output> criteria =
        Criteria.builder()
            .setTypes(Input.class, Output.class)
            .optModelUrls(folder.toUri().toString())
            .optArgument("translatorFactory", serving.getProperty("translatorFactory"))
            .build();
    assertThat(json(criteria)).contains("\"HEART\"");
  }

  @Test
  void typesOfOtherTasksAreRefused() {
    Criteria<Path, Classifications> criteria =
        Criteria.builder()
            .setTypes(Path.class, Classifications.class)
            .optModelPath(folder)
            .optTranslatorFactory(new MpvitTranslatorFactory())
            .build();
    assertThatIllegalArgumentException()
        .isThrownBy(criteria::loadModel)
        .withMessageContaining("a model for instance segmentation goes from");
  }

  private static String json(Criteria<Input, Output> criteria) throws Exception {
    try (ZooModel<Input, Output> model = criteria.loadModel();
        Predictor<Input, Output> predictor = model.newPredictor()) {
      Input input = new Input();
      input.add("data", Files.readAllBytes(PICTURE));
      byte[] answer = predictor.predict(input).getData().getAsBytes();
      return new String(answer, StandardCharsets.UTF_8);
    }
  }

  @Test
  void djlTakesTheNameAndTheFolderAsWeights() throws Exception {
    for (String address :
        List.of(
            "mpvit://" + NAME,
            "mpvit://mask_rcnn_mpvit_pico_shapes?weights=" + folder.toUri().getPath())) {
      Criteria<Input, Output> criteria =
          Criteria.builder().setTypes(Input.class, Output.class).optModelUrls(address).build();
      assertThat(json(criteria)).as(address).contains("\"HEART\"", "108");
    }
  }

  /** The documentation's card has the members of a real one. */
  @Test
  void theDocumentedCardIsLikeThis() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "folders.md"));
    int start = page.indexOf("```json\n") + "```json\n".length();
    JsonObject shown = json(page.substring(start, page.indexOf("```", start)));
    JsonObject written = json(Files.readString(folder.resolve(ModelFolder.CARD)));
    assertThat(shown.keySet()).isEqualTo(written.keySet());
    for (String part : List.of("card", "licence", "weights", "preprocessing")) {
      assertThat(shown.getAsJsonObject(part).keySet())
          .isEqualTo(written.getAsJsonObject(part).keySet());
    }
  }

  private static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }

  @Test
  void theLocatorKnowsIt() {
    WeightsLocator locator = WeightsLocator.fromEnvironment();
    assertThat(locator.own().faults()).isEmpty();
    ModelCard card = locator.card(NAME);
    assertThat(locator.isHere(card)).isTrue();
    assertThat(locator.source(card)).isEqualTo(WeightsSource.OWN);
    assertThat(locator.own().cards().all()).hasSize(ModelCards.published().all().size() + 1);
    assertThat(locator.own().folder(card).orElseThrow().provenance()).containsEntry("seed", "7");
  }

  /** One line that names the file and the entry, from the facade. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "\"format\": 1 | \"format\": 2 | entry \"format\": this version of the library reads 1,"
            + " found 2",
        "\"task\": \"instance segmentation\" | \"task\": \"detection\" | entry \"card\": the"
            + " architecture",
        "mask_rcnn_mpvit_pico_shapes | mask_rcnn_mpvit_huge | entry \"card\": no network",
        "\"schedule\" | \"shedule\" | entry \"card\": unknown member \"shedule\"",
        "\"seed\": \"7\" | \"seed\": {} | entry \"provenance\"",
        "\"weights.safetensors\" | \"gone.pth\" | entry \"weights\": there is no file",
        "\"weights.safetensors\" | \"../w.pth\" | entry \"weights\": the file of weights lies in",
        "\"size\": 3 | \"size\": 13 | entry \"weights\":",
        "\"divisor\": 1.0 | \"divisor\": 255.0 | entry \"preprocessing\":"
            + " mask_rcnn_mpvit_pico_shapes has",
        "\"name\": \"HEART\" | \"name\": \"RING\", \"x\": 1 | entry \"classes\": unknown member"
            + " \"x\"",
        "\"id\": 108 | \"id\": 101 | entry \"classes\": class ids",
        "\"box_AP\": 12.5 | \"box_AP\": 125 | entry \"card\": score box_AP",
        "\"licence\" | \"license\" | unknown member \"license\"",
      })
  void badFoldersAreNamed(String old, String value, String message) throws IOException {
    replace(old, value);
    assertThatExceptionOfType(Exception.class)
        .isThrownBy(() -> Mpvit.detector(folder))
        .withMessageStartingWith(folder.resolve(ModelFolder.CARD).toString())
        .withMessageContaining(message);
  }

  @Test
  void classesThatAreTooFewAreNamed() throws IOException {
    String card = Files.readString(folder.resolve(ModelFolder.CARD));
    int last = card.indexOf("\"id\": 108");
    String heart = card.substring(card.lastIndexOf(',', last), card.indexOf('}', last) + 1);
    replace(heart, "");
    assertThatExceptionOfType(Exception.class)
        .isThrownBy(() -> Mpvit.detector(NAME))
        .withMessage(
            folder.resolve(ModelFolder.CARD)
                + ": entry \"classes\": the network has 8 classes, found 7");
  }

  @Test
  void textThatIsNoJsonAndFoldersWithoutCards() throws IOException {
    Path card = folder.resolve(ModelFolder.CARD);
    Files.writeString(card, "{\"format\":");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Mpvit.detector(folder))
        .withMessageStartingWith(card + " is no JSON: ")
        .matches(failure -> failure.getMessage().lines().count() == 1);
    Files.delete(card);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Mpvit.detector(folder))
        .withMessageContaining(
            folder + " is a folder, expected a file or a folder with mpvit.json");
  }

  /** A bad folder is nobody else's trouble, and is explained to whoever names it. */
  @Test
  void faultsConcernTheirOwnFolder() throws Exception {
    replace("\"format\": 1", "\"format\": 9");
    try (DetectionModel detector = Mpvit.detector("mask_rcnn_mpvit_pico_shapes")) {
      assertThat(detector.card().dataset()).isEqualTo("shapes");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Mpvit.detector("street"))
        .withMessageContaining(folder.resolve(ModelFolder.CARD) + ": entry \"format\"");
  }

  @Test
  void publishedNamesAreTaken() throws Exception {
    replace("\"name\": \"" + NAME + "\"", "\"name\": \"mpvit_tiny\"");
    assertThat(WeightsLocator.fromEnvironment().own().faults().values())
        .singleElement()
        .asString()
        .startsWith(folder.resolve(ModelFolder.CARD) + ": entry \"card\"")
        .contains("mpvit_tiny is a published model's");
    assertThat(ModelPackage.name(Path.of("/data/mpvit_tiny"))).isEqualTo("mpvit_tiny_own");
    assertThat(ModelPackage.name(Path.of("My Street-2"))).isEqualTo("my_street_2");
    assertThat(ModelPackage.name(Path.of("__"))).isEqualTo("model");
  }
}
