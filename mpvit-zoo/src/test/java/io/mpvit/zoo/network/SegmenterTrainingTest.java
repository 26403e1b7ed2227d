/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.mpvit.backbone.mpvit.MPViTClassifier;
import io.mpvit.backbone.mpvit.MPViTConfig;
import io.mpvit.image.ImageSize;
import io.mpvit.image.ImageWriter;
import io.mpvit.nn.TorchBlock;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.segmentation.LabelMap;
import io.mpvit.segmentation.LabelMapReader;
import io.mpvit.segmentation.SemanticSegmenter;
import io.mpvit.training.schedule.PolynomialDecay;
import io.mpvit.weights.BlockStateDict;
import io.mpvit.work.WorkListener;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.preset.Presets;
import io.mpvit.zoo.recipe.Evaluator;
import io.mpvit.zoo.recipe.InitialWeights;
import io.mpvit.zoo.recipe.ModelTraining;
import io.mpvit.zoo.recipe.SegmentationData;
import io.mpvit.zoo.recipe.SegmenterTrainer;
import io.mpvit.zoo.testing.PresetConfigs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmenterTrainingTest {

  private static final ModelCard PICO = ModelCards.published().get("upernet_mpvit_pico_shapes");

  @TempDir private Path folder;
  private final List<String> warnings = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private static SegmenterTrainer trainer(ModelCard card) {
    return (SegmenterTrainer) Presets.of(card).trainer(card);
  }

  /** Pictures of 64 x 64 in stripes of three classes. */
  private void write(Path where, int pictures, String classes) throws IOException {
    short[] labels = new short[64 * 64];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (short) (i / 640 % 3);
    }
    for (int n = 0; n < pictures; n++) {
      String name = n + ".png";
      ImageWriter.write(
          ReferenceInputs.image("picture" + n, 64, 64), where.resolve("images").resolve(name));
      new LabelMap(new ImageSize(64, 64), labels).writePng(where.resolve("labels").resolve(name));
    }
    Files.writeString(where.resolve("classes.txt"), classes);
  }

  private SegmentationData read() throws IOException {
    return trainer(PICO).read(folder, warnings::add);
  }

  @Test
  void headsHaveTheDatasClassesAndTheRecipeIsTheCards() throws IOException {
    write(folder, 2, "sky\ngrass\nwater\n");
    ImageWriter.write(ReferenceInputs.image("p", 8, 8), folder.resolve("images/alone.png"));
    SegmentationData data = read();
    assertThat(data.labels().names()).containsExactly("sky", "grass", "water");
    assertThat(data.pictures()).isEqualTo(2);
    assertThat(data.summary())
        .isEqualTo(
            "2 pictures with label maps, 3 classes (sky 37.5 %, grass 31.3 %, water 31.3 %); left"
                + " out 1 without partner");
    assertThat(warnings).singleElement().asString().contains("alone.png");
    String digest = data.digest();
    assertThat(digest).hasSize(64).isEqualTo(read().digest());
    write(folder, 2, "sky\ngrass\nsea\n");
    assertThat(read().digest()).isNotEqualTo(digest);

    ModelCard small = ModelCards.published().get("upernet_mpvit_small");
    ModelTraining<?> published = trainer(small).training(data, Optional.empty());
    assertThat(Presets.of(small).classes(published.network())).isEqualTo(3);
    assertThat(published.defaults().schedule().of(6e-5, 160_000))
        .isEqualTo(PolynomialDecay.published());
    assertThat(published.defaults().length().steps(20_210, 16)).isEqualTo(160_000);
    assertThat(published.defaults().recipe().apply(t -> 1).maxNorm()).isInfinite();
  }

  @Test
  void theBackboneComesFromAClassifier() throws Exception {
    write(folder, 2, "sky\ngrass\nwater\n");
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      TorchBlock source = new MPViTClassifier(MPViTConfig.pico(), 5);
      ReferenceWeights.fill(source, manager);
      ModelTraining<?> training = trainer(PICO).training(read(), Optional.empty());
      training.network().initialize(manager, DataType.FLOAT32);
      InitialWeights found =
          InitialWeights.load(
              training.network(),
              training.backbone(),
              PresetConfigs.start(PICO.name(), BlockStateDict.of(source)),
              manager);
      assertThat(found.misshaped()).isEmpty();
      assertThat(found.loaded()).isNotEmpty().allMatch(key -> key.startsWith("backbone."));
      assertThat(found.fresh()).isNotEmpty().noneMatch(key -> key.startsWith("backbone."));
    }
  }

  @Test
  void scoresAreThoseOfTheValidationPictures() throws IOException {
    write(folder, 2, "sky\ngrass\nwater\n");
    Path validation = folder.resolve("val");
    write(validation, 2, "sky\ngrass\nwater\n");
    Evaluator<SemanticSegmenter> evaluator =
        trainer(PICO).evaluator(read(), validation, notes::add);
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      TorchBlock network = trainer(PICO).training(read(), Optional.empty()).network();
      ReferenceWeights.fill(network, manager);
      SemanticSegmenter segmenter = Presets.of(PICO, SemanticSegmenter.class).pipeline(network);
      Path results = folder.resolve("evaluation-1");
      Evaluator.Scores scores = evaluator.score(segmenter, manager, results, WorkListener.NONE);
      assertThat(scores.json().getAsJsonArray("IoU")).hasSize(3);
      assertThat(scores.json().get("mIoU").getAsDouble()).isBetween(0.0, 1.0);
      assertThat(scores.text()).startsWith("mIoU ");
      assertThat(folder.resolve("evaluation-1.jsonl")).exists();
      assertThat(evaluator.score(segmenter, manager, results, WorkListener.NONE))
          .as("anew")
          .isEqualTo(scores);
    }
  }

  @Test
  void validationDataGoByName() throws IOException {
    write(folder, 1, "sky\ngrass\nwater\n");
    Path validation = folder.resolve("val");
    write(validation, 1, "sky\ngrass\nwater\n");
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      TorchBlock network = trainer(PICO).training(read(), Optional.empty()).network();
      ReferenceWeights.fill(network, manager);
      SemanticSegmenter segmenter = Presets.of(PICO, SemanticSegmenter.class).pipeline(network);
      String usual = scores(segmenter, validation, manager);
      // Value 0 is now water, 1 sky, 2 grass, and 3 is unknown to the network.
      relabel(validation, 1, 2, 0);
      Files.writeString(validation.resolve("classes.txt"), "water\nsky\ngrass\nsand\n");
      assertThat(scores(segmenter, validation, manager)).isEqualTo(usual);
      assertThat(notes).singleElement().asString().contains("1 of its 4 classes (sand)");
    }
    write(validation, 1, "a\nb\nc\nd\n");
    assertThatIOException()
        .isThrownBy(() -> trainer(PICO).evaluator(read(), validation, notes::add))
        .withMessageContaining("classes.txt")
        .withMessageContaining("(sky, grass, water)");
    notes.clear();
    write(validation, 1, "a\nb\nc\n");
    trainer(PICO).evaluator(read(), validation, notes::add);
    assertThat(notes).singleElement().asString().contains("by position (a, b, c)");
  }

  private String scores(SemanticSegmenter segmenter, Path validation, NDManager manager)
      throws IOException {
    return trainer(PICO)
        .evaluator(read(), validation, notes::add)
        .score(segmenter, manager, folder.resolve("evaluation"), WorkListener.NONE)
        .json()
        .toString();
  }

  private static void relabel(Path where, int... values) throws IOException {
    Path file = where.resolve("labels/0.png");
    LabelMap map = LabelMapReader.read(file);
    short[] labels = map.toArray();
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (short) values[labels[i]];
    }
    new LabelMap(map.size(), labels).writePng(file);
  }
}
