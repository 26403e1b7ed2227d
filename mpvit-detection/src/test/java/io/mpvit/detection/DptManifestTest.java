/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.detection.rcnn.MaskRcnn;
import io.mpvit.detection.retinanet.RetinaNet;
import io.mpvit.detection.testing.DptDetectors;
import io.mpvit.detection.testing.MmdetGolden;
import io.mpvit.nn.TorchBlock;
import io.mpvit.weights.KeyLayout;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The six networks on DPT have the published files' keys, by mmdetection's names, and sizes. */
class DptManifestTest {

  @ParameterizedTest
  @CsvSource({"tiny, 213, 24888378", "small, 353, 36144954", "medium, 569, 55867194"})
  void retinaNet(String size, int keys, long parameters) throws IOException {
    RetinaNet network = new RetinaNet(DptDetectors.retinaNet(size));
    assertPublished("retinanet_dpt_" + size, network, DptDetectors.RETINANET_NAMES);
    assertThat(network.stateEntries()).hasSize(keys);
    assertThat(network.parameterCount()).isEqualTo(parameters);
  }

  @ParameterizedTest
  @CsvSource({"tiny, 219, 34805814", "small, 359, 46062390", "medium, 575, 65784630"})
  void maskRcnn(String size, int keys, long parameters) throws IOException {
    MaskRcnn network = new MaskRcnn(DptDetectors.maskRcnn(size));
    assertPublished("mask_rcnn_dpt_" + size, network, DptDetectors.MASK_RCNN_NAMES);
    assertThat(network.stateEntries()).hasSize(keys);
    assertThat(network.parameterCount()).isEqualTo(parameters);
  }

  private static void assertPublished(String name, TorchBlock network, KeyLayout layout)
      throws IOException {
    String resource = "/reference/dpt/" + name + ".manifest.tsv";
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    DptManifestTest.class.getResourceAsStream(resource), resource),
                StandardCharsets.UTF_8))) {
      List<String> published =
          reader
              .lines()
              .skip(1)
              .map(line -> String.join("\t", Arrays.copyOf(line.split("\t", -1), 3)))
              .sorted()
              .toList();
      assertThat(MmdetGolden.keys(network, layout)).isEqualTo(published);
    }
  }
}
