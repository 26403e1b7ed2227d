/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.mpvit.backbone.mpvit.MPViTClassifier;
import io.mpvit.backbone.mpvit.MPViTConfig;
import io.mpvit.checkpoint.CheckpointWriter;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.cli.Cli.Result;
import io.mpvit.nn.StateEntry;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.preset.Presets;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {

  @TempDir private Path folder;

  @Test
  void saysWhatIsThereAndWhatItFits() throws Exception {
    Path json = folder.resolve("out.json");
    Path weights = TestFiles.classifier(7);
    Result result = Cli.run("inspect", weights, "--json", json);
    assertThat(result.status()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .startsWith(weights.toString())
        .containsPattern("kind +PyTorch zip archive")
        .containsPattern("state dict +model\n")
        .containsPattern("fits +mpvit_tiny\n")
        .containsPattern("mlp ratio +2\n")
        .containsPattern("classes +7\n")
        .containsPattern("cls_head +2 +1,519 +cls_head.cls.weight \\[7, 216\\]");

    JsonObject report = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
    MPViTClassifier network = new MPViTClassifier(MPViTConfig.tiny(), 7);
    assertThat(report.get("parameters").getAsLong()).isEqualTo(network.parameterCount());
    assertThat(report.get("bytes").getAsLong()).isEqualTo(Files.size(weights));
    assertThat(report.getAsJsonArray("keys")).hasSize(network.stateEntries().size());
    assertThat(report.get("tied").getAsLong())
        .isEqualTo(network.stateEntries().stream().filter(entry -> entry.isAlias()).count());
    JsonObject model = report.getAsJsonObject("model");
    assertThat(model.get("fits").getAsString()).isEqualTo("exactly");
    assertThat(model.getAsJsonArray("names").toString()).isEqualTo("[\"mpvit_tiny\"]");
  }

  @Test
  void recognisesATwoStageDetector() throws Exception {
    Result result = Cli.run("inspect", TestFiles.segmenter());
    assertThat(result.status()).isZero();
    assertThat(result.out())
        .containsPattern("fits +mask_rcnn_mpvit_tiny_1x, mask_rcnn_mpvit_tiny_ms_3x\n")
        .containsPattern("classes +80\n")
        .contains("roi_heads.box_head.fc1.weight [1024, 12544]");
  }

  @Test
  void countsWhatDiffersFromTheNearestModel() throws Exception {
    Path cut = folder.resolve("cut.safetensors");
    try (StateDict whole = StateDict.open(TestFiles.detector(3))) {
      Map<String, CheckpointTensor> tensors = new LinkedHashMap<>(whole.tensors());
      tensors.remove("head.bbox_pred.weight");
      tensors.remove("head.bbox_pred.bias");
      tensors.put("extra.weight", CheckpointTensor.of(new float[2], 2));
      CheckpointWriter.write(StateDict.of("cut", tensors), cut);
    }
    Result result = Cli.run("inspect", cut);
    assertThat(result.status()).isZero();
    assertThat(result.out())
        .containsPattern("fits +no model; nearest is retinanet_mpvit_tiny_1x")
        .containsPattern("missing +2 keys: head \\(2\\); such as head.bbox_pred.weight")
        .containsPattern("unexpected +1 key: extra \\(1\\); such as extra.weight");
  }

  @Test
  void averagedWeightsBesideTheOthersArePointedOut() throws Exception {
    Path file = folder.resolve("training.pth");
    String fixture = "/reference/checkpoints/files/zip_deit.pth";
    try (InputStream in = InspectCommandTest.class.getResourceAsStream(fixture)) {
      Files.copy(in, file);
    }
    Result usual = Cli.run("inspect", file);
    assertThat(usual.out())
        .containsPattern("state dict +model\n")
        .contains("epoch = 299", "'model_ema' looks like averaged weights");
    Result averaged = Cli.run("inspect", file, "--entry", "model_ema");
    assertThat(averaged.out())
        .containsPattern("state dict +model_ema\n")
        .doesNotContain("looks like averaged weights");
  }

  @Test
  void textsOfTheFileCannotSteerTheTerminal() throws Exception {
    Path file = folder.resolve("odd.safetensors");
    Map<String, CheckpointTensor> tensors =
        Map.of("a\u001b[31m.weight", CheckpointTensor.of(new float[2], 2));
    CheckpointWriter.write(StateDict.of("odd", tensors), file);
    Result result = Cli.run("inspect", file);
    assertThat(result.out()).doesNotContain("\u001b").contains("a?[31m");
    assertThat(result.out()).containsPattern("fits +no model of the zoo");
  }

  /** A .safetensors file has a copy under each key; the model has one parameter. */
  @Test
  void tiedTensorsAreCountedOnce() throws Exception {
    Path json = folder.resolve("ties.json");
    Result result = Cli.run("inspect", BundledFiles.file(BundledFiles.DETECTOR), "--json", json);
    assertThat(result.out()).contains("1,674,784 learned");
    JsonObject report = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
    assertThat(report.get("parameters").getAsLong()).isEqualTo(1_674_784);

    // what differs is not shared, whatever the model says
    Path changed = folder.resolve("changed.safetensors");
    String alias = alias();
    BundledFiles.filled(BundledFiles.DETECTOR, changed, alias, 0.5f);
    assertThat(Cli.run("inspect", changed).out()).doesNotContain("1,674,784 learned");
    assertThat(report.get("tied").getAsLong()).isPositive();
  }

  private static String alias() {
    ModelCard card = ModelCards.published().get(BundledFiles.DETECTOR);
    return Presets.of(card).build(Optional.empty()).stateEntries().stream()
        .filter(StateEntry::isAlias)
        .map(StateEntry::key)
        .findFirst()
        .orElseThrow();
  }
}
