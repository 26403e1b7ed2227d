/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

  private static final Offset<Double> EXACT = Offset.offset(1e-12);

  @ParameterizedTest
  @ValueSource(strings = {"1x", "3x"})
  void stepsAreDetectrons(String name) throws IOException {
    LearningRate schedule =
        name.equals("1x") ? WarmupSteps.detectron1x(1) : WarmupSteps.detectron3x(1);
    JsonArray rows;
    try (BufferedReader reader = open("/reference/detectron2/ops.golden.json")) {
      rows =
          JsonParser.parseReader(reader)
              .getAsJsonObject()
              .getAsJsonObject("lr_multiplier")
              .getAsJsonArray(name);
    }
    assertThat(rows).hasSizeGreaterThan(10);
    for (JsonElement row : rows) {
      long iteration = row.getAsJsonArray().get(0).getAsLong();
      double expected = row.getAsJsonArray().get(1).getAsDouble();
      assertThat(schedule.at(iteration)).as(name + " at " + iteration).isCloseTo(expected, EXACT);
    }
  }

  @Test
  void polynomialIsSegmentations() throws IOException {
    PolynomialDecay schedule = PolynomialDecay.published();
    try (BufferedReader reader = open("/reference/upernet/lr_schedule.tsv")) {
      List<String> rows = reader.lines().skip(1).toList();
      assertThat(rows).hasSizeGreaterThan(10);
      for (String row : rows) {
        String[] cells = row.split("\t");
        double expected = Double.parseDouble(cells[1]);
        assertThat(schedule.at(Long.parseLong(cells[0])))
            .as(row)
            .isCloseTo(expected, Offset.offset(1e-9 * expected));
      }
    }
    assertThat(schedule.at(160_000)).isZero();
    assertThat(schedule.at(170_000)).isZero();
  }

  @Test
  void imageNetRunsOneEpochBehind() {
    ImageNetCosine schedule = ImageNetCosine.published(1024);
    assertThat(schedule.rate()).isCloseTo(1e-3, EXACT);
    assertThat(schedule.at(0)).isEqualTo(1e-6);
    assertThat(schedule.at(1)).isEqualTo(1e-6);
    assertThat(schedule.at(2)).isCloseTo(1e-6 + (1e-3 - 1e-6) / 5, EXACT);
    assertThat(schedule.at(5)).isCloseTo(1e-6 + 4 * (1e-3 - 1e-6) / 5, EXACT);
    // The cosine counts from epoch 0, not from the end of the warm-up.
    assertThat(schedule.at(6))
        .isCloseTo(1e-5 + 0.5 * (1e-3 - 1e-5) * (1 + Math.cos(Math.PI * 5 / 300)), EXACT);
    assertThat(schedule.at(151)).isCloseTo((1e-3 + 1e-5) / 2, EXACT);
    assertThat(schedule.at(301)).isEqualTo(1e-5);
    assertThat(schedule.at(400)).isEqualTo(1e-5);
  }

  @Test
  void refusesNonsense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WarmupSteps(1, 10, 0.1, List.of(20L, 10L), 0.1))
        .withMessageContaining("[20, 10]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WarmupSteps(Double.NaN, 10, 0.1, List.of(), 0.1));
    assertThatIllegalArgumentException().isThrownBy(() -> new ImageNetCosine(1, 0, 0, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new PolynomialDecay(1, 0, 1, 0, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PolynomialDecay.published().at(-1))
        .withMessageContaining("-1");
    assertThat(new WarmupSteps(2, 0, 0.1, List.of(), 0.1).at(0)).isEqualTo(2);
    assertThat(new ImageNetCosine(2, 1, 0, 0, 10).at(0)).isEqualTo(2);
  }

  private static BufferedReader open(String resource) {
    return new BufferedReader(
        new InputStreamReader(
            ScheduleTest.class.getResourceAsStream(resource), StandardCharsets.UTF_8));
  }
}
