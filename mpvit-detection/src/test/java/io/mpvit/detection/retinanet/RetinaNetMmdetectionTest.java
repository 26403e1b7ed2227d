/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.retinanet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import io.mpvit.detection.Detections;
import io.mpvit.detection.anchor.AnchorLevel;
import io.mpvit.detection.box.Candidates;
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
import io.mpvit.ops.HostArrays;
import io.mpvit.ops.Precision;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.testing.Golden;
import io.mpvit.testing.Npz;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** RetinaNet by mmdetection's rules against runs of mmdetection 2.8. */
@Tag("golden")
class RetinaNetMmdetectionTest {

  private static final double TOLERANCE = 2e-5;
  private static final ImageSize RESIZED = new ImageSize(256, 366);
  private static final ImageSize ORIGINAL = new ImageSize(210, 300);
  private static final List<Integer> LIKELY = List.of(3, 17, 42, 79);
  private static final int[][] MAPS = {{32, 48}, {16, 24}, {8, 12}, {4, 6}, {2, 3}};

  private final RetinaNetConfig config = DptDetectors.retinaNet("tiny");

  @Test
  void postProcessingKeepsTheBestAnchorsOfEachLevel() {
    Npz npz = Npz.resource("/reference/dpt/mmdet_post.golden.npz");
    try (NDManager manager = NDManager.newBaseManager()) {
      RetinaNetPredictions predictions = predictions(manager);
      RetinaNetDecoder decoder = new RetinaNetDecoder(config.head(), config.thresholds());
      Detections found = decoder.decode(predictions, List.of(RESIZED)).get(0);
      MmdetGolden.assertDetections(
          npz, "retina.dets_noscale", "retina.labels_noscale", found, Tolerance.EXACT_INPUT, 0);
      Detections mapped =
          decoder.decode(predictions.toNDList(), List.of(RESIZED), List.of(ORIGINAL)).get(0);
      MmdetGolden.assertDetections(
          npz, "retina.dets", "retina.labels", mapped, Tolerance.EXACT_INPUT, 0);
      assertCandidates(npz, predictions);
    }
  }

  /** How many pairs of each class are above the score, before suppression. */
  private void assertCandidates(Npz npz, RetinaNetPredictions predictions) {
    AnchorSelector selector = new AnchorSelector(config.head(), config.thresholds());
    int[] counts = new int[81];
    for (int i = 0; i < MAPS.length; i++) {
      AnchorLevel level = config.head().anchors().level(i);
      NDArray logits = predictions.logits().get(i).get(0);
      Candidates pairs =
          selector.select(level, logits, predictions.deltas().get(i).get(0), RESIZED);
      for (int group : pairs.groups()) {
        counts[group]++;
      }
    }
    assertThat(counts).isEqualTo(npz.ints("retina.pre_nms_count"));
  }

  private static RetinaNetPredictions predictions(NDManager manager) {
    List<NDArray> logits = new ArrayList<>();
    List<NDArray> deltas = new ArrayList<>();
    for (int i = 0; i < MAPS.length; i++) {
      int cells = MAPS[i][0] * MAPS[i][1];
      float[] scores =
          MmdetGolden.values("post.cls" + i, 720 * cells, u -> -6 + 9 * MmdetGolden.power(u, 16));
      for (int at = 0; at < scores.length; at++) {
        if (!LIKELY.contains(at / cells % 80)) {
          scores[at] = -10;
        }
      }
      float[] boxes = MmdetGolden.values("post.reg" + i, 36 * cells, u -> 0.6 * u - 0.3);
      for (int at = 34 * cells; at < 35 * cells; at++) {
        boxes[at] *= 20;
      }
      logits.add(HostArrays.of(manager, scores, 1, 720, MAPS[i][0], MAPS[i][1]));
      deltas.add(HostArrays.of(manager, boxes, 1, 36, MAPS[i][0], MAPS[i][1]));
    }
    return new RetinaNetPredictions(logits, deltas);
  }

  @Test
  void everyMapAndTheResult() {
    Npz npz = Npz.resource("/reference/dpt/retinanet_dpt_tiny.golden.npz");
    Golden golden = new Golden(npz, TOLERANCE);
    DetectorTransform small =
        new DetectorTransform(new KeepRatioResize(400, 256), Normalization.DETECTRON2, 32);
    RgbImage image = ReferenceInputs.image("image", 210, 300);
    try (NDManager manager = NDManager.newBaseManager()) {
      RetinaNet network = new RetinaNet(config);
      ReferenceWeights.fill(network, manager, DptDetectors.RETINANET_NAMES::fileKey, List.of());
      assertThat(bgr(small.resize().apply(image))).isEqualTo(npz.bytes("resized_bgr_uint8"));
      ImageBatch batch = small.batch(List.of(image), manager);
      assertThat(batch.sizes()).containsExactly(RESIZED);
      MmdetGolden.assertSame(npz, golden, "tensor", batch.tensor());
      NDList levels = run(network.pyramid(), manager, new NDList(batch.tensor()));
      RetinaNetPredictions predictions =
          RetinaNetPredictions.of(run(network.head(), manager, levels));
      for (int i = 0; i < levels.size(); i++) {
        String p = "p" + (i + 3);
        MmdetGolden.assertSame(npz, golden, p, levels.get(i));
        MmdetGolden.assertSame(npz, golden, "cls_" + p, predictions.logits().get(i));
        MmdetGolden.assertSame(npz, golden, "reg_" + p, predictions.deltas().get(i));
        assertAnchors(npz, golden, manager, i, levels.get(i));
      }
      RetinaNetConfig golden400 =
          new RetinaNetConfig(
              config.backbone(), config.backboneName(), config.head(), small, config.thresholds());
      MmdetGolden.assertDetections(
          npz,
          "dets",
          "labels",
          golden400.detector(network).detect(List.of(image), manager).get(0),
          Tolerance.NETWORK,
          0);
    }
  }

  private void assertAnchors(Npz npz, Golden golden, NDManager manager, int i, NDArray map) {
    AnchorLevel level = config.head().anchors().level(i);
    float[] base = npz.floats("base_anchors");
    float[] cell = level.cell();
    for (int j = 0; j < cell.length; j++) {
      assertThat(cell[j]).isCloseTo(base[i * cell.length + j], within(1e-4f));
    }
    int height = Math.toIntExact(map.getShape().get(2));
    int width = Math.toIntExact(map.getShape().get(3));
    float[] grid = level.grid(height, width);
    MmdetGolden.assertSame(
        npz, golden, "anchors_p" + (i + 3), HostArrays.of(manager, grid, grid.length / 4, 4));
  }

  private static byte[] bgr(RgbImage image) {
    byte[] pixels = image.toBytes();
    for (int i = 0; i < pixels.length; i += 3) {
      byte red = pixels[i];
      pixels[i] = pixels[i + 2];
      pixels[i + 2] = red;
    }
    return pixels;
  }

  private static NDList run(TorchBlock block, NDManager manager, NDList inputs) {
    return block.forward(
        new Pass(new ParameterStore(manager, false), false, Precision.FLOAT32), inputs);
  }
}
