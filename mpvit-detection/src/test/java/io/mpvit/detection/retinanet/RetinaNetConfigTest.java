/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.retinanet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import io.mpvit.backbone.mpvit.MPViTConfig;
import io.mpvit.detection.box.BoxCoder;
import io.mpvit.detection.testing.MPViTDetectors;
import io.mpvit.detection.transform.DetectorTransform;
import io.mpvit.image.ShortestEdgeResize;
import org.junit.jupiter.api.Test;

class RetinaNetConfigTest {
  @Test
  void presetsHoldThePublishedConstants() {
    RetinaNetConfig tiny = MPViTDetectors.retinaNetTiny();
    assertThat(tiny.backbone()).isEqualTo(MPViTConfig.tiny().withDropPathRate(0.1f));
    assertThat(tiny.thresholds()).isEqualTo(new RetinaNetThresholds(0.05f, 1000, 0.5, 100));
    assertThat(tiny.head().classes()).isEqualTo(80);
    assertThat(tiny.head().channels()).isEqualTo(256);
    assertThat(tiny.head().coder()).isEqualTo(new BoxCoder(1, 1, 1, 1));
    assertThat(tiny.head().anchors().strides()).containsExactly(8, 16, 32, 64, 128);
    assertThat(tiny.transform()).isEqualTo(DetectorTransform.published());
    assertThat(tiny.transform().resize()).isEqualTo(new ShortestEdgeResize(800, 1333));
  }

  @Test
  void otherClassesAndBackbonesChangeTheNetwork() {
    RetinaNetConfig config =
        MPViTDetectors.retinaNetTiny()
            .withClasses(7)
            .withBackbone(MPViTConfig.tiny().withMlpRatio(4));
    RetinaNet network = new RetinaNet(config);
    Shape[] outputs = network.getOutputShapes(new Shape[] {new Shape(1, 3, 800, 1216)});
    assertThat(outputs[0]).isEqualTo(new Shape(1, 63, 100, 152));
    assertThat(outputs[9]).isEqualTo(new Shape(1, 36, 7, 10));
    long wider =
        network.parameterCount() - new RetinaNet(MPViTDetectors.retinaNetTiny()).parameterCount();
    // MLP ratio 4 instead of 2 adds 2.3M, 73 classes fewer take 9 * 73 filters away.
    assertThat(wider).isBetween(700_000L, 1_000_000L);
  }

  @Test
  void refusesMissingParts() {
    RetinaNetConfig tiny = MPViTDetectors.retinaNetTiny();
    assertThatThrownBy(() -> tiny.withBackbone(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("backbone");
  }
}
