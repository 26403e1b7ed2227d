/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.mpvit.backbone.mvitv2.MViTv2Config;
import io.mpvit.checkpoint.CheckpointWriter;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.WriteOptions;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.nn.StateEntry;
import io.mpvit.nn.TorchBlock;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.testing.Npz;
import io.mpvit.testing.Tolerances;
import io.mpvit.weights.BlockStateDict;
import io.mpvit.weights.KeyLayout;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.preset.Presets;
import io.mpvit.zoo.recipe.InitialWeights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of MViTv2 as the authors and timm lay them out, and files of something else. */
@Tag("golden")
class MViTv2FilesTest {

  private static final ModelCard TINY = ModelCards.published().get("mvitv2_t_in1k");
  private static final ModelCard DETECTOR = ModelCards.published().get("mask_rcnn_mvitv2_t_3x");
  private static final ModelCard LARGE =
      ModelCards.published().get("cascade_mask_rcnn_mvitv2_l_in21k_lsj_50ep");

  @TempDir private Path folder;
  private final NDManager manager = NDManager.newBaseManager("PyTorch");

  @AfterEach
  void close() {
    manager.close();
  }

  private Map<String, CheckpointTensor> reference() {
    TorchBlock network = Presets.of(TINY).build(Optional.empty());
    ReferenceWeights.fill(network, manager);
    return BlockStateDict.of(network).tensors();
  }

  private static KeyLayout layout(String name) {
    return Presets.of(TINY).layouts().stream()
        .filter(layout -> layout.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** With the member and the time axis that the authors' test configurations write. */
  private Path authorsFile() throws Exception {
    Map<String, CheckpointTensor> tensors = new LinkedHashMap<>();
    reference()
        .forEach(
            (key, tensor) -> {
              long[] s = tensor.shape();
              tensors.put(key, s.length == 4 ? tensor.reshaped(s[0], s[1], 1, s[2], s[3]) : tensor);
            });
    Path written = folder.resolve("written.pth");
    CheckpointWriter.write(
        StateDict.of("authors", tensors),
        written,
        WriteOptions.defaults().withRootEntry("model_state"));
    return Files.move(written, folder.resolve("MViTv2_T_in1k.pyth"));
  }

  private Path timmFile() throws Exception {
    Path file = folder.resolve("model.safetensors");
    CheckpointWriter.write(StateDict.of("timm", layout("timm").toFile(reference())), file);
    return file;
  }

  private void assertGoldenLogits(Path file) throws Exception {
    TorchBlock network = NetworkLoader.load(TINY, file, manager);
    NDArray x = ReferenceInputs.array(manager, "input", new Shape(1, 3, 224, 224));
    float[] logits =
        network
            .forward(new ParameterStore(manager, false), new NDList(x), false)
            .singletonOrThrow()
            .toFloatArray();
    float[] expected =
        Npz.resource("/reference/mvitv2_imagenet/mvitv2_t_in1k.golden.npz").floats("logits");
    for (int i = 0; i < expected.length; i++) {
      Tolerances.assertClose("logits", logits[i], expected[i], 1e-4);
    }
  }

  private String matched(Path file) throws Exception {
    try (StateDict weights = StateDict.open(file)) {
      ModelMatch match = new ModelMatcher(ModelCards.published()).match(weights).orElseThrow();
      assertThat(match.mismatch().isEmpty()).isTrue();
      assertThat(match.cards()).containsExactly(TINY);
      return match.layout();
    }
  }

  @Test
  void theAuthorsFilesAreRead() throws Exception {
    Path file = authorsFile();
    assertThat(matched(file)).isEqualTo("mvit");
    assertGoldenLogits(file);
  }

  @Test
  void timmsFilesAreRead() throws Exception {
    Path file = timmFile();
    assertThat(matched(file)).isEqualTo("timm");
    assertGoldenLogits(file);
  }

  @Test
  void aClassifierOfEitherLayoutStartsADetector() throws Exception {
    for (Path path : new Path[] {authorsFile(), timmFile()}) {
      try (StateDict file = StateDict.open(path);
          NDManager scope = manager.newSubManager()) {
        TorchBlock target = Presets.of(DETECTOR).build(Optional.empty());
        target.initialize(scope, DataType.FLOAT32);
        StateDict start = Presets.of(DETECTOR).startingPoint(file);
        InitialWeights found = InitialWeights.load(target, "backbone.bottom_up.", start, scope);
        assertThat(found.misshaped()).isEmpty();
        assertThat(found.fresh())
            .filteredOn(key -> key.startsWith("backbone.bottom_up."))
            .hasSize(8)
            .allMatch(key -> key.startsWith("backbone.bottom_up.scale"));
      }
    }
  }

  /** The published table has the parameters of a variant that the published code does not build. */
  @Test
  void theOtherLargeOneIsRefusedInWords() throws Exception {
    Map<String, CheckpointTensor> tensors = new LinkedHashMap<>();
    for (StateEntry entry : MViTv2Config.largeClassifier().build().stateEntries()) {
      if (entry.key().startsWith("blocks.1.") || entry.key().startsWith("blocks.2.")) {
        int size = Math.toIntExact(entry.parameter().getShape().size());
        tensors.put(
            "backbone.bottom_up." + entry.key(),
            CheckpointTensor.of(new float[size], entry.shape()));
      }
    }
    Path file = folder.resolve("other.safetensors");
    CheckpointWriter.write(StateDict.of("other", tensors), file);
    assertThatExceptionOfType(MalformedModelException.class)
        .isThrownBy(() -> NetworkLoader.load(LARGE, file, manager))
        .withMessageContaining(file.toString())
        .withMessageContaining("cascade_mask_rcnn_mvitv2_l")
        .withMessageContaining("doubles in the MLP");
  }
}
