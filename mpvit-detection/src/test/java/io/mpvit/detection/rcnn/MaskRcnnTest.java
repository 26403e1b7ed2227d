/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
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
import io.mpvit.detection.anchor.AnchorGenerator;
import io.mpvit.detection.box.Box;
import io.mpvit.detection.box.BoxCoder;
import io.mpvit.detection.box.Candidates;
import io.mpvit.image.ImageSize;
import io.mpvit.nn.Pass;
import io.mpvit.nn.StateEntry;
import io.mpvit.ops.NonFiniteException;
import io.mpvit.ops.Precision;
import io.mpvit.testing.ToyBackbone;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Structure and odd inputs on a toy network; the goldens test the published ones. */
class MaskRcnnTest {
  private static final ImageSize SIZE = new ImageSize(60, 90);

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shapesDoNotDependOnThePicture(boolean cascade) {
    MaskRcnn network = fresh(cascade, ToyRcnn.thresholds(0.05f, 20));
    NDList outputs = run(network, images(2), sizes(2));
    Shape[] expected = {
      new Shape(2, 20, 4), new Shape(2, 20), new Shape(2, 20), new Shape(2), new Shape(2, 20, 8, 8)
    };
    assertThat(outputs.stream().map(NDArray::getShape)).containsExactly(expected);
    assertThat(network.getOutputShapes(new Shape[] {new Shape(2, 3, 64, 96), new Shape(2, 2)}))
        .isEqualTo(expected);
    for (Detections found : new MaskRcnnDecoder().decode(outputs, List.of(SIZE, SIZE))) {
      assertThat(found.items()).isNotEmpty();
      assertSound(found);
    }
  }

