/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDManager;
import io.mpvit.checkpoint.CheckpointWriter;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.image.ImageWriter;
import io.mpvit.nn.TorchBlock;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.training.loop.TrainingRecipe;
import io.mpvit.training.optimizer.Sgd;
import io.mpvit.training.schedule.LearningRate;
import io.mpvit.weights.BlockStateDict;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.preset.Presets;
import io.mpvit.zoo.training.TrainingRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrozenPartsTest {

  private static ModelCard card(String name) {
    return ModelCards.published().get(name);
  }

  private static TorchBlock network(String name) {
    return Presets.of(card(name)).build(Optional.empty());
  }

  @Test
  void theFirstPartsOfTheBackboneBelowThePyramid() {
    TorchBlock network = network("faster_rcnn_r50_fpn_3x");
    assertThat(FrozenParts.of(network, 0)).isEmpty();
    assertThat(FrozenParts.of(network, 2))
        .containsExactly(
            network.find("backbone.bottom_up.stem").orElseThrow(),
            network.find("backbone.bottom_up.res2").orElseThrow());
    assertThat(FrozenParts.of(network, 5)).hasSize(5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FrozenParts.of(network, 6))
        .withMessageContaining("5 parts")
        .withMessageContaining("found 6");
  }

  @Test
  void whatIsFrozenStaysAndTheRestLearns(@TempDir Path folder) throws Exception {
    Path init = folder.resolve("init.safetensors");
    TorchBlock network = network("mpvit_tiny");
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      ReferenceWeights.fill(network, manager);
      CheckpointWriter.write(BlockStateDict.of(network), init);
    }
    for (String name : List.of("one", "two")) {
      Path pictures = Files.createDirectories(folder.resolve("data").resolve(name));
      ImageWriter.write(ReferenceInputs.image(name, 64, 64), pictures.resolve("1.png"));
    }
    TrainingRun run =
        TrainingRun.of(card("mpvit_tiny"), folder.resolve("data"), folder.resolve("out"))
            .iterations(1)
            .batch(2)
            .init(init)
            .frozen(2)
            .log(line -> {})
            .build();
    run.run();
    try (StateDict before = StateDict.open(init);
        StateDict after = StateDict.open(run.weights())) {
      for (String key : before.keys()) {
        boolean frozen =
            key.startsWith("stem.")
                || key.startsWith("patch_embed_stages.0.")
                || key.startsWith("mhca_stages.0.");
        if (frozen) {
          assertThat(values(after.get(key))).as(key).isEqualTo(values(before.get(key)));
        }
      }
      for (String key :
          List.of(
              "mhca_stages.1.aggregate.conv.weight", "mhca_stages.1.aggregate.bn.running_mean")) {
        assertThat(values(after.get(key))).as(key).isNotEqualTo(values(before.get(key)));
      }
    }
  }

  private static byte[] values(CheckpointTensor tensor) throws Exception {
    byte[] bytes = new byte[Math.toIntExact(tensor.byteSize())];
    tensor.read().get(bytes);
    return bytes;
  }

  /** detectron2_resnet/SPEC, section 5. */
  @ParameterizedTest
  @CsvSource({
    "retinanet_r50_fpn_1x, 0.01, 90000, 60000, 80000",
    "retinanet_r50_fpn_3x, 0.01, 270000, 210000, 250000",
    "faster_rcnn_r50_fpn_1x, 0.02, 90000, 60000, 80000",
    "mask_rcnn_x101_fpn_3x, 0.02, 270000, 210000, 250000"
  })
  void detectron2sRecipe(String model, double rate, long length, long first, long second) {
    TrainingDefaults defaults = DetectorTraining.detectron2(card(model), rate);
    assertThat(defaults.batch()).isEqualTo(16);
    assertThat(defaults.frozen()).isEqualTo(2);
    assertThat(defaults.length()).isEqualTo(TrainingDefaults.Length.iterations(length));
    LearningRate schedule = defaults.schedule().of(rate, length);
    Offset<Double> offset = Offset.offset(1e-12);
    assertThat(schedule.at(0)).isCloseTo(rate * 0.001, offset);
    assertThat(schedule.at(500)).isCloseTo(rate * 0.5005, offset);
    assertThat(schedule.at(1000)).isCloseTo(rate, offset);
    assertThat(schedule.at(first - 1)).isCloseTo(rate, offset);
    assertThat(schedule.at(first)).isCloseTo(rate / 10, offset);
    assertThat(schedule.at(second)).isCloseTo(rate / 100, offset);
    TrainingRecipe recipe = defaults.recipe().apply(schedule);
    assertThat(recipe.settings()).isEqualTo(new Sgd.Settings(0.9));
    assertThat(recipe.maxNorm()).isInfinite();
  }
}
