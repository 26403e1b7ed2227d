/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.coat;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.mpvit.backbone.Feature;
import io.mpvit.nn.Pass;
import io.mpvit.nn.StateEntry;
import io.mpvit.ops.Precision;
import io.mpvit.ops.TokenOps;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.testing.Golden;
import io.mpvit.testing.Manifest;
import io.mpvit.testing.Npz;
import io.mpvit.testing.Tolerances;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of the authors' implementation, and the keys of all published sizes. */
@Tag("slow")
@Tag("golden")
class CoatGoldenTest {

  private static final double TOLERANCE = 1e-4;
  private static final int CLASSES = 1000;
  private static final Map<String, CoatConfig> CONFIGS =
      Map.of(
          "coat_lite_tiny", CoatConfig.liteTiny(),
          "coat_lite_mini", CoatConfig.liteMini(),
          "coat_lite_small", CoatConfig.liteSmall(),
          "coat_lite_medium", CoatConfig.liteMedium(),
          "coat_tiny", CoatConfig.tiny(),
          "coat_mini", CoatConfig.mini(),
          "coat_small", CoatConfig.small());

  @ParameterizedTest
  @ValueSource(strings = {"coat_lite_small", "coat_small"})
  void reproducesEveryScaleAndTheLogits(String name) {
    Npz npz = Npz.resource("/reference/coat_imagenet/" + name + ".golden.npz");
    Golden golden = new Golden(npz, TOLERANCE);
    try (NDManager manager = NDManager.newBaseManager()) {
      CoatConfig config = CONFIGS.get(name);
      CoatClassifier network = new CoatClassifier(config, CLASSES);
      ReferenceWeights.fill(network, manager);
      Pass pass = new Pass(new ParameterStore(manager, false), false, Precision.FLOAT32);
      NDArray x = ReferenceInputs.array(manager, "input", new Shape(1, 3, 224, 224));

      checkSerialStages(network.backbone(), golden, pass, x);
      if (config.coScale()) {
        List<TokenMap> scales = network.backbone().tokens(pass, x);
        for (int scale = 2; scale <= CoatConfig.STAGES; scale++) {
          golden.assertSampled("parallel.x" + scale, scales.get(scale - 1).tokens());
        }
      }
      checkMaps(network.backbone(), pass, x);
      float[] logits = network.forward(pass, x).toFloatArray();
      assertThat(logits)
          .usingComparatorWithPrecision((float) TOLERANCE)
          .containsExactly(npz.floats("logits"));
      checkBest(logits, npz);
    }
  }

  /** Stage by stage, before any parallel block changes what the stages gave. */
  private static void checkSerialStages(Coat network, Golden golden, Pass pass, NDArray images) {
    NDArray map = images;
    for (int s = 1; s <= CoatConfig.STAGES; s++) {
      PatchEmbedding embedding = (PatchEmbedding) network.find("patch_embed" + s).orElseThrow();
      NDArray patches = embedding.forward(pass, map);
      golden.assertSampled("patch_embed" + s, patches);
      ClassTokens tokens = classTokens(network);
      TokenMap scale =
          TokenMap.of(
              tokens.value(pass, s - 1, map),
              patches,
              embedding.outputSize(map.getShape().get(2)),
              embedding.outputSize(map.getShape().get(3)));
      NDArray out =
          network
              .find("serial_blocks" + s)
              .orElseThrow()
              .forward(pass, scale.list())
              .singletonOrThrow();
      golden.assertSampled("serial" + s + ".out", out);
      map = scale.with(out).map();
    }
  }

  private static ClassTokens classTokens(Coat network) {
    return (ClassTokens)
        network.blocks().filter(ClassTokens.class::isInstance).findFirst().orElseThrow();
  }

  /** The features are the scales' tokens without the class token. */
  private static void checkMaps(Coat network, Pass pass, NDArray images) {
    NDList maps = network.forward(pass, new NDList(images));
    List<TokenMap> scales = network.tokens(pass, images);
    for (int s = 0; s < maps.size(); s++) {
      Feature feature = network.features().get(s);
      long side = 224 / feature.stride();
      assertThat(maps.get(s).getShape()).isEqualTo(new Shape(1, feature.channels(), side, side));
      assertThat(TokenOps.toTokens(maps.get(s)).toFloatArray())
          .isEqualTo(scales.get(s).tokens().get(":, 1:").toFloatArray());
    }
  }

  private static void checkBest(float[] logits, Npz npz) {
    int[] best =
        IntStream.range(0, logits.length)
            .boxed()
            .sorted(Comparator.comparing(i -> -logits[i]))
            .limit(5)
            .mapToInt(Integer::intValue)
            .toArray();
    assertThat(best).isEqualTo(npz.ints("top5.index"));
    Tolerances.assertClose("top5.logit", logits[best[0]], npz.floats("top5.logit")[0], TOLERANCE);
  }

  @ParameterizedTest
  @CsvSource({
    "coat_lite_tiny, 5722856, 222, 64",
    "coat_lite_mini, 11012584, 222, 64",
    "coat_lite_small, 19839528, 382, 128",
    "coat_lite_medium, 44572456, 602, 216",
    "coat_tiny, 5498844, 548, 220",
    "coat_mini, 10337308, 548, 220",
    "coat_small, 21694212, 548, 220",
  })
  void hasTheKeysOfThePublishedCheckpoint(String name, long parameters, int keys, int aliases) {
    CoatClassifier network = new CoatClassifier(CONFIGS.get(name), CLASSES);
    Manifest.assertMatches("/reference/coat_imagenet/" + name + ".manifest.tsv", network);
    assertThat(network.parameterCount()).isEqualTo(parameters);
    assertThat(network.stateEntries()).hasSize(keys);
    assertThat(network.stateEntries().stream().filter(StateEntry::isAlias)).hasSize(aliases);
  }
}
