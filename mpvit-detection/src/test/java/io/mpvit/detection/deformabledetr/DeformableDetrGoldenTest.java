/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.mpvit.detection.Detection;
import io.mpvit.detection.Detections;
import io.mpvit.detection.deformabledetr.DeformableDetrHeadConfig.Variant;
import io.mpvit.detection.testing.MPViTDetectors;
import io.mpvit.detection.transform.ImageBatch;
import io.mpvit.image.ImageSize;
import io.mpvit.image.Normalization;
import io.mpvit.image.RgbImage;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.ops.Precision;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.testing.Tolerances;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The published network, alone, in a padded batch, and with its options, against the reference. */
@Tag("golden")
class DeformableDetrGoldenTest {
  private static final String SMALL = "deformable_detr_mpvit_small";
  private static final double FEATURE_TOLERANCE = 3e-5;
  private static final double TOLERANCE = 1e-4;

  /**
   * Beside padding, with raw features up to 5e3, the reference's projected levels and memory are
   * 6.4e-5 from float64, and those of plain PyTorch up to 9.9e-5.
   */
  private static final double PADDED_TOLERANCE = 2e-4;

  private static final double BOX_TOLERANCE = 1e-5;
  private static final double SCORE_TOLERANCE = 2e-5;

  private final NDManager manager = NDManager.newBaseManager();
  private final Pass pass = new Pass(new ParameterStore(manager, false), false, Precision.FLOAT32);

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void singlePictureAndPaddedBatch() {
    DeformableDetr network = network(Variant.PLAIN);
    compare(network, DetrGolden.of(SMALL), new NDList(single()), TOLERANCE);

    RgbImage first = ReferenceInputs.image("image0", 203, 317);
    RgbImage second = ReferenceInputs.image("image1", 250, 230);
    List<RgbImage> pictures = List.of(first, second);
    NDArray tensor = Normalization.IMAGENET.toBatch(pictures, new ImageSize(250, 317), manager);
    List<ImageSize> sizes = List.of(first.size(), second.size());
    DetrGolden golden = DetrGolden.of(SMALL + ".batch2");
    golden.assertClose("input", tensor, 1e-6);
    compare(network, golden, new ImageBatch(tensor, sizes, sizes).inputs(), PADDED_TOLERANCE);
  }

  @Test
  void iterativeRefinement() {
    DetrGolden golden = DetrGolden.of(SMALL + "_refine");
    compare(network(Variant.REFINEMENT), golden, new NDList(single()), TOLERANCE);
  }

  @Test
  void twoStages() {
    DetrGolden golden = DetrGolden.of(SMALL + "_two_stage");
    DeformableTransformer.Result result =
        compare(network(Variant.TWO_STAGE), golden, new NDList(single()), TOLERANCE);
    golden.assertClose("enc_outputs_class", result.proposed().get(0), TOLERANCE);
    NDArray boxes = result.proposed().get(1);
    boolean[] usable = golden.npz().booleans("enc_valid");
    float[] values = boxes.toFloatArray();
    for (int i = 0; i < values.length; i++) {
      assertThat(Float.isInfinite(values[i])).isEqualTo(!usable[i / 4]);
      if (!usable[i / 4]) {
        values[i] = 0;
      }
    }
    NDArray finite = manager.create(values, boxes.getShape());
    golden.assertClose("enc_outputs_coord_unact_valid", finite, TOLERANCE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"r50", "coat_lite_small", "coat_small"})
  void otherBackbones(String backbone) {
    DeformableDetrConfig config = OtherDetectors.of(backbone);
    DeformableDetr network = new DeformableDetr(config);
    ReferenceWeights.fill(network, manager, DetrGolden.tweaks(config.head().transformer()));
    DetrGolden golden = DetrGolden.of("deformable_detr_" + backbone);
    compare(network, golden, new NDList(single()), TOLERANCE);
  }

  private NDArray single() {
    return ReferenceInputs.array(manager, "input", new Shape(1, 3, 256, 320));
  }

  private DeformableDetr network(Variant variant) {
    DeformableDetrConfig config = MPViTDetectors.deformableDetrSmall();
    DeformableDetr network =
        new DeformableDetr(config.withHead(config.head().withVariant(variant)));
    ReferenceWeights.fill(network, manager, DetrGolden.tweaks(config.head().transformer()));
    return network;
  }

