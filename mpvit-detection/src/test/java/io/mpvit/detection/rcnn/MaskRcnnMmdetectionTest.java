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
import io.mpvit.detection.mask.MaskPaste;
import io.mpvit.detection.testing.DptDetectors;
import io.mpvit.detection.testing.MmdetGolden;
import io.mpvit.detection.testing.MmdetGolden.Tolerance;
import io.mpvit.detection.transform.DetectorTransform;
import io.mpvit.detection.transform.ImageBatch;
import io.mpvit.image.ImageSize;
import io.mpvit.image.KeepRatioResize;
import io.mpvit.image.Normalization;
import io.mpvit.image.RgbImage;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.ops.Precision;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.testing.Golden;
import io.mpvit.testing.Npz;
import io.mpvit.testing.Tolerances;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Mask R-CNN by mmdetection's rules against runs of mmdetection 2.8. */
@Tag("golden")
class MaskRcnnMmdetectionTest {

  private static final double TOLERANCE = 2e-5;
  private static final ImageSize RESIZED = new ImageSize(256, 366);
  private static final ImageSize ORIGINAL = new ImageSize(210, 300);
  private static final int[][] MAPS = {{64, 96}, {32, 48}, {16, 24}, {8, 12}, {4, 6}};
  private static final int SIDE = 28;

  private final MaskRcnnConfig config = DptDetectors.maskRcnn("tiny");
  private final Npz post = Npz.resource("/reference/dpt/mmdet_post.golden.npz");

  @Test
  void proposals() {
    try (NDManager manager = NDManager.newBaseManager()) {
      List<NDArray> logits = new ArrayList<>();
      List<NDArray> deltas = new ArrayList<>();
      for (int i = 0; i < MAPS.length; i++) {
        int h = MAPS[i][0];
        int w = MAPS[i][1];
        logits.add(MmdetGolden.array(manager, "post.obj" + i, u -> -6 + 9 * u * u, 1, 3, h, w));
        deltas.add(MmdetGolden.array(manager, "post.rreg" + i, u -> 0.6 * u - 0.3, 1, 12, h, w));
      }
      assertProposals(
          post, "rpn.proposals", new RpnPredictions(logits, deltas), Tolerance.EXACT_INPUT);
    }
  }

  private void assertProposals(
      Npz npz, String name, RpnPredictions predictions, Tolerance tolerance) {
    Candidates found =
        new ProposalSelector(config.head().rpn(), config.thresholds().proposals())
            .select(predictions, 0, RESIZED);
    List<Detection> items =
        IntStream.range(0, found.size())
            .mapToObj(i -> new Detection(Box.at(found.boxes(), i), sigmoid(found.scores()[i]), 0))
            .toList();
    float[] rows = npz.floats(name);
    assertThat(items).hasSize(rows.length / 5);
    List<Detection> left = new ArrayList<>(items);
    int missing = 0;
    for (int i = 0; i < items.size(); i++) {
      float[] row = Arrays.copyOfRange(rows, 5 * i, 5 * i + 5);
      var partner =
          left.stream().filter(item -> tolerance.same(item.box(), item.score(), row)).findFirst();
      if (partner.isPresent()) {
        left.remove(partner.get());
      } else {
        missing++;
      }
    }
    // Of equal scores any may be chosen.
    assertThat(missing).as("proposals without a partner").isLessThanOrEqualTo(2);
  }

  private static float sigmoid(float logit) {
    return (float) (1 / (1 + Math.exp(-logit)));
  }

