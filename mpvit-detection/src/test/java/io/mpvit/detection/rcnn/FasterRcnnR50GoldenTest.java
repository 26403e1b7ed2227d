/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mpvit.backbone.resnet.ResNetConfig;
import io.mpvit.detection.Detections;
import io.mpvit.detection.ObjectDetector;
import io.mpvit.detection.testing.GoldenDetections;
import io.mpvit.detection.testing.GoldenPictures;
import io.mpvit.detection.testing.ResNetDetectors;
import io.mpvit.detection.testing.Tweaks;
import io.mpvit.nn.Tracer;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.testing.Npz;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Faster R-CNN finds the boxes of the Mask R-CNN with the same weights, and makes no masks. */
@Tag("slow")
@Tag("golden")
class FasterRcnnR50GoldenTest {

  private static final String NAME = "/reference/detectron2_resnet/mask_rcnn_r50_fpn";

  @Test
  void findsTheBoxesOfMaskRcnn() {
    MaskRcnnConfig config = ResNetDetectors.maskRcnn(ResNetConfig.detectron50()).withoutMasks();
    GoldenPictures pictures = new GoldenPictures(config.transform().normalization());
    Npz golden = Npz.resource(NAME + ".golden.npz");
    try (NDManager manager = NDManager.newBaseManager()) {
      MaskRcnn network = new MaskRcnn(config);
      ReferenceWeights.fill(network, manager, Tweaks.resource(NAME + ".tweaks.json"));
      ObjectDetector detector =
          new ObjectDetector(network, pictures.transform(), new MaskRcnnDecoder());
      Detections a = detector.detect(List.of(pictures.picture(200, 320)), manager).get(0);
      Detections b = detector.detect(List.of(pictures.picture(213, 333)), manager).get(0);
      GoldenDetections.assertDetections(golden, "a.post_same", a);
      GoldenDetections.assertDetections(golden, "b.post_same", b);
      assertThat(a.items()).allMatch(item -> item.mask().isEmpty());
      assertThatIllegalArgumentException()
          .isThrownBy(() -> config.segmenter(network))
          .withMessageContaining("boxes only");
    }
  }

  @Test
  void itsOutputsAreFour() {
    MaskRcnn network =
        new MaskRcnn(ResNetDetectors.maskRcnn(ResNetConfig.detectron50()).withoutMasks());
    assertThat(network.trace(Tracer.NONE, new Shape(2, 3, 64, 96)))
        .containsExactly(new Shape(2, 100, 4), new Shape(2, 100), new Shape(2, 100), new Shape(2));
  }
}
