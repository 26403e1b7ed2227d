/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import io.mpvit.backbone.mpvit.MPViTConfig;
import io.mpvit.detection.box.BoxCoder;
import io.mpvit.detection.testing.MPViTDetectors;
import io.mpvit.detection.transform.DetectorTransform;
import java.util.List;
import org.junit.jupiter.api.Test;

class MaskRcnnConfigTest {
  @Test
  void presetsHoldThePublishedConstants() {
    MaskRcnnConfig tiny = MPViTDetectors.maskRcnnTiny();
    assertThat(tiny.backbone()).isEqualTo(MPViTConfig.tiny().withDropPathRate(0.1f));
    assertThat(tiny.transform()).isEqualTo(DetectorTransform.published());
    assertThat(tiny.thresholds())
        .isEqualTo(
            new MaskRcnnThresholds(new ProposalThresholds(1000, 0.7, 1000), 0.05f, 0.5, 100));
    assertThat(tiny.head().classes()).isEqualTo(80);
    assertThat(tiny.head().rpn().coder()).isEqualTo(BoxCoder.UNIT);
    assertThat(tiny.head().rpn().anchors().strides()).containsExactly(4, 8, 16, 32, 64);
    assertThat(tiny.head().rpn().anchors().anchorsPerCell()).isEqualTo(3);
    assertThat(tiny.head().levels()).isEqualTo(new LevelRule(224, 4));
    assertThat(tiny.head().mask()).contains(new MaskHeadConfig(14, 4, 256));
    assertThat(tiny.head().box())
        .isEqualTo(new BoxHeadConfig(7, 1024, false, List.of(new BoxCoder(10, 10, 5, 5))));
    BoxHeadConfig cascade = MPViTDetectors.maskRcnnCascadeSmall().head().box();
    assertThat(cascade.classAgnostic()).isTrue();
    assertThat(cascade.coders())
        .containsExactly(
            new BoxCoder(10, 10, 5, 5), new BoxCoder(20, 20, 10, 10), new BoxCoder(30, 30, 15, 15));
  }

  @Test
  void otherClassesBackbonesAndThresholdsChangeTheNetwork() {
    MaskRcnnThresholds few =
        new MaskRcnnThresholds(new ProposalThresholds(10, 0.7, 10), 0.5f, 0.5, 7);
    MaskRcnnConfig config =
        MPViTDetectors.maskRcnnTiny()
            .withClasses(7)
            .withBackbone(MPViTConfig.tiny().withMlpRatio(4))
            .withThresholds(few);
    MaskRcnn network = new MaskRcnn(config);
    Shape[] outputs = network.getOutputShapes(new Shape[] {new Shape(2, 3, 800, 1216)});
    assertThat(outputs)
        .containsExactly(
            new Shape(2, 7, 4),
            new Shape(2, 7),
            new Shape(2, 7),
            new Shape(2),
            new Shape(2, 7, 28, 28));
    assertThat(network.config().classes()).isEqualTo(7);
    long more =
        network.parameterCount() - new MaskRcnn(MPViTDetectors.maskRcnnTiny()).parameterCount();
    long fewerClasses = 73L * (5 * 1025 + 257); // logits and boxes, masks
    long widerMlps =
        new MaskRcnn(config.withBackbone(MPViTConfig.tiny().withMlpRatio(4)).withClasses(80))
                .parameterCount()
            - new MaskRcnn(MPViTDetectors.maskRcnnTiny()).parameterCount();
    assertThat(more).isEqualTo(widerMlps - fewerClasses);
    assertThat(widerMlps).isPositive();
  }

  @Test
  void refusesMissingParts() {
    MaskRcnnConfig tiny = MPViTDetectors.maskRcnnTiny();
    assertThatThrownBy(() -> tiny.withBackbone(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("backbone");
    assertThatThrownBy(() -> new LevelRule(0, 4)).hasMessageContaining("found 0 and 4");
    assertThatThrownBy(() -> new MaskHeadConfig(14, 0, 256)).hasMessageContaining("14, 0 and 256");
    assertThatThrownBy(() -> new BoxHeadConfig(7, 1024, true, List.of()))
        .hasMessageContaining("number of stages");
  }
}