  @Test
  void detections() {
    float[] corners = MmdetGolden.values("post.rois", 1200, u -> u);
    float[] rois = new float[1200];
    for (int i = 0; i < rois.length; i += 4) {
      double x = 340.0 * corners[i];
      double y = 230.0 * corners[i + 1];
      rois[i] = (float) x;
      rois[i + 1] = (float) y;
      rois[i + 2] = (float) Math.min(x + 6 + 150.0 * corners[i + 2], 366);
      rois[i + 3] = (float) Math.min(y + 6 + 150.0 * corners[i + 3], 256);
    }
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray logits =
          MmdetGolden.array(manager, "post.fccls", u -> 8 * MmdetGolden.power(u, 8), 300, 81);
      float[] deltas = MmdetGolden.values("post.fcreg", 300 * 320, u -> 3 * u - 1.5);
      BoxStage stage = new BoxStage(null, null, null, config.head().box().coders().get(0));
      RegionPredictions predictions =
          new RegionPredictions(300, logits.softmax(-1).toFloatArray(), stage.decode(rois, deltas));
      Candidates found = new DetectionSelector(config.thresholds()).select(predictions, RESIZED);
      List<Detection> items =
          IntStream.range(0, found.size())
              .mapToObj(
                  i ->
                      new Detection(Box.at(found.boxes(), i), found.scores()[i], found.groups()[i]))
              .toList();
      Detections mapped =
          new MaskRcnnDecoder(true).toOriginal(new Detections(RESIZED, items), ORIGINAL);
      MmdetGolden.assertDetections(
          post, "rcnn.dets", "rcnn.labels", mapped, Tolerance.EXACT_INPUT, 0);
    }
  }

  @Test
  void masks() {
    float[] logits = ReferenceInputs.values("post.mask", new Shape(6, 80, SIDE, SIDE));
    float[][] boxes = {
      {10.3f, 20.7f, 80.2f, 90.9f},
      {0, 0, 366, 256},
      {300.5f, 200.25f, 366, 256},
      {-5, -7, 30, 20},
      {100, 100, 101.5f, 250},
      {50, 60, 50.4f, 60.3f}
    };
    int[] classes = {0, 5, 17, 42, 79, 3};
    List<Detection> items = new ArrayList<>();
    for (float[] box : boxes) {
      items.add(new Detection(Box.at(box, 0), 1, 0));
    }
    Detections mapped = new Detections(RESIZED, items).scaledTo(ORIGINAL);
    byte[] packed = post.bytes("mask.packed");
    int rowBytes = packed.length / boxes.length;
    for (int i = 0; i < boxes.length; i++) {
      float[] probabilities = new float[SIDE * SIDE];
      for (int j = 0; j < probabilities.length; j++) {
        probabilities[j] = sigmoid(logits[(i * 80 + classes[i]) * SIDE * SIDE + j]);
      }
      var mask = MaskPaste.paste(probabilities, SIDE, mapped.items().get(i).box(), ORIGINAL);
      assertThat(mask.area()).as("area of mask " + i).isEqualTo(post.ints("mask.area")[i]);
      assertThat(differing(mask.toBitmap(), packed, i * rowBytes)).isZero();
    }
  }

  /** Row-major bits, most significant first. */
  private static int differing(boolean[] pixels, byte[] packed, int from) {
    int differing = 0;
    for (int i = 0; i < pixels.length; i++) {
      boolean set = (packed[from + i / 8] >> 7 - i % 8 & 1) == 1;
      differing += set == pixels[i] ? 0 : 1;
    }
    return differing;
  }

  @Test
  void everyMapAndTheResult() {
    Npz npz = Npz.resource("/reference/dpt/mask_rcnn_dpt_tiny.golden.npz");
    Golden golden = new Golden(npz, TOLERANCE);
    DetectorTransform small =
        new DetectorTransform(new KeepRatioResize(400, 256), Normalization.DETECTRON2, 32);
    RgbImage image = ReferenceInputs.image("image", 210, 300);
    try (NDManager manager = NDManager.newBaseManager()) {
      MaskRcnn network = new MaskRcnn(config);
      ReferenceWeights.fill(network, manager, DptDetectors.MASK_RCNN_NAMES::fileKey, List.of());
      ImageBatch batch = small.batch(List.of(image), manager);
      NDList levels = run(network.pyramid(), manager, new NDList(batch.tensor()));
      RpnPredictions rpn = RpnPredictions.of(run(network.rpn(), manager, levels));
      for (int i = 0; i < levels.size(); i++) {
        String p = "p" + (i + 2);
        MmdetGolden.assertSame(npz, golden, p, levels.get(i));
        MmdetGolden.assertSame(npz, golden, "rpn_obj_" + p, rpn.logits().get(i));
        MmdetGolden.assertSame(npz, golden, "rpn_reg_" + p, rpn.deltas().get(i));
      }
      assertProposals(npz, "proposals", rpn, Tolerance.NETWORK);
      assertRegions(npz, golden, manager, network, levels);
      Detections found =
          config.withTransform(small).detector(network).detect(List.of(image), manager).get(0);
      MmdetGolden.assertDetections(npz, "dets", "labels", found, Tolerance.REGIONS, 0);
      assertMasks(npz, found);
    }
  }

  private void assertRegions(
      Npz npz, Golden golden, NDManager manager, MaskRcnn network, NDList levels) {
    float[] rois = npz.floats("rois");
    int[] images = new int[rois.length / 4];
    BoxStage stage = network.stages().get(0);
    int[] chosen =
        IntStream.range(0, images.length).map(i -> stage.pooler().position(rois, i)).toArray();
    assertThat(chosen).isEqualTo(npz.ints("roi_levels"));
    MmdetGolden.assertSame(
        npz, golden, "roi_feat7", stage.pooler().pool(levels, rois, images, false));
    NDList outputs = stage.predict(pass(manager), levels, rois, images);
    MmdetGolden.assertSame(npz, golden, "roi_cls", outputs.get(0));
    MmdetGolden.assertSame(npz, golden, "roi_reg", outputs.get(1));
    MaskStage masks = network.masks().orElseThrow();
    NDArray pooled = masks.pooler().pool(levels, rois, images, false);
    MmdetGolden.assertSame(npz, golden, "roi_feat14", pooled);
    float[] sample = npz.floats("roi_mask_logits.sample");
    int step = npz.ints("roi_mask_logits.step")[0];
    int compared = 0;
    for (int k : new int[] {0, 17, 42, 79}) {
      long[] classes = new long[images.length];
      Arrays.fill(classes, k);
      float[] logits =
          masks
              .head()
              .forward(pass(manager), new NDList(pooled, manager.create(classes)))
              .singletonOrThrow()
              .toFloatArray();
      for (int s = 0; s < sample.length; s++) {
        int at = s * step;
        if (at / (SIDE * SIDE) % 80 == k) {
          int own = at / (80 * SIDE * SIDE) * SIDE * SIDE + at % (SIDE * SIDE);
          Tolerances.assertClose("roi_mask_logits", logits[own], sample[s], 1e-4);
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(500);
  }

  /** Masks of those detections that have a partner among the first twenty. */
  private static void assertMasks(Npz npz, Detections found) {
    float[] rows = npz.floats("dets");
    int[] labels = npz.ints("labels");
    byte[] packed = npz.bytes("masks_packed_first20");
    int rowBytes = packed.length / 20;
    int compared = 0;
    for (int i = 0; i < 20; i++) {
      float[] row = Arrays.copyOfRange(rows, 5 * i, 5 * i + 5);
      int label = labels[i];
      var partner =
          found.items().stream()
              .filter(item -> item.classIndex() == label)
              .filter(item -> Tolerance.NETWORK.same(item.box(), item.score(), row))
              .findFirst();
      if (partner.isPresent()) {
        var mask = partner.get().paste(ORIGINAL);
        assertThat(Math.abs(mask.area() - npz.ints("mask_area")[i])).isLessThanOrEqualTo(8);
        assertThat(differing(mask.toBitmap(), packed, i * rowBytes)).isLessThanOrEqualTo(8);
        compared++;
      }
    }
    assertThat(compared).isGreaterThanOrEqualTo(18);
  }

  private static Pass pass(NDManager manager) {
    return new Pass(new ParameterStore(manager, false), false, Precision.FLOAT32);
  }

  private static NDList run(TorchBlock block, NDManager manager, NDList inputs) {
    return block.forward(pass(manager), inputs);
  }
}
