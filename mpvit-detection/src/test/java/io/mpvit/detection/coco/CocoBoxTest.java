/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CocoBoxTest {
  @Test
  void overlapsLikeTheMaskTools() throws IOException {
    String resource = "/reference/coco_eval/mask_cases.json";
    try (Reader in =
        new InputStreamReader(
            CocoBoxTest.class.getResourceAsStream(resource), StandardCharsets.UTF_8)) {
      JsonArray cases = JsonParser.parseReader(in).getAsJsonObject().getAsJsonArray("box_iou");
      for (JsonElement given : cases) {
        JsonArray crowd = given.getAsJsonObject().getAsJsonArray("iscrowd");
        JsonArray rows = given.getAsJsonObject().getAsJsonArray("iou_dt_by_gt");
        List<CocoBox> boxes =
            given.getAsJsonObject().getAsJsonArray("boxes_xywh").asList().stream()
                .map(box -> box(box.getAsJsonArray()))
                .toList();
        for (int d = 0; d < boxes.size(); d++) {
          for (int g = 0; g < boxes.size(); g++) {
            double iou = boxes.get(d).iou(boxes.get(g), crowd.get(g).getAsInt() == 1);
            double expected = rows.get(d).getAsJsonArray().get(g).getAsDouble();
            assertThat(iou).isCloseTo(expected, within(1e-12));
          }
        }
      }
    }
  }

  private static CocoBox box(JsonArray xywh) {
    return new CocoBox(
        xywh.get(0).getAsDouble(),
        xywh.get(1).getAsDouble(),
        xywh.get(2).getAsDouble(),
        xywh.get(3).getAsDouble());
  }
}
