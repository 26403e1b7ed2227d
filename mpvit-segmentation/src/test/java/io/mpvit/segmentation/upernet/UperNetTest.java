/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.upernet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import io.mpvit.backbone.mpvit.MPViTConfig;
import io.mpvit.image.ImageSize;
import io.mpvit.image.KeepRatioResize;
import io.mpvit.image.Normalization;
import io.mpvit.image.RgbImage;
import io.mpvit.nn.Pass;
import io.mpvit.nn.StateEntry;
import io.mpvit.ops.Precision;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.segmentation.LabelMap;
import io.mpvit.segmentation.SegmentationTransform;
import io.mpvit.segmentation.SemanticSegmenter;
import io.mpvit.segmentation.inference.Flip;
import io.mpvit.segmentation.inference.InferencePlan;
import io.mpvit.segmentation.inference.Windows;
import io.mpvit.testing.ToyBackbone;
import io.mpvit.weights.BlockStateDict;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A small network on a backbone of its own: any sizes, batches, training. */
class UperNetTest {

  private static final UperNetHeadConfig HEAD =
      new UperNetHeadConfig(5, 8, List.of(1, 2, 3), "stage3", 4, 0.1f);

  private static final SegmentationTransform TRANSFORM =
      new SegmentationTransform(new KeepRatioResize(128, 64), Normalization.DETECTRON2);

  private static final InferencePlan ALL_WAYS =
      new InferencePlan(
          new Windows.Sliding(new ImageSize(40, 48), new ImageSize(30, 30)),
          List.of(0.5, 1.25),
          List.of(Flip.NONE, Flip.HORIZONTAL, Flip.VERTICAL));

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  private UperNet toy() {
    UperNet network = new UperNet(new ToyBackbone(4), HEAD);
    ReferenceWeights.fill(network, manager);
    return network;
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 37", "53, 1", "33, 65", "64, 64"})
  void anySizeOfInput(long height, long width) {
    UperNet network = toy();
    Shape shape = new Shape(2, 3, height, width);
    NDArray images = ReferenceInputs.array(manager, "input", shape);
    NDArray logits =
        network
            .forward(new ParameterStore(manager, false), new NDList(images), false)
            .singletonOrThrow();
    assertThat(logits.getShape())
        .isEqualTo(new Shape(2, 5, (height + 3) / 4, (width + 3) / 4))
        .isEqualTo(network.getOutputShapes(new Shape[] {shape})[0]);
    assertThat(logits.isNaN().any().getBoolean()).isFalse();
  }

  @Test
  void aBatchOfMixedSizesGivesWhatEachPictureGivesAlone() {
    List<RgbImage> pictures =
        List.of(
            ReferenceInputs.image("image", 97, 131),
            ReferenceInputs.image("image", 1, 1),
            ReferenceInputs.image("image", 300, 40),
            ReferenceInputs.image("image", 1, 400),
            ReferenceInputs.image("image", 64, 64));
    UperNet network = toy();
    for (InferencePlan plan : List.of(InferencePlan.PUBLISHED, ALL_WAYS)) {
      SemanticSegmenter segmenter = new SemanticSegmenter(network, TRANSFORM, plan);
      List<LabelMap> together = segmenter.segment(pictures, manager);
      for (int i = 0; i < pictures.size(); i++) {
        assertThat(together.get(i).size()).isEqualTo(pictures.get(i).size());
        LabelMap alone = segmenter.segment(List.of(pictures.get(i)), manager).get(0);
        assertThat(together.get(i)).isEqualTo(alone);
      }
      assertThat(together.get(0).shares()).hasSizeGreaterThan(1);
    }
  }

  @Test
  void anEmptyBatchIsRefused() {
    SemanticSegmenter segmenter = new SemanticSegmenter(toy(), TRANSFORM, InferencePlan.PUBLISHED);
    assertThatThrownBy(() -> segmenter.segment(List.of(), manager))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one picture");
  }

  @Test
  void trainingGivesBothHeadsAndGradientsForEveryParameter() {
    UperNet network = toy();
    NDArray images = ReferenceInputs.array(manager, "input", new Shape(2, 3, 33, 47));
    Pass pass = new Pass(new ParameterStore(manager, false), true, Precision.FLOAT32);
    network.unfreeze();
    try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
      NDList logits = network.forward(pass, new NDList(images));
      assertThat(logits.get(0).getShape()).isEqualTo(new Shape(2, 5, 9, 12));
      assertThat(logits.get(1).getShape()).isEqualTo(new Shape(2, 5, 5, 6));
      collector.backward(logits.get(0).square().sum().add(logits.get(1).square().sum()));
    }
    for (StateEntry entry : network.stateEntries()) {
      if (!entry.isBuffer() && entry.parameter().getType() == Parameter.Type.WEIGHT) {
        try (NDArray gradient = entry.parameter().getArray().getGradient()) {
          assertThat(gradient.abs().sum().getFloat()).as(entry.key()).isPositive();
        }
      }
    }
  }

  @Test
  void aFileTellsItsClassesAndMlpWidth() throws Exception {
    List<Integer> ones = List.of(1, 1, 1, 1);
    MPViTConfig slim = new MPViTConfig(List.of(16, 16, 16, 16), ones, ones, 4, 8, 0);
    UperNetHeadConfig head = new UperNetHeadConfig(150, 8, List.of(1, 2), "stage4", 4, 0);
    UperNetConfig expected = new UperNetConfig(slim, head, TRANSFORM, InferencePlan.PUBLISHED);
    UperNetConfig found = expected.withBackbone(slim.withMlpRatio(3)).withClasses(7);
    UperNet network = new UperNet(found);
    ReferenceWeights.fill(network, manager);
    assertThat(UperNetWeights.adapt(expected, BlockStateDict.of(network))).isEqualTo(found);
    assertThat(
            found
                .segmenter(network)
                .segment(List.of(ReferenceInputs.image("image", 9, 5)), manager))
        .extracting(LabelMap::size)
        .containsExactly(new ImageSize(9, 5));
  }

  @Test
  void impossibleHeadsAreRefused() {
    assertThatThrownBy(() -> HEAD.withClasses(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 0");
    assertThatThrownBy(() -> new UperNetHeadConfig(5, 8, List.of(), "stage3", 4, 0.1f))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("poolBins");
    assertThatThrownBy(() -> new UperNetHeadConfig(5, 8, List.of(1), "stage3", 4, 1f))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dropout");
    UperNetHeadConfig elsewhere = new UperNetHeadConfig(5, 8, List.of(1), "stage9", 4, 0.1f);
    assertThatThrownBy(() -> new UperNet(new ToyBackbone(4), elsewhere))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("stage9");
  }
}
