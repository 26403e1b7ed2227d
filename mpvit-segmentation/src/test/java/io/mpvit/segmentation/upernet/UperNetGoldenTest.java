/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.upernet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.mpvit.nn.Pass;
import io.mpvit.nn.UnaryBlock;
import io.mpvit.ops.MapSizeOps;
import io.mpvit.ops.Precision;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.segmentation.testing.MPViTSegmenters;
import io.mpvit.segmentation.testing.SteppedGolden;
import io.mpvit.testing.Npz;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every layer of the heads, and the network, against the reference implementation. */
@Tag("golden")
class UperNetGoldenTest {

  private static final double TOLERANCE = 2e-4;
  private static final int[] BINS = {1, 2, 3, 6};

  private static UperNetConfig config(String size) {
    return size.equals("small") ? MPViTSegmenters.small() : MPViTSegmenters.base();
  }

  @ParameterizedTest
  @CsvSource({"small, 128, 160", "small, 130, 170", "base, 128, 160"})
  void everyLayerOfTheNetwork(String size, long height, long width) {
    String file = "/reference/upernet/upernet_mpvit_%s_%dx%d.golden.npz";
    SteppedGolden golden =
        new SteppedGolden(Npz.resource(file.formatted(size, height, width)), TOLERANCE);
    try (NDManager manager = NDManager.newBaseManager()) {
      UperNet network = new UperNet(config(size));
      ReferenceWeights.fill(network, manager);
      NDArray images = ReferenceInputs.array(manager, "input", new Shape(1, 3, height, width));
      Layers layers = new Layers(network, golden, pass(manager));

      NDList maps = network.backbone().forward(layers.pass, new NDList(images));
      for (int i = 0; i < maps.size(); i++) {
        golden.assertClose("backbone" + i, maps.get(i));
      }
      layers.assertHead(maps);
      golden.assertClose("aux_logits", network.auxiliary().forward(layers.pass, maps.get(2)));

      NDArray logits = network.forward(layers.pass, new NDList(images)).singletonOrThrow();
      golden.assertClose("decode_logits", logits);
      NDArray inputSize = MapSizeOps.bilinearLike(logits, images, false);
      golden.assertClose("input_size_logits", inputSize);
      NDArray like = manager.create(new Shape(0, 97, 131));
      golden.assertClose("orig_size_logits", MapSizeOps.bilinearLike(inputSize, like, false));
    }
  }

  /** All levels matter here; in a whole network with formula weights the coarse ones dominate. */
  @ParameterizedTest
  @CsvSource({"small", "base"})
  void theHeadsAlone(String size) {
    SteppedGolden golden =
        new SteppedGolden(
            Npz.resource("/reference/upernet/heads_" + size + ".golden.npz"), TOLERANCE);
    try (NDManager manager = NDManager.newBaseManager()) {
      UperNet network = new UperNet(config(size));
      ReferenceWeights.fill(network, manager);
      NDList maps = new NDList();
      long[][] sizes = {{33, 43}, {17, 22}, {9, 11}, {5, 6}};
      for (int i = 0; i < sizes.length; i++) {
        long channels = network.backbone().features().get(i).channels();
        Shape shape = new Shape(2, channels, sizes[i][0], sizes[i][1]);
        maps.add(ReferenceInputs.array(manager, "feat" + i, shape));
      }
      Pass pass = pass(manager);
      golden.assertClose("psp_bottleneck", network.head().pooling().forward(pass, maps.get(3)));
      NDArray logits = network.head().forward(pass, maps).singletonOrThrow();
      golden.assertClose("decode_logits", logits);
      golden.assertClose("aux_logits", network.auxiliary().forward(pass, maps.get(2)));
      NDArray like = manager.create(new Shape(0, 130, 170));
      golden.assertClose("input_size_logits", MapSizeOps.bilinearLike(logits, like, false));
    }
  }

  private static Pass pass(NDManager manager) {
    return new Pass(new ParameterStore(manager, false), false, Precision.FLOAT32);
  }

  /** The decode head's steps one by one. */
  private record Layers(UperNet network, SteppedGolden golden, Pass pass) {

    NDArray run(String path, NDArray x) {
      UnaryBlock block = (UnaryBlock) network.find("decode_head." + path).orElseThrow();
      return block.forward(pass, x);
    }

    void assertHead(NDList maps) {
      NDArray last = maps.get(3);
      NDList pooled = new NDList(last);
      for (int n = 0; n < BINS.length; n++) {
        NDArray means = MapSizeOps.meanCells(last, BINS[n], BINS[n], false);
        NDArray branch = run("psp_modules." + n + ".1", means);
        golden.assertClose("psp_branch" + n, branch);
        pooled.add(MapSizeOps.bilinearLike(branch, last, false));
      }
      NDArray concat = NDArrays.concat(pooled, 1);
      golden.assertClose("psp_concat", concat);
      NDArray coarser = run("bottleneck", concat);
      golden.assertClose("psp_bottleneck", coarser);
      NDList levels = new NDList(coarser);
      for (int i = 2; i >= 0; i--) {
        NDArray lateral = run("lateral_convs." + i, maps.get(i));
        golden.assertClose("lateral" + i, lateral);
        coarser = lateral.add(MapSizeOps.bilinearLike(coarser, lateral, false));
        golden.assertClose("topdown" + i, coarser);
        NDArray output = run("fpn_convs." + i, coarser);
        golden.assertClose("fpn_out" + i, output);
        levels.add(0, output);
      }
      NDList sameSize = new NDList(levels.head());
      for (NDArray level : levels.subNDList(1)) {
        sameSize.add(MapSizeOps.bilinearLike(level, levels.head(), false));
      }
      NDArray fused = NDArrays.concat(sameSize, 1);
      golden.assertClose("fused_concat", fused);
      golden.assertClose("fpn_bottleneck", run("fpn_bottleneck", fused));
    }
  }
}
