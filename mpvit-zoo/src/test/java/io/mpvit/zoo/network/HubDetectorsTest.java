/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.mpvit.checkpoint.CheckpointWriter;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.detection.ObjectDetector;
import io.mpvit.nn.TorchBlock;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.weights.ClassLabels;
import io.mpvit.weights.KeyLayout;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.fetch.FetchException;
import io.mpvit.zoo.fetch.ProgressListener;
import io.mpvit.zoo.fetch.WeightsLocator;
import io.mpvit.zoo.preset.Presets;
import io.mpvit.zoo.testing.ReferenceModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The folders that the hub's models of Deformable DETR are, from the file to the network. */
class HubDetectorsTest {

  private static final String PLAIN = "deformable_detr_r50_hf";

  @TempDir private Path folder;

  private static ModelCard card(String name) {
    return ModelCards.published().get(name);
  }

  /** A model of the hub with reference weights: the weights, and the configuration beside them. */
  private Path hubFile(String model, String name, String config) throws Exception {
    Path own = ReferenceModels.write(model, Files.createDirectories(folder.resolve("own")));
    Path file = Files.createDirectories(folder.resolve("hub")).resolve(name);
    Path written = file.resolveSibling(name.replace("pytorch_model.bin", "bare.pth"));
    KeyLayout hub =
        Presets.of(card(model)).layouts().stream()
            .filter(layout -> layout.name().equals("hub"))
            .findFirst()
            .orElseThrow();
    try (StateDict weights = StateDict.open(own)) {
      CheckpointWriter.write(weights.withTensors(hub.toFile(weights.tensors())), written);
    }
    Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(file.resolveSibling("config.json"), config);
    return file;
  }

  private static String config(String fields) {
    return "{\"model_type\": \"deformable_detr\"" + fields + "}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "deformable_detr_r50_hf | ",
        "deformable_detr_r50_refine_hf | , \"with_box_refine\": true",
        "deformable_detr_r50_two_stage_hf | , \"with_box_refine\": true, \"two_stage\": true",
        "deformable_detr_r50_single_scale_hf | , \"num_feature_levels\": 1",
      })
  void filesOfTheHubAreTheNetworksOfTheirCards(String model, String fields) throws Exception {
    String options = fields == null ? "" : fields;
    Path file = hubFile(model, "pytorch_model.bin", config(options));
    try (StateDict weights = StateDict.open(file)) {
      ModelMatch match = new ModelMatcher(ModelCards.published()).match(weights).orElseThrow();
      assertThat(match.isWholeModel()).isTrue();
      assertThat(match.layout()).isEqualTo("hub");
      assertThat(match.cards()).contains(card(model));
      assertThat(match.cards())
          .allMatch(
              card -> card.name().equals(model) || card.name().equals("deformable_detr_resnet50"));
    }
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      TorchBlock network = NetworkLoader.load(card(model), file, manager);
      Path own = folder.resolve("own").resolve(card(model).weightsFileName());
      TorchBlock same = NetworkLoader.load(card(model), own, manager);
      assertThat(forward(network, manager)).isEqualTo(forward(same, manager));
    }
  }

  private static NDList forward(TorchBlock network, NDManager manager) {
    NDArray input = ReferenceInputs.array(manager, "hub", new Shape(1, 3, 64, 96));
    return network.forward(new ParameterStore(manager, false), new NDList(input), false);
  }

  /** The option -w takes the folder as well. */
  @Test
  void aFolderStandsForTheWeightsInIt() throws Exception {
    Path file = hubFile(PLAIN, "model.safetensors", config(""));
    WeightsLocator locator = WeightsLocator.fromEnvironment();
    assertThat(locator.locate(card(PLAIN), Optional.of(file.getParent()), ProgressListener.NONE))
        .isEqualTo(file);
    Path empty = Files.createDirectories(folder.resolve("empty"));
    assertThatExceptionOfType(FetchException.class)
        .isThrownBy(() -> locator.locate(card(PLAIN), Optional.of(empty), ProgressListener.NONE))
        .withMessageContaining("is a folder, expected a file or a folder with mpvit.json or one of")
        .withMessageContaining("model.safetensors");
  }

  @Test
  void namesOfClassesStandInTheConfiguration() throws Exception {
    StringBuilder labels = new StringBuilder();
    for (int i = 0; i < 91; i++) {
      labels.append(i == 0 ? "" : ", ").append("\"%d\": \"thing %d\"".formatted(i, i));
    }
    Path file = hubFile(PLAIN, "model.safetensors", config(", \"id2label\": {" + labels + "}"));
    try (LoadedNetwork<ObjectDetector> model =
        NetworkLoader.load(card(PLAIN), file, null, ObjectDetector.class)) {
      assertThat(model.labels().map(ClassLabels::names).orElseThrow())
          .hasSize(91)
          .startsWith("thing 0", "thing 1");
    }
    Files.writeString(
        file.resolveSibling("config.json"), config(", \"id2label\": {\"0\": \"other\"}"));
    assertThat(NetworkLoader.labels(card(PLAIN), file, 91)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"model_type\": \"detr\"} | config.json: model_type is detr, expected deformable_detr",
        "{\"model_type\": \"deformable_detr\", \"two_stage\": true} | config.json: two_stage is"
            + " true",
        "{\"model_type\": \"deformable_detr\", \"dilation\": true} | config.json: dilation is true",
      })
  void aConfigurationOfSomethingElseIsSaid(String config, String message) throws Exception {
    Path file = hubFile(PLAIN, "model.safetensors", config);
    refuses(PLAIN, file, message);
    // A file of our own does not care what lies beside it.
    Path own = folder.resolve("own").resolve(card(PLAIN).weightsFileName());
    Files.copy(file.resolveSibling("config.json"), own.resolveSibling("config.json"));
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      assertThat(NetworkLoader.load(card(PLAIN), own, manager)).isNotNull();
    }
  }

  @Test
  void otherFilesAreSaidInOneLine() throws Exception {
    Path file = hubFile("deformable_detr_r50_two_stage_hf", "model.safetensors", "");
    refuses("deformable_detr_r50_single_scale_hf", file, "does not fit");

    Map<String, CheckpointTensor> tensors = new LinkedHashMap<>();
    String resnet = "model.backbone.conv_encoder.model.encoder.stages.0.layers.0.shortcut.weight";
    tensors.put(resnet, CheckpointTensor.of(new float[4], 4));
    Path other = folder.resolve("other.safetensors");
    CheckpointWriter.write(StateDict.of("other", tensors), other);
    refuses(PLAIN, other, "other.safetensors holds the ResNet of the transformers library");

    Path detr = Files.createDirectories(folder.resolve("detr")).resolve("model.safetensors");
    tensors.clear();
    tensors.put("model.encoder.layers.0.fc1.weight", CheckpointTensor.of(new float[4], 2, 2));
    CheckpointWriter.write(StateDict.of("detr", tensors), detr);
    refuses(PLAIN, detr, "does not fit DeformableDetr");
    Files.writeString(detr.resolveSibling("config.json"), "{\"model_type\": \"detr\"}");
    refuses(PLAIN, detr, "the weights beside it are of another architecture");
  }

  private static void refuses(String model, Path file, String message) {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      assertThatExceptionOfType(MalformedModelException.class)
          .isThrownBy(() -> NetworkLoader.load(card(model), file, manager))
          .withMessageContaining(message)
          .withMessageNotContaining("\n");
      assertThat(manager.getManagedArrays()).isEmpty();
    }
  }
}
