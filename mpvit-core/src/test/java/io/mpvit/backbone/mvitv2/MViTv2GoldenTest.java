/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.mvitv2;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.mpvit.nn.LayerNorm;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;
import io.mpvit.ops.Precision;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.testing.Golden;
import io.mpvit.testing.Manifest;
import io.mpvit.testing.Npz;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Evaluation runs of detectron2's backbones, on the CPU in float32. */
@Tag("golden")
class MViTv2GoldenTest {

  private static final String PREFIX = "backbone.bottom_up";

  /** Largest values are about 6, so this is a tenth of the specification's 1e-3. */
  private static final double TOLERANCE = 1.5e-5;

  private static final Map<String, MViTv2Config> CONFIGS =
      Map.of(
          "t", MViTv2Config.tiny(),
          "s", MViTv2Config.small(),
          "b", MViTv2Config.base(),
          "l", MViTv2Config.large(),
          "h", MViTv2Config.huge());

  /** The reference weights follow from the names in the detector. */
  private static final class InDetector extends TorchBlock {
    private final MViTv2 network;

    InDetector(MViTv2Config config) {
      network = child(PREFIX, config.build());
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
      return network.forward(pass, inputs);
    }

    @Override
    public Shape[] trace(Tracer tracer, Shape... inputs) {
      return network.trace(tracer, inputs);
    }
  }

  private static MViTv2 network(String variant, NDManager manager) {
    InDetector detector = new InDetector(CONFIGS.get(variant));
    ReferenceWeights.fill(detector, manager);
    return detector.network;
  }

  private static Pass pass(NDManager manager) {
    return new Pass(new ParameterStore(manager, false), false, Precision.FLOAT32);
  }

  private static Golden golden(String name) {
    return new Golden(Npz.resource("/reference/mvitv2/mvitv2_" + name + ".golden.npz"), TOLERANCE);
  }

  @ParameterizedTest
  @CsvSource({
    "t, t.backbone, 224, 320",
    "t, t.backbone_200x296, 200, 296",
    "t, t.backbone_fpn_256x352, 256, 352",
    "s, s.backbone, 224, 320",
    "b, b.backbone, 224, 320",
    "l, l.backbone, 224, 320",
  })
  void reproducesTheMaps(String variant, String file, long height, long width) {
    Golden golden = golden(file);
    try (NDManager manager = NDManager.newBaseManager()) {
      MViTv2 network = network(variant, manager);
      NDArray x = ReferenceInputs.array(manager, "input", new Shape(1, 3, height, width));
      NDList maps = network.forward(pass(manager), new NDList(x));
      for (int s = 0; s < maps.size(); s++) {
        golden.assertTap(network.features().get(s).name(), maps.get(s));
      }
      Shape[] traced = network.trace(Tracer.NONE, x.getShape());
      assertThat(traced).containsExactly(maps.getShapes());
    }
  }

  @Test
  void reproducesEveryLayer() {
    Golden golden = golden("t.backbone");
    try (NDManager manager = NDManager.newBaseManager()) {
      MViTv2 network = network("t", manager);
      Pass pass = pass(manager);
      NDArray images = ReferenceInputs.array(manager, "input", new Shape(1, 3, 224, 320));
      NDArray x = network.embed(pass, images);
      golden.assertTap("patch_embed", x);
      List<Integer> inside = List.of(0, 1, 2, 3, 4, 7, 8, 9);
      for (int i = 0; i < 10; i++) {
        String name = String.format("block%02d.", i);
        if (inside.contains(i)) {
          assertInside(golden, name, network, i, pass, x);
        }
        x = ((MultiscaleBlock) network.find("blocks." + i).orElseThrow()).forward(pass, x);
        golden.assertTap(name + "out", x);
      }
    }
  }

  private static void assertInside(
      Golden golden, String name, MViTv2 network, int block, Pass pass, NDArray x) {
    String path = "blocks." + block;
    NDArray z = ((LayerNorm) network.find(path + ".norm1").orElseThrow()).forward(pass, x);
    PooledAttention attention = (PooledAttention) network.find(path + ".attn").orElseThrow();
    NDList pooled = attention.pooled(pass, z);
    for (int part = 0; part < 3; part++) {
      NDArray heads = pooled.get(part).transpose(0, 3, 1, 2, 4).squeeze(0); // [heads, H, W, C]
      golden.assertTap(name + List.of("norm_q", "norm_k", "norm_v").get(part), heads);
    }
    golden.assertTap(name + "attn", attention.forward(pass, z));
  }

  /** Layers that record gradients go other ways through the kernels. */
  @Test
  void trainsOnTheSameNumbers() {
    Golden golden = golden("t.backbone_200x296");
    try (NDManager manager = NDManager.newBaseManager()) {
      InDetector detector = new InDetector(CONFIGS.get("t").withDropPathRate(0));
      ReferenceWeights.fill(detector, manager);
      Pass pass = new Pass(new ParameterStore(manager, false), true, Precision.FLOAT32);
      NDArray x = ReferenceInputs.array(manager, "input", new Shape(1, 3, 200, 296));
      NDList maps = detector.network.forward(pass, new NDList(x));
      for (int s = 0; s < maps.size(); s++) {
        golden.assertTap(detector.network.features().get(s).name(), maps.get(s));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "t, mask_rcnn_mvitv2_t_3x, 23405664",
    "t, cascade_mask_rcnn_mvitv2_t_3x, 23405664",
    "s, cascade_mask_rcnn_mvitv2_s_3x, 34102560",
    "b, cascade_mask_rcnn_mvitv2_b_3x, 50705088",
    "l, cascade_mask_rcnn_mvitv2_l_in21k_lsj_50ep, 212484384",
    "h, cascade_mask_rcnn_mvitv2_h_in21k_lsj_3x, 665345408",
  })
  void hasTheKeysOfThePublishedDetectors(String variant, String detector, long parameters) {
    MViTv2 network = CONFIGS.get(variant).build();
    Manifest.assertPartMatches(
        "/reference/mvitv2/" + detector + ".manifest.tsv", PREFIX + ".", network);
    assertThat(network.parameterCount()).isEqualTo(parameters);
  }

  @ParameterizedTest
  @ValueSource(strings = {"t", "s", "b", "l", "h"})
  void itsPartsAreAllOfItButTheNormsOfTheMaps(String variant) {
    MViTv2 network = CONFIGS.get(variant).build();
    long norms = network.features().stream().mapToLong(f -> 2L * f.channels()).sum();
    assertThat(network.parts()).hasSize(1 + MViTv2Config.STAGES);
    assertThat(
            network.parts().stream().flatMap(List::stream).mapToLong(b -> b.parameterCount()).sum())
        .isEqualTo(network.parameterCount() - norms);
  }
}
