/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mpvit.detection.box.Box;
import io.mpvit.detection.box.BoxCoder;
import io.mpvit.detection.mask.MaskTargets;
import io.mpvit.detection.target.FlatMaps;
import io.mpvit.detection.target.GroundTruth;
import io.mpvit.detection.target.Matches;
import io.mpvit.detection.target.Sampler;
import io.mpvit.detection.target.Sampling.Sample;
import io.mpvit.detection.testing.LossTruth;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.testing.Npz;
import io.mpvit.testing.Tolerances;
import io.mpvit.training.GradientTape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The losses of given predictions. */
@Tag("golden")
class RcnnLossTest {

  private static final int BACKGROUND = 80;
  private static final double CLOSE = 2e-5;

  private final Npz golden = Npz.resource("/reference/detectron2/losses.golden.npz");
  private final List<GroundTruth> truths = List.of(LossTruth.of("a").truth());

  private static NDArray input(NDManager manager, String name, double factor, long... shape) {
    NDArray array = ReferenceInputs.array(manager, name, new Shape(shape)).mul(factor);
    array.setRequiresGradient(true);
    return array;
  }

  private void assertLoss(String name, NDArray loss) {
    Tolerances.assertRelative(name, loss.getFloat(), golden.doubles(name)[0], CLOSE);
  }

  private void assertNorm(String name, NDArray prediction) {
    double squares = 0;
    for (float g : prediction.getGradient().toFloatArray()) {
      squares += (double) g * g;
    }
    double expected = golden.doubles("pure." + name + ".norm")[0];
    Tolerances.assertRelative("norm of " + name, Math.sqrt(squares), expected, 5e-5);
  }

  @Test
  void proposals() {
    try (NDManager manager = NDManager.newBaseManager();
        GradientTape tape = new GradientTape()) {
      List<NDArray> logits = new ArrayList<>();
      List<NDArray> deltas = new ArrayList<>();
      for (int level = 2; level <= 6; level++) {
        int h = (int) Math.ceil(224.0 / (1 << level));
        int w = (int) Math.ceil(320.0 / (1 << level));
        logits.add(input(manager, "loss.rpn_cls.p" + level, 1, 1, 3, h, w));
        deltas.add(input(manager, "loss.rpn_reg.p" + level, 0.25, 1, 12, h, w));
      }
      RcnnLossConfig config = RcnnLossConfig.published();
      float[] anchors = FlatMaps.anchors(RpnConfig.published().anchors(), logits);
      Matches matches = config.anchors().match(truths.get(0).boxes(), anchors);
      Sample sample = config.anchorSampling().sample(matches, Sampler.FIRST);
      assertThat(sample.objects()).isEqualTo(golden.ints("pure.rpn.sampled_pos"));
      assertThat(sample.background()).isEqualTo(golden.ints("pure.rpn.sampled_neg"));

      Map<String, NDArray> losses =
          new RpnLoss(RpnConfig.published(), config)
              .evaluate(new RpnPredictions(logits, deltas), truths, Sampler.FIRST);
      assertThat(losses).containsOnlyKeys("loss_rpn_cls", "loss_rpn_loc");
      losses.forEach((name, loss) -> assertLoss("pure.loss.rpn." + name, loss));
      losses.values().forEach(tape::backward);
      for (int level = 2; level <= 6; level++) {
        assertNorm("rpn.grad_cls.p" + level, logits.get(level - 2));
        assertNorm("rpn.grad_reg.p" + level, deltas.get(level - 2));
      }
    }
  }

  /** The 31 regions of the golden, matched by ourselves. */
  private RegionTargets targets() {
    float[] boxes = golden.floats("mask_rcnn_tiny.fixed.sampled_boxes");
    RegionTargets targets =
        RegionTargets.all(
            boxes, 0, RcnnLossConfig.published().stages().get(0), truths.get(0), BACKGROUND);
    assertThat(targets.classes()).isEqualTo(golden.ints("mask_rcnn_tiny.fixed.sampled_classes"));
    return targets;
  }

  @Test
  void classesAndBoxesOfRegions() {
    try (NDManager manager = NDManager.newBaseManager();
        GradientTape tape = new GradientTape()) {
      NDArray logits = input(manager, "loss.roi_cls", 1, 31, 81);
      NDArray deltas = input(manager, "loss.roi_reg", 0.5, 31, 320);
      RegionTargets targets = targets();
      NDArray ofClasses = RegionLoss.ofClasses(logits, targets);
      NDArray ofBoxes =
          RegionLoss.ofBoxes(deltas, targets, truths, BACKGROUND, new BoxCoder(10, 10, 5, 5));
      assertLoss("pure.loss.roi.loss_cls", ofClasses);
      assertLoss("pure.loss.roi.loss_box_reg", ofBoxes);
      tape.backward(ofClasses);
      tape.backward(ofBoxes);
      assertNorm("roi.grad_cls", logits);
      assertNorm("roi.grad_reg", deltas);
    }
  }

  @Test
  void masksOfRegions() {
    RegionTargets targets = targets().foreground(BACKGROUND);
    byte[] packed = golden.bytes("mask_rcnn_tiny.fixed.mask_targets");
    int perMask = packed.length / targets.size();
    for (int i = 0; i < targets.size(); i++) {
      boolean[] mask =
          MaskTargets.ofPolygons(
              truths.get(0).polygons().get(targets.objects()[i]), Box.at(targets.boxes(), i), 28);
      boolean[] expected = new boolean[mask.length];
      for (int bit = 0; bit < expected.length; bit++) {
        expected[bit] = (packed[i * perMask + bit / 8] >> (7 - bit % 8) & 1) == 1;
      }
      assertThat(mask).isEqualTo(expected);
    }
    try (NDManager manager = NDManager.newBaseManager();
        GradientTape tape = new GradientTape()) {
      NDArray all = input(manager, "loss.mask", 1, 19, 80, 28, 28);
      NDList chosen = new NDList();
      for (int i = 0; i < targets.size(); i++) {
        chosen.add(all.get(i).get(targets.classes()[i]));
      }
      NDArray loss = RegionLoss.ofMasks(NDArrays.stack(chosen), targets, truths);
      assertLoss("pure.loss.mask", loss);
      tape.backward(loss);
      assertNorm("mask.grad", all);
    }
  }

  @Test
  void classAgnosticDeltas() {
    try (NDManager manager = NDManager.newBaseManager()) {
      RegionTargets targets =
          new RegionTargets(
              new float[] {0, 0, 10, 10, 0, 0, 10, 10},
              new int[2],
              new int[] {BACKGROUND, 3},
              new int[2]);
      GroundTruth truth = GroundTruth.of(new float[] {0, 0, 10, 10}, new int[] {3});
      NDArray deltas = manager.create(new float[] {9, 9, 9, 9, 1, -2, 3, -4}, new Shape(2, 4));
      NDArray loss = RegionLoss.ofBoxes(deltas, targets, List.of(truth), BACKGROUND, BoxCoder.UNIT);
      assertThat(loss.getFloat()).isEqualTo(5);
      assertThat(Arrays.stream(targets.foregroundPositions(BACKGROUND)).boxed()).containsExactly(1);
      assertThat(IntStream.of(targets.foreground(BACKGROUND).classes()).boxed()).containsExactly(3);
    }
  }
}
