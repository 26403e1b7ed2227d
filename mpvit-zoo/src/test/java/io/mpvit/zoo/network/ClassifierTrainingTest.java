/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.mpvit.backbone.mpvit.MPViTClassifier;
import io.mpvit.backbone.mpvit.MPViTConfig;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.image.ImageWriter;
import io.mpvit.image.RgbImage;
import io.mpvit.nn.TorchBlock;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.training.loop.TrainingRecipe;
import io.mpvit.training.schedule.ImageNetCosine;
import io.mpvit.training.schedule.LearningRate;
import io.mpvit.weights.BlockStateDict;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.preset.Presets;
import io.mpvit.zoo.recipe.ClassificationData;
import io.mpvit.zoo.recipe.ClassifierTrainer;
import io.mpvit.zoo.recipe.InitialWeights;
import io.mpvit.zoo.recipe.TrainingDefaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifierTrainingTest {

  private static final ModelCard TINY = ModelCards.published().get("mpvit_tiny");

  @TempDir private Path folder;
  private final List<String> warnings = new ArrayList<>();

  private static ClassifierTrainer trainer() {
    return (ClassifierTrainer) Presets.of(TINY).trainer(TINY);
  }

  private static void draw(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    ImageWriter.write(RgbImage.of(2, 2, new byte[12]), file);
  }

  private ClassificationData read() throws IOException {
    return trainer().read(folder, warnings::add);
  }

  @Test
  void theRecipeIsThePublishedOne() {
    TrainingDefaults defaults = ClassifierTrainer.defaults();
    long pictures = 1_281_024;
    long steps = defaults.length().steps(pictures, defaults.batch());
    assertThat(steps).isEqualTo(300 * 1251);
    assertThat(defaults.rateOf(1024)).isEqualTo(1e-3);
    LearningRate rate = defaults.schedule().of(1e-3, steps);
    ImageNetCosine published = ImageNetCosine.published(1024);
    for (int epoch : new int[] {0, 1, 2, 5, 6, 7, 150, 299}) {
      assertThat(rate.at(epoch * 1251L)).isEqualTo(published.at(epoch));
      assertThat(rate.at(epoch * 1251L + 1250)).isEqualTo(published.at(epoch));
    }
    TrainingRecipe recipe = defaults.recipe().apply(rate);
    assertThat(recipe.maxNorm()).isInfinite();
    assertThat(recipe.averageDecay()).isZero();
    MPViTClassifier network = new MPViTClassifier(MPViTConfig.tiny(), 3);
    network
        .stateEntries()
        .forEach(
            entry -> {
              double decay =
                  recipe.groups().stream()
                      .filter(group -> group.members().test(entry))
                      .findFirst()
                      .orElseThrow()
                      .weightDecay();
              assertThat(decay).isEqualTo(entry.shape().length < 2 ? 0 : 0.05);
            });
  }

  @Test
  void aShortTrainingWithALowRateHasASoundSchedule() {
    LearningRate rate = ClassifierTrainer.defaults().schedule().of(1e-7, 10);
    for (int i = 0; i < 10; i++) {
      assertThat(rate.at(i)).isCloseTo(1e-7, within(1e-12));
    }
  }

  @Test
  void foldersAreClassesWithTrainOrWithoutIt() throws IOException {
    draw(folder.resolve("cat/1.png"));
    draw(folder.resolve("ant/1.png"));
    draw(folder.resolve("val/ant/1.png"));
    ClassificationData flat = read();
    assertThat(flat.labels().names()).containsExactly("ant", "cat");
    assertThat(flat.pictures()).isEqualTo(2);
    assertThat(flat.summary()).isEqualTo("2 pictures, 2 classes (ant 1, cat 1)");
    draw(folder.resolve("cat/2.png"));
    assertThat(read().digest()).isNotEqualTo(flat.digest());
    draw(folder.resolve("train/dog/1.png"));
    draw(folder.resolve("train/eel/1.png"));
    Files.createDirectories(folder.resolve("train/fox"));
    assertThat(warnings).isEmpty();
    assertThat(read().labels().names()).containsExactly("dog", "eel", "fox");
    assertThat(warnings).singleElement().asString().contains("fox: there is no picture");
  }

  @Test
  void refusesDataWithoutClasses() throws IOException {
    assertThatIOException().isThrownBy(this::read).withMessageContaining("found none");
    draw(folder.resolve("only/1.png"));
    draw(folder.resolve("images/1.png"));
    assertThatIOException().isThrownBy(this::read).withMessageContaining("data for detectors");
    Files.delete(folder.resolve("images/1.png"));
    Files.delete(folder.resolve("images"));
    assertThatIOException().isThrownBy(this::read).withMessageContaining("found [only]");
  }

  @Test
  void scoresByTheNamesOfTheClasses() throws IOException {
    draw(folder.resolve("ant/1.png"));
    draw(folder.resolve("cat/1.png"));
    draw(folder.resolve("val/bee/1.png"));
    ClassificationData data = read();
    assertThatIOException()
        .isThrownBy(() -> trainer().evaluator(data, folder.resolve("val"), line -> {}))
        .withMessageContaining("bee: the classifier has no class of this name");
  }

  @Test
  void ofAClassifierWithOtherClassesAllButTheHeadIsTaken() throws Exception {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      TorchBlock source = Presets.of(TINY).build(Optional.empty());
      ReferenceWeights.fill(source, manager);
      StateDict file = BlockStateDict.of(source);
      TorchBlock target = trainer().plan().of(3, Optional.of(file));
      target.initialize(manager, DataType.FLOAT32);
      InitialWeights found = InitialWeights.load(target, "", file, manager);
      assertThat(found.misshaped()).containsExactly("cls_head.cls.weight", "cls_head.cls.bias");
      assertThat(found.fresh()).isEmpty();
      assertThat(found.loaded()).hasSize(target.stateEntries().size() - 2);
    }
  }
}
