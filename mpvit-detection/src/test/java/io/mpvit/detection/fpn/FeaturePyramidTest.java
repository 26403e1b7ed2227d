/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.fpn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.ParameterStore;
import io.mpvit.backbone.Feature;
import io.mpvit.nn.StateEntry;
import io.mpvit.testing.ToyBackbone;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeaturePyramidTest {
  private static final int CHANNELS = 5;
  private static final List<String> STAGES = List.of("stage3", "stage4", "stage5");

  private static final Feature STAGE5 = new Feature("stage5", 8, 32);

  private final NDManager manager = NDManager.newBaseManager();
  private final ToyBackbone toy = new ToyBackbone(8);
  private final FeaturePyramid pyramid =
      new FeaturePyramid(
          toy, "bottom_up.backbone", STAGES, CHANNELS, new LastLevelP6P7(STAGE5, CHANNELS));

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void keysComeInTheOrderOfThePublishedFiles() {
    assertThat(pyramid.stateEntries())
        .extracting(StateEntry::key)
        .startsWith("fpn_lateral3.weight", "fpn_lateral3.bias", "fpn_output3.weight")
        .containsSubsequence("fpn_output5.bias", "top_block.p6.weight", "top_block.p7.bias")
        .endsWith("bottom_up.backbone.conv2.weight", "bottom_up.backbone.conv2.bias");
  }

  @Test
  void levelsAreAnnouncedAsTheyCome() {
    pyramid.initialize(manager, DataType.FLOAT32);
    assertThat(pyramid.features())
        .containsExactly(
            new Feature("p3", CHANNELS, 8),
            new Feature("p4", CHANNELS, 16),
            new Feature("p5", CHANNELS, 32),
            new Feature("p6", CHANNELS, 64),
            new Feature("p7", CHANNELS, 128));
    NDList maps = run(manager.randomNormal(new Shape(2, 3, 96, 160)));
    Shape[] shapes = maps.stream().map(NDArray::getShape).toArray(Shape[]::new);
    assertThat(shapes)
        .containsExactly(
            new Shape(2, CHANNELS, 12, 20),
            new Shape(2, CHANNELS, 6, 10),
            new Shape(2, CHANNELS, 3, 5),
            new Shape(2, CHANNELS, 2, 3),
            new Shape(2, CHANNELS, 1, 2));
    assertThat(pyramid.getOutputShapes(new Shape[] {new Shape(2, 3, 96, 160)})).isEqualTo(shapes);
  }

  @Test
  void computesWhatThePaperSays() {
    pyramid.initialize(manager, DataType.FLOAT32);
    NDArray image = manager.randomNormal(new Shape(2, 3, 64, 96));
    NDList maps = run(image);
    NDList stages = toy.forward(new ParameterStore(manager, false), new NDList(image), false);

    NDArray m5 = conv("fpn_lateral5", stages.get(2), 1, 0);
    NDArray m4 = conv("fpn_lateral4", stages.get(1), 1, 0).add(doubled(m5));
    NDArray m3 = conv("fpn_lateral3", stages.get(0), 1, 0).add(doubled(m4));
    NDArray p6 = conv("top_block.p6", stages.get(2), 2, 1);
    assertClose(maps.get(0), conv("fpn_output3", m3, 1, 1));
    assertClose(maps.get(1), conv("fpn_output4", m4, 1, 1));
    assertClose(maps.get(2), conv("fpn_output5", m5, 1, 1));
    assertClose(maps.get(3), p6);
    assertThat(p6.min().getFloat()).as("p6 leaves without ReLU").isNegative();
    assertClose(maps.get(4), conv("top_block.p7", Activation.relu(p6), 2, 1));
  }

  @Test
  void freshWeightsAreBoundedByTheFanIn() {
    pyramid.initialize(manager, DataType.FLOAT32);
    double bound = Math.sqrt(3.0 / (CHANNELS * 9));
    NDArray weight = parameter("fpn_output3.weight");
    assertThat((double) weight.abs().max().getFloat()).isBetween(0.8 * bound, bound + 1e-6);
    assertThat(parameter("fpn_output3.bias").abs().max().getFloat()).isZero();
  }

  @Test
  void refusesWhatDoesNotFit() {
    pyramid.initialize(manager, DataType.FLOAT32);
    assertThatThrownBy(() -> run(manager.zeros(new Shape(1, 3, 72, 96))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("multiples");
    ToyBackbone other = new ToyBackbone(8);
    assertThatThrownBy(
            () ->
                new FeaturePyramid(
                    other,
                    "b",
                    List.of("stage3", "stage5"),
                    CHANNELS,
                    new LastLevelP6P7(STAGE5, CHANNELS)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("double");
    assertThatThrownBy(
            () ->
                new FeaturePyramid(
                    other, "b", List.of("stage2"), CHANNELS, new LastLevelP6P7(STAGE5, CHANNELS)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("stage2");
  }

  private NDList run(NDArray image) {
    return pyramid.forward(new ParameterStore(manager, false), new NDList(image), false);
  }

  private NDArray conv(String name, NDArray map, int stride, int padding) {
    return Conv2d.conv2d(
            map,
            parameter(name + ".weight"),
            parameter(name + ".bias"),
            new Shape(stride, stride),
            new Shape(padding, padding))
        .singletonOrThrow();
  }

  private NDArray parameter(String key) {
    Map<String, Parameter> all =
        pyramid.stateEntries().stream()
            .collect(Collectors.toMap(StateEntry::key, StateEntry::parameter));
    return all.get(key).getArray();
  }

  /** Nearest neighbour, element by element. */
  private NDArray doubled(NDArray map) {
    Shape s = map.getShape();
    int h = (int) s.get(2);
    int w = (int) s.get(3);
    float[] in = map.toFloatArray();
    float[] out = new float[4 * in.length];
    for (int i = 0; i < out.length; i++) {
      int x = i % (2 * w);
      int y = i / (2 * w) % (2 * h);
      int plane = i / (4 * w * h);
      out[i] = in[(plane * h + y / 2) * w + x / 2];
    }
    return manager.create(out, new Shape(s.get(0), s.get(1), 2L * h, 2L * w));
  }

  private static void assertClose(NDArray actual, NDArray expected) {
    assertThat(actual.getShape()).isEqualTo(expected.getShape());
    assertThat(actual.sub(expected).abs().max().getFloat())
        .as(Arrays.toString(expected.getShape().getShape()))
        .isLessThan(1e-5f);
  }
}
