/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.mpvit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.UnaryBlock;
import io.mpvit.ops.ConvolutionOps;
import io.mpvit.ops.Precision;
import io.mpvit.ops.TokenOps;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.reference.WeightTweak;
import io.mpvit.testing.Golden;
import io.mpvit.testing.Manifest;
import io.mpvit.testing.Npz;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Evaluation runs of the reference implementation, all variants, on the CPU in float32. */
@Tag("golden")
class MPViTGoldenTest {

  private static final double TOLERANCE = 2e-5;
  private static final Map<String, MPViTConfig> CONFIGS =
      Map.of(
          "tiny", MPViTConfig.tiny(),
          "xsmall", MPViTConfig.xsmall(),
          "small", MPViTConfig.small(),
          "base", MPViTConfig.base());

  /** The position encodings' weights at a quarter: keeps late blocks from drowning. */
  private static final WeightTweak DAMPED =
      (key, values, shape) -> {
        if (key.endsWith("cpe.proj.weight")) {
          for (int i = 0; i < values.length; i++) {
            values[i] *= 0.25f;
          }
        }
      };

  @ParameterizedTest
  @CsvSource({
    "tiny, s224, 1, 224, 224, input",
    "tiny, damped224, 1, 224, 224, input",
    "tiny, b2, 2, 224, 224, input",
    "tiny, r192x256, 1, 192, 256, input",
    "tiny, r201x333, 1, 201, 333, input",
    "xsmall, s224, 1, 224, 224, input",
    "xsmall, damped224, 1, 224, 224, input",
    "small, s224, 1, 224, 224, input",
    "small, damped224, 1, 224, 224, input",
    "base, s224, 1, 224, 224, input",
    "base, damped224, 1, 224, 224, input",
  })
  void reproducesFeaturesAndLogits(
      String variant, String run, long batch, long height, long width, String input) {
    Golden golden =
        new Golden(Npz.resource("/reference/mpvit/mpvit_" + variant + ".golden.npz"), TOLERANCE);
    try (NDManager manager = NDManager.newBaseManager()) {
      MPViTClassifier network =
          new MPViTClassifier(CONFIGS.get(variant), MPViTClassifier.IMAGENET_CLASSES);
      ReferenceWeights.fill(
          network, manager, run.startsWith("damped") ? List.of(DAMPED) : List.of());
      Pass pass = new Pass(new ParameterStore(manager, false), false, Precision.FLOAT32);
      NDArray x = ReferenceInputs.array(manager, input, new Shape(batch, 3, height, width));
      golden.assertTap(run + ".stem_out", unary(network, "stem").forward(pass, x));
      NDList maps = network.backbone().forward(pass, new NDList(x));
      for (int s = 0; s < maps.size(); s++) {
        golden.assertTap(run + "." + network.backbone().features().get(s).name(), maps.get(s));
      }
      golden.assertWhole(run + ".logits", network.forward(pass, x));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny", "small"})
  void reproducesEveryLayer(String variant) {
    Golden golden =
        new Golden(Npz.resource("/reference/mpvit/mpvit_" + variant + ".golden.npz"), TOLERANCE);
    try (NDManager manager = NDManager.newBaseManager()) {
      MPViTConfig config = CONFIGS.get(variant);
      MPViTClassifier network = new MPViTClassifier(config, MPViTClassifier.IMAGENET_CLASSES);
      ReferenceWeights.fill(network, manager);
      Pass pass = new Pass(new ParameterStore(manager, false), false, Precision.FLOAT32);
      Layers layers = new Layers(network, golden, pass);
      NDArray x = ReferenceInputs.array(manager, "input", new Shape(1, 3, 224, 224));

      NDArray stem =
          layers.run("stem.1", layers.run("stem.0", ConvolutionOps.channelsLast(x, false)));
      NDArray first = layers.run("patch_embed_stages.0.patch_embeds.0", stem);
      NDArray second = layers.run("patch_embed_stages.0.patch_embeds.1", first);
      layers.run("mhca_stages.0.InvRes.conv1", first);
      NDArray local = layers.run("mhca_stages.0.InvRes", first);
      checkBlock(layers, first, config);
      NDArray path0 = layers.run("mhca_stages.0.mhca_blks.0", first);
      NDArray path1 = layers.run("mhca_stages.0.mhca_blks.1", second);
      NDArray stage =
          layers.run("mhca_stages.0.aggregate", local.concat(path0, 1).concat(path1, 1));

      NDArray unit0 = layers.run("patch_embed_stages.1.patch_embeds.0", stage);
      NDArray unit1 = unary(network, "patch_embed_stages.1.patch_embeds.1").forward(pass, unit0);
      NDArray unit2 = layers.run("patch_embed_stages.1.patch_embeds.2", unit1);
      NDArray block0 = layers.runTokens("mhca_stages.1.mhca_blks.2.MHCA_layers.0", unit2);
      layers.runTokens("mhca_stages.1.mhca_blks.2.MHCA_layers.1", block0);
      layers.run("mhca_stages.1.mhca_blks.2", unit2);
    }
  }

  private static void checkBlock(Layers layers, NDArray map, MPViTConfig config) {
    String block = "mhca_stages.0.mhca_blks.0.MHCA_layers.0";
    long side = map.getShape().get(2);
    long width = config.embedDims().get(0);
    NDArray encoded = layers.runTokens(block + ".cpe", map);
    NDArray tokens = TokenOps.toTokens(encoded);
    NDArray normed = layers.run(block + ".norm1", tokens);
    NDArray qkv = layers.run(block + ".factoratt_crpe.qkv", normed);
    NDArray heads = qkv.reshape(1, side * side, 3, config.heads(), width / config.heads());
    NDArray relative =
        find(layers.network, block + ".factoratt_crpe.crpe")
            .forward(layers.pass, new NDList(heads, map))
            .singletonOrThrow();
    layers.golden.assertTap(
        "s224." + block + ".factoratt_crpe.crpe",
        relative
            .reshape(1, side * side, config.heads(), width / config.heads())
            .transpose(0, 2, 1, 3));
    NDArray attended = layers.run(block + ".factoratt_crpe", normed, map);
    NDArray residual = tokens.add(attended);
    NDArray normed2 = layers.run(block + ".norm2", residual);
    layers.run(block + ".mlp", normed2);
    layers.runTokens(block, map);
  }

  private record Layers(TorchBlock network, Golden golden, Pass pass) {
    /** Runs a layer and compares its output. */
    NDArray run(String path, NDArray... inputs) {
      NDArray y = find(network, path).forward(pass, new NDList(inputs)).singletonOrThrow();
      golden.assertTap("s224." + path, y);
      return y;
    }

    /** Runs a layer from map to map whose golden output is laid out as tokens. */
    NDArray runTokens(String path, NDArray map) {
      NDArray y = unary(network, path).forward(pass, map);
      golden.assertTap("s224." + path, TokenOps.toTokens(y));
      return y;
    }
  }

  private static UnaryBlock unary(TorchBlock network, String path) {
    return (UnaryBlock) find(network, path);
  }

  private static TorchBlock find(TorchBlock network, String path) {
    return network.find(path).orElseThrow(() -> new AssertionError("no block " + path));
  }

  @ParameterizedTest
  @CsvSource({
    "tiny, 5843736, 5626736, 873, 322",
    "xsmall, 10573448, 10316448, 873, 322",
    "small, 22892400, 22603400, 1263, 532",
    "base, 74845976, 74364976, 1419, 616",
  })
  void hasTheKeysOfThePublishedCheckpoint(
      String variant, long parameters, long withoutHead, int keys, int aliases) {
    MPViTClassifier network =
        new MPViTClassifier(CONFIGS.get(variant), MPViTClassifier.IMAGENET_CLASSES);
    Manifest.assertMatches("/reference/mpvit/mpvit_" + variant + ".manifest.tsv", network);
    assertThat(network.parameterCount()).isEqualTo(parameters);
    assertThat(network.backbone().parameterCount()).isEqualTo(withoutHead);
    assertThat(network.stateEntries()).hasSize(keys);
    assertThat(network.stateEntries().stream().filter(e -> e.isAlias())).hasSize(aliases);
  }
}
