/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.detection.Detection;
import io.mpvit.detection.Detections;
import io.mpvit.detection.deformabledetr.DeformableDetrHeadConfig.Variant;
import io.mpvit.image.ImageSize;
import io.mpvit.nn.Pass;
import io.mpvit.nn.StateEntry;
import io.mpvit.ops.HostArrays;
import io.mpvit.ops.Precision;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.testing.Npz;
import io.mpvit.weights.BlockStateDict;
import io.mpvit.weights.KeyLayout;
import io.mpvit.weights.LoadRules;
import io.mpvit.weights.WeightLoader;
import io.mpvit.weights.WeightMismatchException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of the Hugging Face hub, all four repositories, against runs of transformers. */
@Tag("slow")
@Tag("golden")
class HubLayoutTest {

  private static final double TOLERANCE = 1e-4;
  private static final double BOX_TOLERANCE = 1e-5;
  private static final KeyLayout HUB = HubLayout.of(6);

  private final NDManager manager = NDManager.newBaseManager();
  private final Pass pass = new Pass(new ParameterStore(manager, false), false, Precision.FLOAT32);

  @AfterEach
  void close() {
    manager.close();
  }

  private DeformableDetr filled(Variant variant, int levels) {
    DeformableDetrConfig config = OtherDetectors.hub(variant, levels);
    DeformableDetr network = new DeformableDetr(config);
    ReferenceWeights.fill(network, manager, DetrGolden.tweaks(config.head().transformer()));
    return network;
  }

