/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonObject;
import io.mpvit.detection.coco.CocoAnnotation;
import io.mpvit.detection.coco.CocoBox;
import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.coco.CocoResults;
import io.mpvit.detection.coco.eval.CocoEvaluator;
import io.mpvit.detection.coco.eval.CocoSummary;
import io.mpvit.detection.coco.eval.IouType;
import io.mpvit.image.ImageReader;
import io.mpvit.image.Orientation;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectionReportTest {

  @TempDir private Path folder;

  /** One object per picture; names may be hostile. */
  private static CocoDataset dataset(int categories, int images) throws Exception {
    String entries =
        IntStream.rangeClosed(1, categories)
            .mapToObj(k -> "{\"id\":" + k + ",\"name\":\"<b>" + k % 7 + "\"}")
            .collect(Collectors.joining(","));
    String pictures =
        IntStream.range(0, images)
            .mapToObj(i -> "{\"id\":" + i + "}")
            .collect(Collectors.joining(","));
    // The last category has no object.
    String objects =
        IntStream.range(0, images)
            .mapToObj(
                i ->
                    String.format(
                        "{\"id\":%d,\"image_id\":%d,\"category_id\":%d,\"bbox\":[%d,5,40,30],"
                            + "\"area\":1200}",
                        i + 1, i, 1 + i % (categories - 1), i))
            .collect(Collectors.joining(","));
    return CocoDataset.read(
        "d.json",
        new StringReader(
            "{\"images\":["
                + pictures
                + "],\"categories\":["
                + entries
                + "],\"annotations\":["
                + objects
                + "]}"));
  }

  private static DetectionReport report(int categories, boolean found) throws Exception {
    CocoDataset dataset = dataset(categories, 60);
    Random random = new Random(1);
    CocoResults.Builder results = new CocoResults.Builder("r");
    for (int i = 0; found && i < dataset.annotationCount(); i++) {
      CocoAnnotation truth = dataset.annotation(i);
      int category = random.nextInt(4) == 0 ? 1 + random.nextInt(categories) : truth.category() + 1;
      CocoBox box =
          new CocoBox(truth.box().x() + random.nextInt(12), 5 + random.nextInt(8), 40, 30);
      results.add(truth.image(), category, random.nextDouble(), box, null);
    }
    CocoResults built = results.build();
    CocoSummary summary = new CocoEvaluator().evaluate(dataset, built, IouType.BBOX);
    Set<Long> all = LongStream.range(0, 60).boxed().collect(Collectors.toSet());
    JsonObject provenance = new JsonObject();
    provenance.addProperty("model", "a & b");
    return new DetectionReport(
        "a <model>", List.of(summary), Confusion.of(dataset, built, all, 0.2, 0.5), provenance);
  }

  @Test
  void writesAPageWithCharts() throws Exception {
    assertThat(report(5, true).write(folder.resolve("new/report"))).isEmpty();
    String page = Files.readString(folder.resolve("new/report/index.html"));
    assertThat(page)
        .contains("<h1>a &lt;model&gt;</h1>", "&lt;b&gt;1", "a &amp; b", "bbox AP50")
        .doesNotContain("<b>");
    for (String chart :
        List.of("precision_recall_bbox.png", "categories_bbox.png", "confusion.png")) {
      assertThat(page).contains("src=\"" + chart + "\"");
      var picture =
          ImageReader.read(folder.resolve("new/report").resolve(chart), Orientation.AS_STORED);
      assertThat(picture.width()).isEqualTo(800);
    }
  }

  @Test
  void manyCategoriesHaveNoLinesOfTheirOwn() throws Exception {
    assertThat(report(80, true).write(folder)).isEmpty();
    assertThat(folder.resolve("categories_bbox.png")).doesNotExist();
    assertThat(folder.resolve("confusion.png")).isNotEmptyFile();
  }

  @Test
  void worksWithoutADetection() throws Exception {
    assertThat(report(3, false).write(folder)).isEmpty();
    assertThat(Files.readString(folder.resolve("index.html"))).contains("<td>0.0</td>");
  }

  @Test
  void refusesToBeEmpty() throws Exception {
    DetectionReport report = report(3, false);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new DetectionReport("t", List.of(), report.confusion(), report.provenance()))
        .withMessageContaining("at least one score");
  }
}
