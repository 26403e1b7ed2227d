/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import io.mpvit.detection.Detection;
import io.mpvit.detection.Detections;
import io.mpvit.detection.ObjectDetector;
import io.mpvit.detection.deformabledetr.DeformableDetrHeadConfig.Variant;
import io.mpvit.detection.transform.DetectorTransform;
import io.mpvit.image.DetrResize;
import io.mpvit.image.Normalization;
import io.mpvit.image.RgbImage;
import io.mpvit.nn.FlopCounter;
import io.mpvit.ops.Precision;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.testing.ToyBackbone;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A small network on a toy backbone. */
class DeformableDetrTest {
  private static final TransformerConfig TRANSFORMER =
      new TransformerConfig(32, 4, 4, 2, 2, 2, 64, 0.1f);

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  private DeformableDetr network(Variant variant) {
    DeformableDetrHeadConfig config =
        new DeformableDetrHeadConfig(
            List.of("stage3", "stage4", "stage5"), 5, 12, variant, TRANSFORMER);
    DeformableDetr network = new DeformableDetr(new ToyBackbone(8), "toy", config);
    network.initialize(manager, DataType.FLOAT32);
    return network;
  }

  private NDList run(DeformableDetr network, boolean training, NDArray... inputs) {
    return network.forward(new ParameterStore(manager, false), new NDList(inputs), training);
  }

  @ParameterizedTest
  @EnumSource(Variant.class)
  void shapesAreThoseTraced(Variant variant) {
    DeformableDetr network = network(variant);
    network.freeze();
    NDArray pictures = ReferenceInputs.array(manager, "x", new Shape(2, 3, 70, 90));
    NDList outputs = run(network, false, pictures);
    assertThat(outputs.getShapes())
        .containsExactly(new Shape(2, 12, 5), new Shape(2, 12, 4))
        .isEqualTo(network.getOutputShapes(new Shape[] {pictures.getShape()}));
    assertThat(FlopCounter.of(network, pictures.getShape()).totalFlops()).isPositive();
  }

  @ParameterizedTest
  @EnumSource(Variant.class)
  void trainingGivesAllLayersAndReachesEveryParameter(Variant variant) {
    DeformableDetr network = network(variant);
    NDArray pictures = ReferenceInputs.array(manager, "x", new Shape(1, 3, 64, 64));
    network.stateEntries().forEach(e -> e.parameter().freeze(false));
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDList outputs = run(network, true, pictures);
      List<DeformableDetrPredictions> layers = DeformableDetrPredictions.listOf(outputs);
      assertThat(layers).hasSize(variant == Variant.TWO_STAGE ? 3 : 2);
      NDArray loss = manager.zeros(new Shape());
      for (DeformableDetrPredictions layer : layers) {
        loss = loss.add(layer.logits().sum()).add(layer.boxes().sum());
      }
      collector.backward(loss);
    }
    network.stateEntries().stream()
        .filter(entry -> !entry.isAlias())
        .forEach(
            entry ->
                assertThat(entry.parameter().getArray().getGradient().getShape())
                    .as(entry.key())
                    .isEqualTo(entry.parameter().getShape()));
  }

  /** Half the digits of a matrix product change boxes a little, and nothing else. */
  @Test
  void bfloat16() {
    DeformableDetr network = network(Variant.REFINEMENT);
    network.freeze();
    NDArray pictures = ReferenceInputs.array(manager, "x", new Shape(1, 3, 70, 90));
    float[] boxes = run(network, false, pictures).get(1).toFloatArray();
    network.setPrecision(Precision.BFLOAT16);
    float[] coarse = run(network, false, pictures).get(1).toFloatArray();
    assertThat(coarse)
        .isNotEqualTo(boxes)
        .usingComparatorWithPrecision(0.1f)
        .containsExactly(boxes);
  }

  @Test
  void detectsInPicturesOfMixedSizes() {
    DeformableDetr network = network(Variant.PLAIN);
    network.freeze();
    ObjectDetector detector =
        new ObjectDetector(
            network,
            new DetectorTransform(new DetrResize(64, 100), Normalization.IMAGENET, 1),
            new DeformableDetrDecoder(20));
    RgbImage wide = ReferenceInputs.image("wide", 64, 90);
    RgbImage tall = ReferenceInputs.image("tall", 90, 64);
    List<Detections> both = detector.detect(List.of(wide, tall), manager);
    assertThat(both.get(0).size()).isEqualTo(wide.size());
    assertThat(both.get(1).size()).isEqualTo(tall.size());
    for (Detections found : both) {
      assertThat(found.items()).hasSize(20).extracting(Detection::classIndex).allMatch(c -> c < 5);
    }
    int before = manager.getManagedArrays().size();
    detector.detect(List.of(wide, tall), manager);
    assertThat(manager.getManagedArrays()).hasSize(before);
    assertThat(detector.detect(List.of(ReferenceInputs.image("dot", 1, 1)), manager)).hasSize(1);
  }

  @Test
  void refusesWhatDoesNotFit() {
    DeformableDetr network = network(Variant.PLAIN);
    network.freeze();
    NDArray pictures = manager.zeros(new Shape(1, 3, 64, 64));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(network, false, pictures, manager.zeros(new Shape(1, 2))))
        .withMessageContaining("Deformable DETR: expected sizes as int64");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TransformerConfig(30, 4, 4, 2, 2, 2, 64, 0))
        .withMessageContaining("multiple of 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TransformerConfig(32, 0, 4, 2, 2, 2, 64, 0))
        .withMessageContaining("heads 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TRANSFORMER.withDropout(1))
        .withMessageContaining("dropout");
    DeformableDetrHeadConfig published =
        DeformableDetrHeadConfig.published(List.of("stage3", "stage4", "stage5"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> published.withClasses(0))
        .withMessageContaining("must be positive");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> published.withTransformer(new TransformerConfig(32, 4, 2, 2, 2, 2, 64, 0)))
        .withMessageContaining("3 features for 2 levels");
  }
}
