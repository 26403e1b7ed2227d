/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.backbone.mvitv2.MViTv2Config;
import io.mpvit.detection.testing.MViTv2Detectors;
import io.mpvit.nn.StateEntry;
import io.mpvit.nn.TorchBlock;
import io.mpvit.testing.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** State dicts and sizes are those of the published files. */
class MViTv2RcnnManifestTest {

  private static final String BACKBONE = "backbone.bottom_up.";

  private static MViTv2Config backbone(String size) {
    return switch (size) {
      case "t" -> MViTv2Config.tiny();
      case "s" -> MViTv2Config.small();
      case "b" -> MViTv2Config.base();
      case "l" -> MViTv2Config.large();
      default -> MViTv2Config.huge();
    };
  }

  private static void assertPublished(
      String name, MaskRcnnConfig config, int keys, long parameters) {
    MaskRcnn network = new MaskRcnn(config);
    Manifest.assertMatches("/reference/mvitv2/" + name + ".manifest.tsv", network);
    assertThat(network.stateEntries()).hasSize(keys);
    assertThat(network.parameterCount()).isEqualTo(parameters);
  }

  @Test
  void maskRcnn() {
    assertPublished(
        "mask_rcnn_mvitv2_t_3x", MViTv2Detectors.maskRcnn(MViTv2Config.tiny()), 288, 43_679_568L);
  }

  @ParameterizedTest
  @CsvSource({
    "t, t_3x, 388, 75847614",
    "s, s_3x, 526, 86544510",
    "b, b_3x, 710, 103147038",
    "l, l_in21k_lsj_50ep, 1262, 265110654",
    "h, h_in21k_lsj_3x, 1998, 718155998",
  })
  void cascades(String size, String name, int keys, long parameters) {
    assertPublished(
        "cascade_mask_rcnn_mvitv2_" + name,
        MViTv2Detectors.cascade(backbone(size)),
        keys,
        parameters);
  }

  /** The table of the specification. */
  @Test
  void partsHaveTheirPublishedSizes() {
    MaskRcnn single = new MaskRcnn(MViTv2Detectors.maskRcnn(MViTv2Config.tiny()));
    MaskRcnn cascade = new MaskRcnn(MViTv2Detectors.cascade(MViTv2Config.tiny()));
    assertThat(below(single, BACKBONE)).isEqualTo(23_405_664L);
    assertThat(below(single, "backbone.") - below(single, BACKBONE)).isEqualTo(2_729_984L);
    assertThat(below(single, "proposal_generator.")).isEqualTo(593_935L);
    assertThat(below(single, "roi_heads.box_head.")).isEqualTo(13_895_680L);
    assertThat(below(single, "roi_heads.box_predictor.")).isEqualTo(411_025L);
    assertThat(below(single, "roi_heads.mask_head.")).isEqualTo(2_643_280L);
    assertThat(below(cascade, "proposal_generator.")).isEqualTo(1_184_015L);
    assertThat(below(cascade, "roi_heads.box_head.")).isEqualTo(45_622_272L);
    assertThat(below(cascade, "roi_heads.box_predictor.")).isEqualTo(261_375L);
    assertThat(below(cascade, "roi_heads.mask_head.")).isEqualTo(2_644_304L);
  }

  private static long below(TorchBlock network, String prefix) {
    return network.stateEntries().stream()
        .filter(entry -> entry.key().startsWith(prefix) && !entry.isBuffer())
        .mapToLong(MViTv2RcnnManifestTest::size)
        .sum();
  }

  private static long size(StateEntry entry) {
    return entry.parameter().getShape().size();
  }
}
