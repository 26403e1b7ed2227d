/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mpvit.detection.Detection;
import io.mpvit.detection.Detections;
import io.mpvit.image.ImageSize;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.testing.Tolerances;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("golden")
class DeformableDetrDecoderTest {
  private final NDManager manager = NDManager.newBaseManager();
  private final DeformableDetrDecoder decoder = new DeformableDetrDecoder(100);

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void agreesWithTheReference() {
    DetrGolden golden = DetrGolden.of("postprocess");
    NDArray logits =
        ReferenceInputs.array(manager, "post.logits2", new Shape(2, 300, 91)).sub(2).mul(3);
    NDList outputs = new NDList(logits, golden.array(manager, "pred_boxes"));
    List<ImageSize> originals = DeformableDetrGoldenTest.sizes(golden.npz().longs("target_sizes"));
    List<Detections> found = decoder.decode(outputs, originals);
    for (int b = 0; b < 2; b++) {
      List<Detection> items = found.get(b).items();
      assertThat(items.stream().mapToInt(Detection::classIndex).toArray())
          .isEqualTo(golden.npz().ints(b + ".labels"));
      float[] scores = new float[100];
      float[] boxes = new float[400];
      for (int i = 0; i < 100; i++) {
        Detection item = items.get(i);
        scores[i] = item.score();
        float[] box = {item.box().x1(), item.box().y1(), item.box().x2(), item.box().y2()};
        System.arraycopy(box, 0, boxes, 4 * i, 4);
      }
      Tolerances.assertClose("scores", scores, golden.npz().floats(b + ".scores"), 1e-6);
      Tolerances.assertClose("boxes", boxes, golden.npz().floats(b + ".boxes"), 1e-3);
    }
    // The network's size has no part in it.
    List<ImageSize> sizes = List.of(new ImageSize(3, 5), new ImageSize(8, 1));
    assertThat(decoder.decode(outputs, sizes, originals)).isEqualTo(found);
  }

  @Test
  void fewPairsAndScoresThatAreNoNumbers() {
    NDArray logits = manager.create(new float[] {1, Float.NaN, 3, -1}, new Shape(1, 2, 2));
    NDArray boxes = manager.create(new float[8], new Shape(1, 2, 4));
    List<Detection> items =
        decoder.decode(new NDList(logits, boxes), List.of(new ImageSize(9, 9))).get(0).items();
    assertThat(items.stream().map(Detection::classIndex)).containsExactly(0, 0, 1);
  }

  @Test
  void refusesWhatDoesNotFit() {
    NDArray logits = manager.zeros(new Shape(1, 2, 2));
    NDArray boxes = manager.zeros(new Shape(1, 2, 4));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> decoder.decode(new NDList(logits, boxes), List.of()))
        .withMessageContaining("one for each of 1 images");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> decoder.decode(new NDList(logits), List.of(new ImageSize(1, 1))))
        .withMessageContaining("pairs");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DeformableDetrPredictions(boxes, logits))
        .withMessageContaining("expected logits [B, Q, K] and boxes [B, Q, 4]");
    assertThatIllegalArgumentException().isThrownBy(() -> new DeformableDetrDecoder(0));
  }
}
