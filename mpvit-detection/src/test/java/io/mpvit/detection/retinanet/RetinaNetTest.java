/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.retinanet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import io.mpvit.detection.anchor.AnchorGenerator;
import io.mpvit.detection.box.BoxCoder;
import io.mpvit.nn.StateEntry;
import io.mpvit.testing.ToyBackbone;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Structure of the network on a toy backbone; the goldens test the published ones. */
class RetinaNetTest {
  private static final RetinaNetHeadConfig SMALL =
      new RetinaNetHeadConfig(
          List.of("stage3", "stage4", "stage5"),
          3,
          8,
          2,
          RetinaNetHeadConfig.published(List.of("stage3", "stage4", "stage5")).anchors(),
          BoxCoder.UNIT);

  private final NDManager manager = NDManager.newBaseManager();
  private final RetinaNet network = new RetinaNet(new ToyBackbone(8), "bottom_up", SMALL);

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void shapesAndKeys() {
    network.initialize(manager, DataType.FLOAT32);
    RetinaNetPredictions predictions = run(manager.randomNormal(new Shape(2, 3, 64, 96)));
    assertThat(predictions.levels()).isEqualTo(5);
    assertThat(predictions.images()).isEqualTo(2);
    assertThat(predictions.logits().get(0).getShape()).isEqualTo(new Shape(2, 27, 8, 12));
    assertThat(predictions.deltas().get(4).getShape()).isEqualTo(new Shape(2, 36, 1, 1));
    assertThat(network.getOutputShapes(new Shape[] {new Shape(2, 3, 64, 96)}))
        .isEqualTo(predictions.toNDList().stream().map(NDArray::getShape).toArray(Shape[]::new));
    assertThat(network.stateEntries().stream().map(StateEntry::key).toList())
        .startsWith("backbone.fpn_lateral3.weight")
        .endsWith(
            "backbone.bottom_up.conv2.bias",
            "head.cls_subnet.0.weight",
            "head.cls_subnet.0.bias",
            "head.cls_subnet.2.weight",
            "head.cls_subnet.2.bias",
            "head.bbox_subnet.0.weight",
            "head.bbox_subnet.0.bias",
            "head.bbox_subnet.2.weight",
            "head.bbox_subnet.2.bias",
            "head.cls_score.weight",
            "head.cls_score.bias",
            "head.bbox_pred.weight",
            "head.bbox_pred.bias");
  }

  @Test
  void aFreshNetworkFindsNothing() {
    network.initialize(manager, DataType.FLOAT32);
    RetinaNetPredictions predictions = run(manager.zeros(new Shape(1, 3, 64, 64)));
    // Zero maps through zero biases: only the prior is left.
    for (NDArray logits : predictions.logits()) {
      assertThat(logits.max().getFloat()).isCloseTo(-4.59512f, within(1e-5f));
      assertThat(logits.min().getFloat()).isCloseTo(-4.59512f, within(1e-5f));
    }
    for (NDArray deltas : predictions.deltas()) {
      assertThat(deltas.abs().max().getFloat()).isZero();
    }
    Map<String, Parameter> all =
        network.stateEntries().stream()
            .collect(Collectors.toMap(StateEntry::key, StateEntry::parameter));
    NDArray weight = all.get("head.cls_score.weight").getArray();
    double std = Math.sqrt(weight.mul(weight).mean().getFloat());
    assertThat(std).isBetween(0.009, 0.011);
  }

  @Test
  void aForwardLeavesOnlyItsResult() {
    network.initialize(manager, DataType.FLOAT32);
    NDArray image = manager.randomNormal(new Shape(1, 3, 64, 64));
    run(image).toNDList().close();
    int before = manager.getManagedArrays().size();
    NDList outputs = run(image).toNDList();
    assertThat(manager.getManagedArrays()).hasSize(before + outputs.size());
  }

  @Test
  void gradientsReachEveryParameter() {
    network.initialize(manager, DataType.FLOAT32);
    NDArray images = manager.randomNormal(new Shape(1, 3, 128, 128)).mul(5);
    ParameterStore parameters = new ParameterStore(manager, false);
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDList outputs = network.forward(parameters, new NDList(images), true);
      NDArray loss = manager.zeros(new Shape());
      for (NDArray output : outputs) {
        loss = loss.add(output.square().sum());
      }
      collector.backward(loss);
    }
    for (StateEntry entry : network.stateEntries()) {
      try (NDArray gradient = entry.parameter().getArray().getGradient()) {
        assertThat(gradient.abs().max().getFloat()).as(entry.key()).isPositive();
      }
    }
  }

  @Test
  void predictorsAreSharedByAllLevels() {
    network.initialize(manager, DataType.FLOAT32);
    NDArray map = manager.randomNormal(new Shape(1, 8, 4, 4));
    NDList outputs =
        network.head().forward(new ParameterStore(manager, false), new NDList(map, map), false);
    assertThat(outputs).hasSize(4);
    assertThat(outputs.get(0)).isEqualTo(outputs.get(1));
    assertThat(outputs.get(2)).isEqualTo(outputs.get(3));
  }

  @Test
  void refusesAnchorsOfOtherStrides() {
    AnchorGenerator other =
        new AnchorGenerator(
            List.of(4, 8, 16, 32, 64),
            Stream.of(32.0, 64.0, 128.0, 256.0, 512.0).map(List::of).toList(),
            List.of(1.0));
    RetinaNetHeadConfig config =
        new RetinaNetHeadConfig(SMALL.features(), 3, 8, 2, other, BoxCoder.UNIT);
    assertThatThrownBy(() -> new RetinaNet(new ToyBackbone(8), "bottom_up", config))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[8, 16, 32, 64, 128]");
    assertThatThrownBy(
            () ->
                new RetinaNetHeadConfig(List.of("stage5"), 3, 8, 2, SMALL.anchors(), BoxCoder.UNIT))
        .hasMessageContaining("expected anchors for 3 levels, found 5");
    assertThatThrownBy(() -> SMALL.withClasses(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("classes");
  }

  @Test
  void refusesThresholdsOutOfRange() {
    assertThatThrownBy(() -> new RetinaNetThresholds(1.5f, 1, 0.5, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1.5");
    assertThatThrownBy(() -> new RetinaNetThresholds(0.5f, 0, 0.5, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("candidatesPerLevel");
  }

  private RetinaNetPredictions run(NDArray images) {
    return RetinaNetPredictions.of(
        network.forward(new ParameterStore(manager, false), new NDList(images), false));
  }
}
