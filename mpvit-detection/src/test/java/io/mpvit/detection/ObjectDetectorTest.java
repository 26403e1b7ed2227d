/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.mpvit.detection.retinanet.RetinaNet;
import io.mpvit.detection.retinanet.RetinaNetDecoder;
import io.mpvit.detection.retinanet.RetinaNetHeadConfig;
import io.mpvit.detection.retinanet.RetinaNetThresholds;
import io.mpvit.detection.transform.DetectorTransform;
import io.mpvit.image.ImageSize;
import io.mpvit.image.Normalization;
import io.mpvit.image.RgbImage;
import io.mpvit.image.ShortestEdgeResize;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.testing.ToyBackbone;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The chain from picture to boxes on a toy network whose weights find things everywhere. */
class ObjectDetectorTest {
  private final NDManager manager = NDManager.newBaseManager();
  private ObjectDetector detector;

  @BeforeEach
  void build() {
    RetinaNetHeadConfig published =
        RetinaNetHeadConfig.published(List.of("stage3", "stage4", "stage5"));
    RetinaNetHeadConfig head =
        new RetinaNetHeadConfig(
            published.features(), 2, 8, 1, published.anchors(), published.coder());
    RetinaNet network = new RetinaNet(new ToyBackbone(8), "bottom_up", head);
    ReferenceWeights.fill(network, manager);
    detector =
        new ObjectDetector(
            network,
            new DetectorTransform(new ShortestEdgeResize(64, 128), Normalization.DETECTRON2, 32),
            new RetinaNetDecoder(head, new RetinaNetThresholds(0, 50, 0.5, 30)));
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void boxesLieInTheOriginalPicture() {
    List<RgbImage> images = List.of(noise(40, 60), noise(150, 20), noise(1, 1));
    List<Detections> found = detector.detect(images, manager);
    assertThat(found)
        .extracting(Detections::size)
        .containsExactly(new ImageSize(40, 60), new ImageSize(150, 20), new ImageSize(1, 1));
    for (Detections one : found) {
      assertThat(one.items()).isNotEmpty().hasSizeLessThanOrEqualTo(30);
      for (Detection item : one.items()) {
        assertThat(item.box())
            .isEqualTo(item.box().clipped(one.size().width(), one.size().height()));
        assertThat(item.box().isEmpty()).isFalse();
      }
      assertThat(one.items()).isSortedAccordingTo((a, b) -> Float.compare(b.score(), a.score()));
    }
  }

  @Test
  void aPictureThatNeedsNoMorePaddingGivesTheSameInABatch() {
    RgbImage large = noise(64, 96);
    Detections alone = detector.detect(List.of(large), manager).get(0);
    Detections together = detector.detect(List.of(noise(64, 70), large), manager).get(1);
    assertThat(together.items()).hasSameSizeAs(alone.items());
    for (int i = 0; i < alone.items().size(); i++) {
      assertThat(together.items().get(i).classIndex()).isEqualTo(alone.items().get(i).classIndex());
      assertThat(together.items().get(i).score())
          .isCloseTo(alone.items().get(i).score(), within(1e-5f));
    }
  }

  @Test
  void nothingStaysInTheManager() {
    RgbImage image = noise(30, 30);
    detector.detect(List.of(image), manager);
    int before = manager.getManagedArrays().size();
    detector.detect(List.of(image, noise(20, 90)), manager);
    assertThat(manager.getManagedArrays()).hasSize(before);
  }

  @Test
  void threadsMayShareADetector() throws Exception {
    List<RgbImage> images = List.of(noise(40, 60), noise(64, 64), noise(30, 90), noise(77, 50));
    List<Detections> expected =
        images.stream().map(image -> detector.detect(List.of(image), manager).get(0)).toList();
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      List<Future<Detections>> running = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        RgbImage image = images.get(i % images.size());
        running.add(pool.submit(() -> detector.detect(List.of(image), manager).get(0)));
      }
      for (int i = 0; i < running.size(); i++) {
        assertThat(running.get(i).get()).isEqualTo(expected.get(i % images.size()));
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void refusesAnEmptyBatch() {
    assertThatThrownBy(() -> detector.detect(List.of(), manager))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one picture");
  }

  private static RgbImage noise(int height, int width) {
    byte[] pixels = new byte[3 * height * width];
    new Random(height * 1000L + width).nextBytes(pixels);
    return RgbImage.of(width, height, pixels);
  }
}