  private DeformableTransformer.Result compare(
      DeformableDetr network, DetrGolden golden, NDList inputs, double tolerance) {
    List<ImageSize> sizes = ImageBatch.sizes("test", inputs);
    NDList features = network.backbone().forward(pass, new NDList(inputs.head()));
    for (int l = 0; l < 3; l++) {
      golden.assertRelative("feat" + l, features.get(l + 1), FEATURE_TOLERANCE);
    }
    NDList levels = network.levels(pass, inputs.head());
    for (int l = 0; l < 4; l++) {
      golden.assertClose("proj" + l, levels.get(l), tolerance);
    }
    TokenGrid grid = grid(levels, inputs.head(), sizes);
    compareLayout(golden, grid);

    TorchBlock transformer = network.find("transformer").orElseThrow();
    NDList entering = new NDList(levels);
    entering.add(DeformableDetr.areas(levels, inputs.head(), sizes));
    network
        .find("query_embed")
        .ifPresent(queries -> entering.addAll(queries.forward(pass, new NDList(inputs.head()))));
    DeformableTransformer.Result result =
        DeformableTransformer.Result.of(
            transformer.forward(pass, entering), network.config().transformer());
    golden.assertClose("memory", result.memory().mul(grid.mask(manager)), tolerance);
    golden.assertClose("init_reference", result.references().get(0), BOX_TOLERANCE);
    for (int i = 0; i < 6; i++) {
      golden.assertClose("hs" + i, result.states().get(i), TOLERANCE);
      if (golden.npz().has("inter_reference" + i)) {
        golden.assertClose("inter_reference" + i, result.references().get(i + 1), BOX_TOLERANCE);
      }
      if (i < 5) {
        DeformableDetrPredictions aux = network.predict(pass, result, i);
        golden.assertClose("aux" + i + ".pred_logits", aux.logits(), TOLERANCE);
        golden.assertClose("aux" + i + ".pred_boxes", aux.boxes(), BOX_TOLERANCE);
      }
    }
    compareResults(golden, network.forward(pass, inputs));
    return result;
  }

  private static TokenGrid grid(NDList levels, NDArray tensor, List<ImageSize> sizes) {
    return TokenGrid.of(
        levels.stream().map(DeformableDetrGoldenTest::plane).toList(), plane(tensor), sizes);
  }

  private static ImageSize plane(NDArray map) {
    return new ImageSize((int) map.getShape().get(2), (int) map.getShape().get(3));
  }

  private void compareLayout(DetrGolden golden, TokenGrid grid) {
    assertThat(grid.shapes(manager).toLongArray()).isEqualTo(golden.npz().longs("spatial_shapes"));
    golden.assertClose("valid_ratios", grid.ratios(manager), 1e-6);
    boolean[] padding = golden.npz().booleans("mask_flatten");
    float[] mask = grid.mask(manager).toFloatArray();
    for (int i = 0; i < padding.length; i++) {
      assertThat(mask[i]).isEqualTo(padding[i] ? 0f : 1f);
    }
    if (golden.npz().has("enc_reference_points.meta")) {
      golden.assertClose("enc_reference_points", grid.references(manager), 1e-6);
      NDList places = new NDList();
      for (int l = 0; l < 4; l++) {
        places.add(SinePositions.of(grid, l, 256, manager));
      }
      NDArray all = NDArrays.concat(places, 1).mul(grid.mask(manager)); // [B, S, D]
      long start = 0;
      for (int l = 0; l < 4; l++) {
        ImageSize level = grid.levels().get(l);
        long end = start + (long) level.height() * level.width();
        NDArray map =
            all.get(":," + start + ":" + end)
                .transpose(0, 2, 1)
                .reshape(grid.pictures(), 256, level.height(), level.width());
        golden.assertClose("pos" + l, map, 1e-5);
        start = end;
      }
    }
  }

  private void compareResults(DetrGolden golden, NDList outputs) {
    assertThat(outputs).hasSize(2);
    golden.assertClose("pred_logits", outputs.get(0), TOLERANCE);
    golden.assertClose("pred_boxes", outputs.get(1), BOX_TOLERANCE);
    List<ImageSize> originals = sizes(golden.npz().longs("target_sizes"));
    List<Detections> own = new DeformableDetrDecoder(100).decode(outputs, originals);
    NDList stored =
        new NDList(golden.array(manager, "pred_logits"), golden.array(manager, "pred_boxes"));
    List<Detections> found = new DeformableDetrDecoder(100).decode(stored, originals);
    for (int b = 0; b < originals.size(); b++) {
      String key = "top100." + b;
      float[] scores = golden.npz().floats(key + ".scores");
      Tolerances.assertClose(key + ".scores", scores(own.get(b)), scores, SCORE_TOLERANCE);
      Tolerances.assertClose(
          key + ".scores of the golden's logits", scores(found.get(b)), scores, 1e-6);
      assertThat(found.get(b).items().stream().mapToInt(Detection::classIndex).toArray())
          .isEqualTo(golden.npz().ints(key + ".labels"));
    }
  }

  private static float[] scores(Detections found) {
    float[] scores = new float[found.items().size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = found.items().get(i).score();
    }
    return scores;
  }

  static List<ImageSize> sizes(long[] values) {
    return IntStream.range(0, values.length / 2)
        .mapToObj(i -> new ImageSize((int) values[2 * i], (int) values[2 * i + 1]))
        .toList();
  }
}
