/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import io.mpvit.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our small Deformable DETR from training to evaluation. */
class TrainDetrCommandTest {

  private static final String PICO = "deformable_detr_mpvit_pico_shapes";
  private static final int LOSS_COLUMNS = 14;

  @TempDir private Path folder;

  private void shapes(Path where, String seed) {
    assertThat(
            Cli.run(
                    "dataset",
                    "shapes",
                    "-o",
                    where,
                    "--images",
                    "3",
                    "--size",
                    "64",
                    "--seed",
                    seed)
                .status())
        .isZero();
  }

  private Result train(String out, Object... more) {
    List<Object> args =
        new ArrayList<>(
            List.of("train", "-m", PICO, "--data", folder, "--out", folder.resolve(out)));
    args.addAll(List.of("--batch", "2", "--iterations", "2", "--threads", "1"));
    args.addAll(List.of("--checkpoint-every", "1"));
    args.addAll(List.of(more));
    return Cli.run(args.toArray());
  }

  private List<String> losses(String out) throws IOException {
    return Files.readAllLines(folder.resolve(out).resolve("metrics.csv")).stream()
        .map(line -> String.join(",", List.of(line.split(",")).subList(0, LOSS_COLUMNS)))
        .toList();
  }

  @Test
  void trainsGoesOnAndDetects() throws IOException {
    shapes(folder, "1");
    shapes(folder.resolve("val"), "2");
    Result whole = train("whole", "--eval-every", "2");
    assertThat(whole.status()).as(whole.err()).isZero();
    assertThat(losses("whole")).hasSize(3);
    assertThat(losses("whole").get(0)).contains("loss_ce", "loss_giou_1", "loss_bbox_enc");
    assertThat(Files.readString(folder.resolve("whole/metrics.jsonl"))).contains("\"bbox\"");

    // As if it had been killed in the second step.
    List<String> before = losses("whole");
    Files.delete(folder.resolve("whole/checkpoint-00000002/training.json"));
    Result resumed = train("whole", "--resume");
    assertThat(resumed.err()).contains("going on after step 1 of 2");
    assertThat(losses("whole")).isEqualTo(before);

    // Pictures are part of the data, too.
    Path first = folder.resolve("images/000001.png");
    byte[] kept = Files.readAllBytes(first);
    Files.write(first, new byte[1], StandardOpenOption.APPEND);
    Result changed = train("whole", "--resume");
    assertThat(changed.status()).isEqualTo(1);
    assertThat(changed.err()).contains("data");
    Files.write(first, kept);

    Path model = folder.resolve("whole/model.safetensors");
    assertThat(Cli.run("inspect", model).out()).contains(PICO);
    Result started = train("started", "--init", model);
    assertThat(started.status()).as(started.err()).isZero();

    Path picture = folder.resolve("images/000000.png");
    Result found = Cli.run("detect", picture, "-w", model, "--score", "0", "--json", "-");
    JsonArray objects = JsonParser.parseString(found.out()).getAsJsonArray();
    assertThat(objects).hasSize(50);
    assertThat(found.out())
        .containsPattern(
            "\"category\":\"(circle|square|triangle|star|ring|cross|crescent|heart)\"");

    Path val = folder.resolve("val");
    Result scored =
        Cli.run(
            "evaluate",
            "detection",
            "-w",
            model,
            "--images",
            val.resolve("images"),
            "--annotations",
            val.resolve("instances.json"),
            "--results",
            folder.resolve("results.json"),
            "--json",
            "-");
    assertThat(scored.status()).as(scored.err()).isZero();
    assertThat(JsonParser.parseString(scored.out()).getAsJsonObject().has("bbox")).isTrue();
  }
}
