/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import io.mpvit.backbone.mpvit.MPViTClassifier;
import io.mpvit.backbone.mpvit.MPViTConfig;
import io.mpvit.checkpoint.CheckpointWriter;
import io.mpvit.checkpoint.WriteOptions;
import io.mpvit.nn.TorchBlock;
import io.mpvit.ops.Precision;
import io.mpvit.weights.BlockStateDict;
import io.mpvit.weights.ClassLabels;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.testing.ReferenceModels;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MpvitBlockFactoryTest {

  @TempDir private Path folder;

  @Test
  void buildsAFrozenNetworkOfTheFilesArchitecture() throws Exception {
    Path file = folder.resolve("mine.pth");
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      TorchBlock block = new MPViTClassifier(MPViTConfig.tiny().withMlpRatio(3), 7);
      block.initialize(manager, DataType.FLOAT32);
      CheckpointWriter.write(BlockStateDict.of(block), file);
    }
    try (Model model = Model.newInstance("m", "PyTorch")) {
      Block block =
          new MpvitBlockFactory()
              .newBlock(
                  model,
                  folder,
                  Map.of("model", "mpvit_tiny", "weights", file, "precision", "bf16"));
      assertThat(block)
          .isInstanceOfSatisfying(
              MPViTClassifier.class,
              network -> {
                assertThat(network.classes()).isEqualTo(7);
                assertThat(network.precision()).isEqualTo(Precision.BFLOAT16);
              });
      assertThat(block.getParameters().values()).noneMatch(Parameter::requiresGradient);
    }
  }

  @Test
  void theModelKnowsWhatTheFileCallsItsClasses() throws Exception {
    ClassLabels labels = new ClassLabels(List.of("owl", "yak"), List.of(16, 21));
    Path file = folder.resolve("mine.safetensors");
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      TorchBlock block = new MPViTClassifier(MPViTConfig.tiny(), 2);
      block.initialize(manager, DataType.FLOAT32);
      CheckpointWriter.write(
          BlockStateDict.of(block), file, WriteOptions.defaults().withMetadata(labels.texts()));
    }
    try (Model model = Model.newInstance("m", "PyTorch")) {
      new MpvitBlockFactory()
          .newBlock(model, folder, Map.of("model", "mpvit_tiny", "weights", file));
      assertThat(ClassLabels.of(model.getProperties())).contains(labels);
    }
    ModelCard card = ModelCards.published().get("mpvit_tiny");
    assertThat(NetworkLoader.labels(card, file, 2)).contains(labels);
    assertThat(NetworkLoader.labels(card, file, 3)).as("of another head").isEmpty();
  }

  @Test
  void aFileForAnotherNetworkIsRefusedByName() throws Exception {
    Path file = ReferenceModels.write("mpvit_tiny", folder);
    try (Model model = Model.newInstance("m", "PyTorch")) {
      assertThatIOException()
          .isThrownBy(
              () ->
                  new MpvitBlockFactory()
                      .newBlock(model, folder, Map.of("model", "mpvit_small", "weights", file)))
          .withMessageContaining(file.toString());
      assertThat(model.getNDManager().isOpen()).isFalse();
    }
  }

  @Test
  void wrongArgumentsAreNamed() throws Exception {
    Path file = Files.createFile(folder.resolve("none.pth"));
    for (Map<String, Object> arguments :
        List.of(
            Map.<String, Object>of(),
            Map.<String, Object>of("model", "mpvit_tinny"),
            Map.<String, Object>of("model", "mpvit_tiny", "weights", file, "precision", "int8"))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ModelArguments.of(arguments, null))
          .withMessageMatching(".*(\"model\" is missing|did you mean mpvit_tiny|fp32, bf16).*");
    }
  }

  @Test
  void isSerializable() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new MpvitBlockFactory());
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isInstanceOf(MpvitBlockFactory.class);
    }
  }
}
