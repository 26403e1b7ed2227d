/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.mpvit.training.LossValues;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsFilesTest {

  @TempDir private Path folder;

  private static StepReport report(long iteration) {
    return report(iteration, Map.of());
  }

  private static StepReport report(long iteration, Map<String, Double> observed) {
    Map<String, Double> losses = new LinkedHashMap<>();
    losses.put("loss_b", 0.5);
    losses.put("loss_a", 0.25);
    return new StepReport(iteration, 9, new LossValues(losses, observed), 1e-4, 3, 2, 1.5, 0.125);
  }

  @Test
  void oneLineAStepInBothFiles() throws Exception {
    MetricsFiles metrics = new MetricsFiles(folder);
    metrics.started(0, 9);
    metrics.step(report(1));
    JsonObject scores = new JsonObject();
    scores.addProperty("AP", 0.5);
    metrics.scores(1, scores);
    metrics.step(report(2));
    assertThat(folder.resolve("metrics.csv"))
        .hasContent(
            """
            iteration,loss,loss_b,loss_a,rate,gradient_norm,samples,seconds,waiting
            1,0.75,0.5,0.25,1.0E-4,3.0,2,1.5,0.125
            2,0.75,0.5,0.25,1.0E-4,3.0,2,1.5,0.125
            """);
    assertThat(Files.readAllLines(folder.resolve("metrics.jsonl")))
        .hasSize(3)
        .contains("{\"iteration\":1,\"evaluation\":{\"AP\":0.5}}")
        .endsWith(
            "{\"iteration\":2,\"loss\":0.75,\"loss_b\":0.5,\"loss_a\":0.25,\"rate\":1.0E-4,"
                + "\"gradient_norm\":3.0,\"samples\":2,\"seconds\":1.5,\"waiting\":0.125}");
  }

  @Test
  void whatIsObservedStandsApartFromTheLosses() throws Exception {
    MetricsFiles metrics = new MetricsFiles(folder);
    metrics.started(0, 9);
    metrics.step(report(1, Map.of("acc", 87.5)));
    assertThat(folder.resolve("metrics.csv"))
        .hasContent(
            """
            iteration,loss,loss_b,loss_a,rate,gradient_norm,samples,seconds,waiting,acc
            1,0.75,0.5,0.25,1.0E-4,3.0,2,1.5,0.125,87.5
            """);
    assertThat(Files.readString(folder.resolve("metrics.jsonl")))
        .contains("\"loss\":0.75")
        .endsWith("\"waiting\":0.125,\"observed\":{\"acc\":87.5}}\n");
  }

  @Test
  void aResumedTrainingDropsWhatItRepeatsAndWhatWasCut() throws Exception {
    MetricsFiles metrics = new MetricsFiles(folder);
    metrics.started(0, 9);
    for (int i = 1; i <= 3; i++) {
      metrics.step(report(i));
    }
    for (String name : new String[] {"metrics.csv", "metrics.jsonl"}) {
      Files.writeString(folder.resolve(name), "1", StandardOpenOption.APPEND);
    }
    metrics.started(2, 9);
    metrics.step(report(3));
    assertThat(Files.readAllLines(folder.resolve("metrics.csv"))).hasSize(4);
    assertThat(Files.readAllLines(folder.resolve("metrics.jsonl")))
        .hasSize(3)
        .allMatch(line -> line.endsWith("}"));
    metrics.started(0, 9);
    assertThat(Files.readAllLines(folder.resolve("metrics.csv"))).hasSize(1);
    assertThat(folder.resolve("metrics.jsonl")).isEmptyFile();
  }

  @Test
  void aCutHeaderIsWrittenAgain() throws Exception {
    Files.writeString(folder.resolve("metrics.csv"), "iterat");
    MetricsFiles metrics = new MetricsFiles(folder);
    metrics.started(0, 9);
    metrics.step(report(1));
    assertThat(Files.readAllLines(folder.resolve("metrics.csv")).get(0)).startsWith("iteration,");
  }
}
