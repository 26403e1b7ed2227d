/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.fpn;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import io.mpvit.backbone.resnet.ResNetConfig;
import io.mpvit.detection.rcnn.MaskRcnn;
import io.mpvit.detection.rcnn.MaskRcnnConfig;
import io.mpvit.detection.testing.GoldenPictures;
import io.mpvit.detection.testing.ResNetDetectors;
import io.mpvit.detection.transform.ImageBatch;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.testing.Golden;
import io.mpvit.testing.Npz;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backbone and pyramid of the large Mask R-CNNs, from the picture on. */
@Tag("slow")
@Tag("golden")
class ResNetPyramidGoldenTest {

  private static final double TOLERANCE = 1e-4;

  @ParameterizedTest
  @ValueSource(strings = {"r101", "x101"})
  void everyMap(String variant) {
    MaskRcnnConfig config =
        ResNetDetectors.maskRcnn(
            variant.equals("r101") ? ResNetConfig.detectron101() : ResNetConfig.detectronX101());
    GoldenPictures pictures = new GoldenPictures(config.transform().normalization());
    Golden golden =
        new Golden(
            Npz.resource("/reference/detectron2_resnet/" + variant + "_fpn.backbone.golden.npz"),
            TOLERANCE);
    try (NDManager manager = NDManager.newBaseManager()) {
      MaskRcnn network = new MaskRcnn(config);
      ReferenceWeights.fill(network, manager);
      ImageBatch batch = pictures.transform().batch(List.of(pictures.picture(200, 320)), manager);
      golden.assertSampled("input", batch.tensor());
      NDList maps =
          network
              .pyramid()
              .forward(new ParameterStore(manager, false), new NDList(batch.tensor()), false);
      for (int i = 2; i <= 6; i++) {
        golden.assertSampled("p" + i, maps.get(i - 2));
      }
    }
  }
}