  private DeformableDetr loaded(Variant variant, int levels, Map<String, CheckpointTensor> file)
      throws Exception {
    DeformableDetr network = new DeformableDetr(OtherDetectors.hub(variant, levels));
    StateDict view = HUB.view(StateDict.of("hub.safetensors", file));
    new WeightLoader(LoadRules.strict()).load(network, view, manager);
    return network;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "plain, PLAIN, 4, 585, 545",
    "refine, REFINEMENT, 4, 621, 575",
    "two_stage, TWO_STAGE, 4, 654, 598",
    "single_scale, PLAIN, 1, 573, 533",
  })
  void filesGiveTheResultsOfTransformers(
      String name, Variant variant, int levels, int keys, int saved) throws Exception {
    DeformableDetr original = filled(variant, levels);
    HubFile names = HubFile.of(name);
    Map<String, CheckpointTensor> file = names.tensors(original, false);
    assertThat(file).hasSize(keys);
    names
        .rows()
        .forEach(
            row -> assertThat(file.get(row.key()).shape()).as(row.key()).isEqualTo(row.shape()));

    DeformableDetr network = loaded(variant, levels, file);
    assertSame(network, original, Set.of());
    checkGolden(name, network);

    Map<String, CheckpointTensor> written = names.tensors(original, true);
    assertThat(written).hasSize(saved);
    // Of a refining network with separate class heads transformers keeps the first alone.
    Set<String> lost =
        variant == Variant.REFINEMENT
            ? Set.of(
                "class_embed.1", "class_embed.2", "class_embed.3", "class_embed.4", "class_embed.5")
            : Set.of();
    assertSame(loaded(variant, levels, written), original, lost);
  }

  private static void assertSame(
      DeformableDetr network, DeformableDetr original, Set<String> firstInstead) {
    Map<String, NDArray> expected = new LinkedHashMap<>();
    for (StateEntry entry : original.stateEntries()) {
      expected.put(entry.key(), entry.parameter().getArray());
    }
    for (StateEntry entry : network.stateEntries()) {
      String head = entry.key().replaceFirst("\\.(weight|bias)$", "");
      String key =
          firstInstead.contains(head) ? entry.key().replaceFirst("\\.\\d\\.", ".0.") : entry.key();
      assertThat(entry.parameter().getArray().toFloatArray())
          .as(entry.key())
          .isEqualTo(expected.get(key).toFloatArray());
    }
  }

  private void checkGolden(String name, DeformableDetr network) {
    Npz npz = Npz.resource("/reference/hf_deformable_detr/r50_" + name + ".golden.npz");
    DetrGolden golden = new DetrGolden(npz);
    NDArray x = ReferenceInputs.array(manager, "input", new Shape(1, 3, 256, 320));
    NDList entering = new NDList(network.levels(pass, x));
    entering.add(DeformableDetr.areas(entering, x, List.of(new ImageSize(256, 320))));
    network
        .find("query_embed")
        .ifPresent(queries -> entering.addAll(queries.forward(pass, new NDList(x))));
    DeformableTransformer.Result result =
        DeformableTransformer.Result.of(
            network.find("transformer").orElseThrow().forward(pass, entering),
            network.config().transformer());
    golden.assertClose("memory", result.memory(), TOLERANCE);
    golden.assertClose("hs0", result.states().get(0), TOLERANCE);
    golden.assertClose("hs5", result.states().get(5), TOLERANCE);
    if (npz.has("inter_reference5")) {
      golden.assertClose("inter_reference5", result.references().get(6), BOX_TOLERANCE);
    }
    if (npz.has("enc_outputs_class.sample")) {
      golden.assertClose("enc_outputs_class", result.proposed().get(0), TOLERANCE);
    }
    NDList outputs = network.forward(pass, new NDList(x));
    golden.assertClose("pred_logits", outputs.get(0), TOLERANCE);
    golden.assertClose("pred_boxes", outputs.get(1), BOX_TOLERANCE);
    checkBest(npz, golden);
    if (npz.has("pad.pred_logits")) {
      NDArray padded = x.duplicate();
      padded.set(new NDIndex(":, :, 200:, :"), 0);
      padded.set(new NDIndex(":, :, :, 290:"), 0);
      NDArray size = HostArrays.of(manager, new long[] {200, 290}, 1, 2);
      NDList found = network.forward(pass, new NDList(padded, size));
      golden.assertClose("pad.pred_logits", found.get(0), TOLERANCE);
      golden.assertClose("pad.pred_boxes", found.get(1), BOX_TOLERANCE);
    }
  }

  /** The stored predictions, so that neighbouring scores do not change places. */
  private void checkBest(Npz npz, DetrGolden golden) {
    NDList stored =
        new NDList(golden.array(manager, "pred_logits"), golden.array(manager, "pred_boxes"));
    Detections found =
        new DeformableDetrDecoder(100).decode(stored, List.of(new ImageSize(480, 640))).get(0);
    float[] scores = npz.floats("top100.scores");
    float[] boxes = npz.floats("top100.boxes");
    int[] labels = npz.ints("top100.labels");
    assertThat(found.items()).hasSize(scores.length);
    for (int i = 0; i < scores.length; i++) {
      Detection item = found.items().get(i);
      assertThat(Math.abs(item.score() - scores[i])).isLessThan(1e-6f);
      assertThat(item.classIndex()).isEqualTo(labels[i]);
      assertThat(Math.abs(item.box().x1() - boxes[4 * i])).isLessThan(1e-2f);
      assertThat(Math.abs(item.box().y2() - boxes[4 * i + 3])).isLessThan(1e-2f);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "plain, PLAIN, 4",
    "refine, REFINEMENT, 4",
    "two_stage, TWO_STAGE, 4",
    "single_scale, PLAIN, 1",
  })
  void writesTheHubsNames(String name, Variant variant, int levels) throws Exception {
    DeformableDetr original = filled(variant, levels);
    Map<String, CheckpointTensor> file = HUB.toFile(BlockStateDict.of(original).tensors());
    HubFile names = HubFile.of(name);
    assertThat(file.keySet())
        .containsExactlyInAnyOrderElementsOf(names.rows().stream().map(HubFile.Row::key).toList());
    for (Map.Entry<String, CheckpointTensor> expected : names.tensors(original, false).entrySet()) {
      assertThat(file.get(expected.getKey()).read())
          .as(expected.getKey())
          .isEqualTo(expected.getValue().read());
    }
    assertSame(loaded(variant, levels, file), original, Set.of());
  }

  /** Either of a head's two names will do. */
  @Test
  void headsHaveTwoNames() throws Exception {
    DeformableDetr original = filled(Variant.TWO_STAGE, 4);
    Map<String, CheckpointTensor> file = HubFile.of("two_stage").tensors(original, false);
    for (String lost : List.of("model.decoder.class_embed.", "model.decoder.bbox_embed.")) {
      Map<String, CheckpointTensor> rest = new LinkedHashMap<>(file);
      rest.keySet().removeIf(key -> key.startsWith(lost));
      assertThat(rest).hasSizeLessThan(file.size());
      assertSame(loaded(Variant.TWO_STAGE, 4, rest), original, Set.of());
    }
  }

  @Test
  void namesOfNewerProgramsInMemoryAreRead() throws Exception {
    DeformableDetr original = filled(Variant.PLAIN, 4);
    UnaryOperator<String> newer =
        key ->
            key.replace("backbone.conv_encoder.model.", "backbone.model.")
                .replace("self_attn.out_proj", "self_attn.o_proj")
                .replaceFirst("\\.(fc[12])\\.", ".mlp.$1.");
    Map<String, CheckpointTensor> file = new LinkedHashMap<>();
    HubFile.of("plain")
        .tensors(original, false)
        .forEach((key, tensor) -> file.put(newer.apply(key), tensor));
    assertThat(file).containsKey("model.decoder.layers.0.mlp.fc1.weight");
    assertThat(file).containsKey("model.decoder.layers.0.self_attn.o_proj.weight");
    file.put("model.backbone.model.bn1.num_batches_tracked", CheckpointTensor.of(new float[1], 1));
    assertSame(loaded(Variant.PLAIN, 4, file), original, Set.of());
  }

  @Test
  void whatIsMissingOrLeftOverIsAnError() {
    DeformableDetr original = filled(Variant.PLAIN, 4);
    Map<String, CheckpointTensor> file = HubFile.of("plain").tensors(original, false);
    CheckpointTensor taken = file.remove("model.decoder.layers.2.self_attn.k_proj.bias");
    assertThatThrownBy(() -> loaded(Variant.PLAIN, 4, file))
        .isInstanceOf(WeightMismatchException.class)
        .hasMessageContaining("transformer.decoder.layers.2.self_attn.in_proj_bias")
        .hasMessageContaining("self_attn.q_proj.bias");
    file.put("model.decoder.layers.2.self_attn.k_proj.bias", taken);
    file.remove("class_embed.0.weight");
    file.keySet().removeIf(key -> key.startsWith("class_embed."));
    assertThatThrownBy(() -> loaded(Variant.PLAIN, 4, file))
        .isInstanceOf(WeightMismatchException.class)
        .hasMessageContaining("class_embed.0.weight");
  }

  @Test
  void refusesTheOtherResNet() {
    assertThat(
            HUB.refusal(
                Set.of(
                    "model.level_embed",
                    "model.backbone.conv_encoder.model.encoder.stages.0.layers.0.x.weight")))
        .hasValueSatisfying(
            reason -> assertThat(reason).contains("use_timm_backbone").contains("not supported"));
    assertThat(
            HUB.refusal(
                Set.copyOf(HubFile.of("plain").rows().stream().map(HubFile.Row::key).toList())))
        .isEmpty();
  }
}
