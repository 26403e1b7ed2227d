/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.mpvit.training.LossValues;
import io.mpvit.training.loop.MetricsFiles;
import io.mpvit.training.loop.StepReport;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LossCurveTest {

  @TempDir private Path folder;

  private final List<String> warnings = new ArrayList<>();

  private static StepReport report(long iteration, double cls, double box) {
    Map<String, Double> losses = new LinkedHashMap<>();
    losses.put("loss_cls", cls);
    losses.put("loss_box", box);
    return new StepReport(
        iteration,
        2000,
        new LossValues(losses, Map.of("acc", 50.0)),
        1e-3 / iteration,
        1,
        2,
        0.1,
        0);
  }

  private static JsonObject scores(double box) {
    return JsonParser.parseString(
            "{\"bbox\": {\"AP\": "
                + box
                + ", \"AP50\": 0.9}, \"segm\": {\"AP\": -1},"
                + " \"mIoU\": 0.25, \"loss\": 7, \"IoU\": [1, 2]}")
        .getAsJsonObject();
  }

  /** Dark pixels of another colour than grey: lines. */
  private static int coloured(BufferedImage picture, int top, int bottom) {
    int count = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        int rgb = picture.getRGB(x, y);
        int red = rgb >> 16 & 255;
        int blue = rgb & 255;
        count += Math.abs(red - blue) > 60 ? 1 : 0;
      }
    }
    return count;
  }

  @Test
  void drawsWhatTheMetricsSayAlsoOfEarlierRuns() throws IOException {
    MetricsFiles metrics = new MetricsFiles(folder);
    LossCurve curve = new LossCurve(folder, warnings::add);
    metrics.started(0, 2000);
    curve.started(0, 2000);
    for (int i = 1; i <= 1200; i++) {
      metrics.step(report(i, 1 + 300.0 / (i + 100), 0.5 + 0.2 * Math.sin(i)));
    }
    curve.checkpoint(1200, folder);
    Path picture = folder.resolve(LossCurve.PICTURE);
    BufferedImage first = ImageIO.read(picture.toFile());
    assertThat(first.getHeight()).isEqualTo(500);
    assertThat(coloured(first, 0, 500)).isGreaterThan(1000);

    // A resumed run draws the earlier steps too, those that it repeats once.
    LossCurve second = new LossCurve(folder, warnings::add);
    metrics.started(1000, 2000);
    second.started(1000, 2000);
    metrics.step(report(1001, 1.2, 0.5));
    metrics.scores(1001, scores(0.3));
    second.ended();
    BufferedImage both = ImageIO.read(picture.toFile());
    assertThat(both.getHeight()).isEqualTo(1000);
    assertThat(coloured(both, 500, 1000)).isGreaterThan(20);
    assertThat(warnings).isEmpty();
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("metrics.jsonl", "metrics.csv", "curve.png");
    }
  }

  @Test
  void readsOnlyWhatWasAdded() throws IOException {
    MetricsFiles metrics = new MetricsFiles(folder);
    CurveData data = new CurveData(folder);
    data.readOn();
    assertThat(data.losses()).isEmpty();
    metrics.step(report(1, 3, 1));
    data.readOn();
    metrics.step(report(2, 2, 1));
    metrics.scores(2, scores(0.5));
    Path file = folder.resolve(MetricsFiles.JSON_LINES);
    Files.writeString(file, "no json\n[]\n{\"iteration\": 3, \"lo", StandardOpenOption.APPEND);
    data.readOn();
    Files.writeString(file, "ss\": 1.5, \"rate\": 9}\n", StandardOpenOption.APPEND);
    data.readOn();
    assertThat(data.losses()).containsOnlyKeys("loss", "loss_cls", "loss_box");
    assertThat(data.losses().get("loss").means()).containsExactly(4, 3, 1.5);
    assertThat(data.losses().get("loss").places()).containsExactly(1, 2, 3);
    assertThat(data.losses().get("loss_cls").means()).containsExactly(3, 2);
    assertThat(data.rate().means()).containsExactly(1e-3, 5e-4, 9);
    assertThat(data.scores()).containsOnlyKeys("bbox AP", "mIoU");
    assertThat(data.scores().get("bbox AP").means()).containsExactly(0.5);
  }

  @Test
  void aPictureThatCannotBeWrittenIsAWarning() throws IOException {
    MetricsFiles metrics = new MetricsFiles(folder);
    LossCurve curve = new LossCurve(folder, warnings::add);
    curve.ended();
    curve.started(0, 2);
    Files.createDirectory(folder.resolve(LossCurve.PICTURE));
    metrics.step(report(1, 1, 1));
    curve.checkpoint(1, folder);
    curve.ended();
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0)).contains("curve.png").doesNotContain("\n");
  }

  @Test
  void manyValuesBecomeMeansOfEqualStretches() {
    Curve curve = new Curve();
    for (int i = 0; i < 1001; i++) {
      curve.add(i, i % 2 == 0 ? 1 : 3);
    }
    // 1001 values in stretches of 4.
    assertThat(curve.places()).hasSize(251).startsWith(1.5, 5.5).endsWith(997.5, 1000);
    assertThat(curve.means()).startsWith(2, 2).endsWith(2, 1);
  }
}