  @Test
  void withoutSizesThePictureFillsTheTensor() {
    MaskRcnn network = fresh(false, ToyRcnn.thresholds(0.05f, 20));
    NDArray images = images(1);
    NDList alone = network.forward(new ParameterStore(manager, false), new NDList(images), false);
    NDArray whole = manager.create(new long[] {64, 96}, new Shape(1, 2));
    assertThat(alone.get(0)).isEqualTo(run(network, images, whole).get(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(network, images, whole.toType(DataType.FLOAT32, true)))
        .withMessageContaining("int64")
        .withMessageContaining("float32");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(network, images(2), whole))
        .withMessageContaining("(1, 2)");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void noDetections(boolean cascade) {
    MaskRcnn network = fresh(cascade, ToyRcnn.thresholds(1, 20));
    NDList outputs = run(network, images(1), sizes(1));
    assertThat(decode(outputs, 1).get(0).items()).isEmpty();
    assertThat(outputs.get(4).abs().max().getFloat()).isZero();
  }

  @Test
  void oneDetection() {
    MaskRcnn network = fresh(false, ToyRcnn.thresholds(0.05f, 1));
    Detections found = decode(run(network, images(1), sizes(1)), 1).get(0);
    assertThat(found.items()).hasSize(1);
    assertSound(found);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void activationsThatAreNotFiniteAreAnError(boolean cascade) {
    MaskRcnn network = fresh(cascade, ToyRcnn.thresholds(0, 20));
    for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      NDArray images = manager.full(new Shape(1, 3, 64, 96), value);
      assertThatExceptionOfType(NonFiniteException.class)
          .isThrownBy(() -> run(network, images, sizes(1)))
          .withMessageContaining("the region proposal head gives no numbers");
    }
  }

  /** The picture's right edge is broken: nobody knows what else is. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void someActivationsThatAreNotFinite(boolean cascade) {
    MaskRcnn network = fresh(cascade, ToyRcnn.thresholds(0.05f, 20));
    float[] pixels = images(1).toFloatArray();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i % 96 < 80 ? pixels[i] : Float.NEGATIVE_INFINITY;
    }
    NDArray images = manager.create(pixels, new Shape(1, 3, 64, 96));
    assertThatExceptionOfType(NonFiniteException.class)
        .isThrownBy(() -> run(network, images, sizes(1)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aThousandProposalsOnOneSpot(boolean cascade) {
    float[] boxes = new float[4000];
    for (int i = 0; i < 1000; i++) {
      System.arraycopy(new float[] {10, 8, 50, 40}, 0, boxes, 4 * i, 4);
    }
    Candidates found = detect(cascade, boxes);
    // Suppression leaves one per class, and all classes of a fresh network are equally likely.
    assertThat(found.groups()).containsExactlyInAnyOrder(0, 1, 2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void proposalsWithoutArea(boolean cascade) {
    float[] boxes = {10, 8, 10, 8, 20, 8, 20, 40, 10, 30, 60, 30, 0, 0, 0, 0, 90, 60, 90, 60};
    Candidates found = detect(cascade, boxes);
    assertThat(found.size()).isPositive();
    for (int i = 0; i < found.size(); i++) {
      assertThat(RegionBoxes.isFinite(found.boxes(), i)).isTrue();
      assertThat(Box.at(found.boxes(), i).isEmpty()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void regionsThatAreNotNumbersAreDroppedInTheEnd(boolean cascade) {
    float nan = Float.NaN;
    assertThat(detect(cascade, new float[] {nan, 1, 9, 9, 1, 1, nan, nan}).size()).isZero();
    assertThat(detect(cascade, new float[0]).size()).isZero();
  }

  @Test
  void keysOfACascadeAreNumberedByStage() {
    MaskRcnn network = ToyRcnn.network(true, ToyRcnn.thresholds(0.05f, 20));
    assertThat(network.stateEntries().stream().map(StateEntry::key))
        .containsSubsequence(
            "backbone.fpn_lateral3.weight",
            "backbone.bottom_up.conv2.bias",
            "proposal_generator.rpn_head.conv.weight",
            "roi_heads.box_head.2.fc2.bias",
            "roi_heads.box_predictor.0.cls_score.weight",
            "roi_heads.mask_head.mask_fcn2.bias",
            "roi_heads.mask_head.deconv.weight",
            "roi_heads.mask_head.predictor.bias");
    assertThat(network.stages()).hasSize(3);
    assertThat(network.find("roi_heads.box_head.1.fc1")).isPresent();
  }

  @Test
  void aForwardLeavesOnlyItsResult() {
    MaskRcnn network = fresh(true, ToyRcnn.thresholds(0.05f, 20));
    NDArray images = images(2);
    NDArray sizes = sizes(2);
    run(network, images, sizes).close();
    int before = manager.getManagedArrays().size();
    NDList outputs = run(network, images, sizes);
    assertThat(manager.getManagedArrays()).hasSize(before + outputs.size());
  }

  /** Every part that a loss will stand on, over regions that the pooler cuts out. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void gradientsReachEveryParameter(boolean cascade) {
    MaskRcnn network = fresh(cascade, ToyRcnn.thresholds(0.05f, 20));
    Pass pass = new Pass(new ParameterStore(manager, false), true, Precision.FLOAT32);
    float[] boxes = {3, 5, 40, 50, 0, 0, 500, 450, 10, 10, 200, 150};
    int[] images = {0, 1, 1};
    NDArray pictures = manager.randomNormal(new Shape(2, 3, 256, 256)).mul(5);
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDList maps = network.pyramid().forward(pass, new NDList(pictures));
      NDList outputs = network.rpn().forward(pass, maps);
      for (BoxStage stage : network.stages()) {
        outputs.addAll(stage.predict(pass, maps, boxes, images));
      }
      MaskStage masks = network.masks().orElseThrow();
      NDArray pooled = masks.pooler().pool(maps, boxes, images, true);
      NDArray classes = manager.create(new long[] {0, 1, 2});
      outputs.addAll(masks.head().forward(pass, new NDList(pooled, classes)));
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
  void trainingAndInferenceComputeTheSameMasks() {
    MaskRcnn network = fresh(false, ToyRcnn.thresholds(0.05f, 20));
    NDArray pooled = manager.randomNormal(new Shape(5, 8, 4, 4));
    NDArray classes = manager.create(new long[] {2, 0, 1, 1, 2});
    ParameterStore parameters = new ParameterStore(manager, false);
    NDList inputs = new NDList(pooled, classes);
    MaskHead head = network.masks().orElseThrow().head();
    NDArray inference = head.forward(parameters, inputs, false).singletonOrThrow();
    NDArray training = head.forward(parameters, inputs, true).singletonOrThrow();
    assertThat(inference.getShape()).isEqualTo(new Shape(5, 8, 8));
    assertThat(training.toFloatArray())
        .usingComparatorWithPrecision(1e-6f)
        .containsExactly(inference.toFloatArray());
  }

  @Test
  void refusesConfigurationsThatDoNotFit() {
    MaskRcnnHeadConfig config = ToyRcnn.config(false);
    MaskRcnnHeadConfig other =
        new MaskRcnnHeadConfig(
            List.of("stage3", "stage4", "stage5"),
            3,
            8,
            new RpnConfig(
                new AnchorGenerator(
                    List.of(4, 8, 16, 32),
                    List.of(List.of(1.0), List.of(2.0), List.of(3.0), List.of(4.0)),
                    List.of(1.0)),
                BoxCoder.UNIT),
            config.levels(),
            config.box(),
            config.mask());
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new MaskRcnn(
                    new ToyBackbone(8), "bottom_up", other, MaskRcnnThresholds.published()))
        .withMessageContaining("[8, 16, 32, 64]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config.withClasses(0))
        .withMessageContaining("classes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BoxHeadConfig(7, 9, false, BoxHeadConfig.cascade().coders()))
        .withMessageContaining("class-agnostic");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ToyRcnn.thresholds(2, 1))
        .withMessageContaining("2.0");
  }

  private Candidates detect(boolean cascade, float[] boxes) {
    MaskRcnn network = fresh(cascade, ToyRcnn.thresholds(0.05f, 20));
    Pass pass = new Pass(new ParameterStore(manager, false), false, Precision.FLOAT32);
    NDList maps = network.pyramid().forward(pass, new NDList(images(1)));
    int count = boxes.length / 4;
    Candidates proposals = new Candidates(boxes, new float[count], new int[count]);
    return new BoxStages(network.stages(), new DetectionSelector(ToyRcnn.thresholds(0.05f, 20)))
        .detect(pass, maps, proposals, SIZE);
  }

  private MaskRcnn fresh(boolean cascade, MaskRcnnThresholds thresholds) {
    MaskRcnn network = ToyRcnn.network(cascade, thresholds);
    network.initialize(manager, DataType.FLOAT32);
    return network;
  }

  private NDArray images(int count) {
    return manager.randomNormal(new Shape(count, 3, 64, 96));
  }

  private NDArray sizes(int count) {
    long[] values = new long[2 * count];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 2 == 0 ? SIZE.height() : SIZE.width();
    }
    return manager.create(values, new Shape(count, 2));
  }

  private NDList run(MaskRcnn network, NDArray images, NDArray sizes) {
    return network.forward(new ParameterStore(manager, false), new NDList(images, sizes), false);
  }

  private static List<Detections> decode(NDList outputs, int count) {
    ImageSize[] sizes = new ImageSize[count];
    Arrays.fill(sizes, SIZE);
    return new MaskRcnnDecoder().decode(outputs, List.of(sizes));
  }

  private static void assertSound(Detections found) {
    float previous = 1;
    for (Detection item : found.items()) {
      assertThat(item.box()).isEqualTo(item.box().clipped(SIZE.width(), SIZE.height()));
      assertThat(item.score()).isBetween(0.05f, previous);
      previous = item.score();
      for (float probability : item.mask().orElseThrow().values()) {
        assertThat(probability).isBetween(0f, 1f);
      }
    }
  }
}
