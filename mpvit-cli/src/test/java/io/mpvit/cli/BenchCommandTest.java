/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.mpvit.backbone.mpvit.MPViT;
import io.mpvit.backbone.mpvit.MPViTConfig;
import io.mpvit.cli.Cli.Result;
import io.mpvit.nn.FlopCounter;
import org.junit.jupiter.api.Test;

class BenchCommandTest {

  @Test
  void measuresABackboneWithRandomWeights() {
    Result result =
        Cli.run(
            "bench",
            "-m",
            "mpvit_tiny",
            "--features",
            "--size",
            "64x96",
            "--batch",
            "2",
            "--runs",
            "3",
            "--threads",
            "1",
            "--device",
            "cpu",
            "--json",
            "-");
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    JsonObject json = JsonParser.parseString(result.out()).getAsJsonObject();
    assertThat(json.get("input").toString()).isEqualTo("[2,3,64,96]");
    assertThat(json.get("device").getAsString()).isEqualTo("cpu");
    assertThat(json.get("threads").getAsInt()).isEqualTo(1);
    assertThat(json.get("loading_seconds").isJsonNull()).isTrue();
    assertThat(json.get("macs").getAsLong())
        .isEqualTo(
            FlopCounter.of(new MPViT(MPViTConfig.tiny()), new Shape(2, 3, 64, 96)).totalFlops());
    assertThat(json.getAsJsonArray("seconds")).hasSize(3);
    assertThat(json.get("efficiency").getAsDouble()).isPositive();
  }

  @Test
  void measuresATwoStageDetector() {
    String model = "mask_rcnn_mpvit_tiny_1x";
    Result result =
        Cli.run("bench", "-m", model, "--size", "64x64", "--runs", "1", "--device", "cpu");
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    assertThat(result.out()).startsWith(model + " at 1x3x64x64, cpu, fp32, threads: ");
  }

  @Test
  void measuresASegmenter() {
    String model = "upernet_mpvit_small";
    Result result =
        Cli.run("bench", "-m", model, "--size", "64x64", "--runs", "1", "--device", "cpu");
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    assertThat(result.out())
        .startsWith(model + " at 1x3x64x64, cpu, fp32, threads: ")
        .containsPattern("efficiency +[0-9.]+\n");
  }

  @Test
  void measuresLoadingToo() throws Exception {
    Result result =
        Cli.run(
            "bench",
            "-w",
            TestFiles.classifier(7),
            "--size",
            "64x64",
            "--runs",
            "1",
            "--precision",
            "bf16",
            "--device",
            "cpu");
    assertThat(result.status()).isZero();
    assertThat(result.out())
        .startsWith("mpvit_tiny at 1x3x64x64, cpu, bf16, threads: ")
        .containsPattern("loading +[0-9.]+ s\n")
        .containsPattern("efficiency +[0-9.]+\n");
  }
}
