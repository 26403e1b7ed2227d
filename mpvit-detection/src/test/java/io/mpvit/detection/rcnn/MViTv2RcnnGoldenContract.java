/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.mpvit.detection.Detection;
import io.mpvit.detection.Detections;
import io.mpvit.detection.box.Box;
import io.mpvit.detection.box.Candidates;
import io.mpvit.detection.testing.GoldenDetections;
import io.mpvit.detection.transform.DetectorTransform;
import io.mpvit.detection.transform.ImageBatch;
import io.mpvit.image.ImageSize;
import io.mpvit.image.Normalization;
import io.mpvit.image.RgbImage;
import io.mpvit.image.ShortestEdgeResize;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import io.mpvit.ops.Precision;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.testing.Golden;
import io.mpvit.testing.Npz;
import io.mpvit.testing.Tolerances;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** From the picture to the masks, against the reference implementation, for one network. */
@Tag("slow")
@Tag("golden")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MViTv2RcnnGoldenContract {
  /** Relative to largest values of 0.6 to 10, where the specification has 1e-3 absolute. */
  private static final double TOLERANCE = 1e-4;

  private static final float BOX_TOLERANCE = 1e-2f;
  private static final int REGIONS = 10;

  /** Scores that differ by less than 1e-6 may change places with those that are left out. */
  private static final int MISSES = 3;

  private static final ImageSize ORIGINAL = new ImageSize(210, 300);
  private static final ImageSize RESIZED = new ImageSize(256, 366);
  private static final DetectorTransform TRANSFORM =
      new DetectorTransform(new ShortestEdgeResize(256, 400), Normalization.DETECTRON2, 32);

  private final NDManager manager = NDManager.newBaseManager();
  private final MaskRcnnConfig config;
  private final MaskRcnn network;
  private final Npz npz;
  private final Golden golden;
  private NDList levels;

  /** The golden detections of some networks were made with thresholds of their own. */
  MViTv2RcnnGoldenContract(String name, MaskRcnnConfig config, MaskRcnnThresholds thresholds) {
    this.config = config;
    network = new MaskRcnn(config.withThresholds(thresholds));
    npz = Npz.resource("/reference/mvitv2/" + name + ".golden.npz");
    golden = new Golden(npz, TOLERANCE);
  }

  @BeforeAll
  void fill() {
    ReferenceWeights.fill(network, manager);
    levels = network.pyramid().forward(pass(), new NDList(batch().tensor()));
  }

  @AfterAll
  void close() {
    manager.close();
  }

  private Pass pass() {
    return new Pass(new ParameterStore(manager, false), false, Precision.FLOAT32);
  }

  private ImageBatch batch() {
    RgbImage picture = ReferenceInputs.image("image", ORIGINAL.height(), ORIGINAL.width());
    return TRANSFORM.batch(List.of(picture), manager);
  }

  private void assertGolden(String name, NDArray actual) {
    if (npz.has(name)) {
      golden.assertWhole(name, actual);
    } else {
      golden.assertTap(name, actual);
    }
  }

  @Test
  void thePictureEntersAsPublished() {
    RgbImage picture = ReferenceInputs.image("image", ORIGINAL.height(), ORIGINAL.width());
    RgbImage resized = TRANSFORM.resize().apply(picture);
    assertThat(resized.size()).isEqualTo(RESIZED);
    assertThat(resized.toBytes()).isEqualTo(npz.bytes("resized_rgb_uint8"));
    assertGolden("tensor", batch().tensor());
  }

  @Test
  void pyramidAndProposals() {
    RpnPredictions rpn = RpnPredictions.of(network.rpn().forward(pass(), levels));
    float[] cells = npz.floats("cell_anchors");
    for (int level = 0; level < levels.size(); level++) {
      String p = "p" + (level + 2);
      assertGolden(p, levels.get(level));
      assertGolden("rpn_obj_" + p, rpn.logits().get(level));
      assertGolden("rpn_reg_" + p, rpn.deltas().get(level));
      assertThat(config.head().rpn().anchors().level(level).cell())
          .usingComparatorWithPrecision(1e-4f)
          .containsExactly(Arrays.copyOfRange(cells, 12 * level, 12 * level + 12));
    }
    Candidates found =
        new ProposalSelector(config.head().rpn(), config.thresholds().proposals())
            .select(rpn, 0, RESIZED);
    float[] logits = npz.floats("proposal_logits");
    assertThat(found.size()).isEqualTo(logits.length);
    float[] boxes = npz.floats("proposals");
    int misses = 0;
    for (int i = 0; i < logits.length; i++) {
      Tolerances.assertClose("proposal_logits", found.scores()[i], logits[i], 1e-3);
      Box expected = Box.at(boxes, i);
      boolean there = false;
      for (int j = Math.max(0, i - 5); j < Math.min(logits.length, i + 6); j++) {
        there |= same(Box.at(found.boxes(), j), expected);
      }
      misses += there ? 0 : 1;
    }
    assertThat(misses).as("proposals that are not ours").isLessThanOrEqualTo(MISSES);
  }

  private static boolean same(Box one, Box other) {
    return Math.abs(one.x1() - other.x1()) < BOX_TOLERANCE
        && Math.abs(one.y1() - other.y1()) < BOX_TOLERANCE
        && Math.abs(one.x2() - other.x2()) < BOX_TOLERANCE
        && Math.abs(one.y2() - other.y2()) < BOX_TOLERANCE;
  }

  /** Among the regions are one beyond the picture and one without width. */
  @Test
  void boxStages() {
    float[] regions = npz.floats("rois");
    boolean cascade = network.stages().size() > 1;
    NDArray pooled =
        network.stages().get(0).pooler().pool(levels, regions, new int[REGIONS], false);
    assertGolden("roi_feat7", pooled);
    for (int s = 0; s < network.stages().size(); s++) {
      BoxStage stage = network.stages().get(s);
      String prefix = cascade ? "stage" + s + "." : "roi_";
      NDList outputs = stage.predict(pass(), levels, regions, new int[REGIONS]);
      assertGolden(prefix + "cls", outputs.get(0));
      assertGolden(prefix + "reg", outputs.get(1));
      if (cascade) {
        assertBoxes(prefix + "boxes_in", regions);
        regions = stage.decode(regions, outputs.get(1).toFloatArray());
        assertBoxes(prefix + "boxes_out", regions);
        RegionBoxes.clipAll(regions, RESIZED);
      }
    }
  }

  private void assertBoxes(String name, float... actual) {
    Tolerances.assertClose(name, actual, npz.floats(name), BOX_TOLERANCE);
  }

  /** The golden logits are of all classes, of which ours computes those asked for. */
  @Test
  void maskHead() {
    float[] regions = npz.floats("rois");
    NDArray pooled =
        network.masks().orElseThrow().pooler().pool(levels, regions, new int[REGIONS], false);
    assertGolden("roi_feat14", pooled);
    float[] samples = npz.floats("roi_mask_logits.sample");
    int step = npz.ints("roi_mask_logits.step")[0];
    double largest = npz.doubles("roi_mask_logits.stats")[2];
    int area = 28 * 28;
    for (int wanted : new int[] {0, 41, 79}) {
      long[] classes = new long[REGIONS];
      Arrays.fill(classes, wanted);
      NDList inputs = new NDList(pooled, manager.create(classes));
      float[] logits =
          network.masks().orElseThrow().head().forward(pass(), inputs).get(0).toFloatArray();
      int compared = 0;
      for (int i = 0; i < samples.length; i++) {
        int at = i * step;
        if (at / area % config.head().classes() == wanted) {
          int region = at / area / config.head().classes();
          Tolerances.assertClose(
              "roi_mask_logits of class " + wanted,
              logits[region * area + at % area],
              samples[i],
              TOLERANCE * largest);
          compared++;
        }
      }
      assertThat(compared).isGreaterThan(100);
    }
  }

  @Test
  void detectionsWithMasks() {
    ImageBatch batch = batch();
    NDList outputs = network.forward(pass(), batch.inputs());
    Detections raw = new MaskRcnnDecoder().decode(outputs, batch.sizes()).get(0);
    int[] mine = matched("raw_", raw);
    float[] probabilities = npz.floats("raw_mask_probs.sample");
    int step = npz.ints("raw_mask_probs.step")[0];
    for (int i = 0; i < probabilities.length; i++) {
      int at = i * step;
      int item = mine[at / (28 * 28)];
      if (item >= 0) {
        float[] values = raw.items().get(item).mask().orElseThrow().values();
        Tolerances.assertClose("raw_mask_probs", values[at % (28 * 28)], probabilities[i], 5e-4);
      }
    }
    Detections found = raw.resizedTo(ORIGINAL);
    assertPasted(found, matched("", found));
  }

  /** Which of ours is the same as each golden detection; -1 for a few. */
  private int[] matched(String prefix, Detections found) {
    float[] boxes = npz.floats(prefix + "boxes");
    float[] scores = npz.floats(prefix + "scores");
    int[] classes = npz.ints(prefix + "classes");
    List<Detection> left = new ArrayList<>(found.items());
    int[] mine = new int[scores.length];
    for (int i = 0; i < mine.length; i++) {
      Box box = Box.at(boxes, i);
      int number = i;
      mine[i] =
          left.stream()
              .filter(item -> item.classIndex() == classes[number] && same(item.box(), box))
              .filter(
                  item ->
                      Math.abs(item.score() - scores[number]) < GoldenDetections.SCORE_TOLERANCE)
              .findFirst()
              .map(item -> found.items().indexOf(item))
              .orElse(-1);
      if (mine[i] >= 0) {
        Detection own = found.items().get(mine[i]);
        GoldenDetections.assertClose(prefix + "boxes", own.box(), box);
        Tolerances.assertClose(
            prefix + "scores", own.score(), scores[i], GoldenDetections.SCORE_TOLERANCE);
        left.remove(own);
      }
    }
    assertThat(left).as("detections that the reference has not").hasSizeLessThanOrEqualTo(MISSES);
    assertThat(Arrays.stream(mine).filter(m -> m < 0).count())
        .as("detections that are not ours")
        .isLessThanOrEqualTo(MISSES);
    return mine;
  }

  private void assertPasted(Detections found, int... mine) {
    int[] areas = npz.ints("mask_area");
    byte[] packed = npz.bytes("masks_packed_first20");
    int pixels = ORIGINAL.height() * ORIGINAL.width();
    for (int i = 0; i < mine.length; i++) {
      if (mine[i] < 0) {
        continue;
      }
      boolean[] mask = found.items().get(mine[i]).paste(ORIGINAL).toBitmap();
      int area = 0;
      int different = 0;
      for (int p = 0; p < pixels; p++) {
        area += mask[p] ? 1 : 0;
        if (i < 20) {
          boolean expected = (packed[i * (pixels / 8) + p / 8] >> 7 - p % 8 & 1) == 1;
          different += mask[p] == expected ? 0 : 1;
        }
      }
      Tolerances.assertClose("area of a mask", area, areas[i], pixels / 1000.0);
      Tolerances.assertWithin("pixels of a mask", different, pixels / 1000.0);
    }
  }

  @Test
  void tracesItsShapes() {
    Shape[] traced = network.trace(Tracer.NONE, batch().tensor().getShape());
    NDList outputs = network.forward(pass(), batch().inputs());
    assertThat(traced).containsExactly(outputs.getShapes());
  }
}
