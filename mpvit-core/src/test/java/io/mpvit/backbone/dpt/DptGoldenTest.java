/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.dpt;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;
import io.mpvit.ops.ConvolutionOps;
import io.mpvit.ops.PatchSampling;
import io.mpvit.ops.Precision;
import io.mpvit.ops.TokenOps;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.testing.Golden;
import io.mpvit.testing.Npz;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Evaluation runs of the original implementation, step by step, on the CPU in float32. */
@Tag("golden")
class DptGoldenTest {

  /** Over the largest value; the reference asks for 1e-3 absolute, that is 4e-5 at the most. */
  private static final double TOLERANCE = 2e-5;

  /**
   * What is read from a map moves by the map's slope where the point moves: points that differ by
   * 1e-6 of the map (SSE4.1 alone; 4e-7 with AVX-512) are 2e-5 of a cell apart in one of 20, and
   * from cell to cell maps change by up to twice their largest value, so values differ by up to
   * 4e-5 of it.
   */
  private static final double SAMPLED = 5e-5;

  private static final Map<String, DptConfig> CONFIGS =
      Map.of("tiny", DptConfig.tiny(), "small", DptConfig.small(), "medium", DptConfig.medium());

  /** The names of the reference weights are those of a detector. */
  private static final class Detector extends TorchBlock {
    Detector(Dpt backbone) {
      child("backbone", backbone);
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Shape[] trace(Tracer tracer, Shape... inputs) {
      throw new UnsupportedOperationException();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "tiny, dpt_tiny.backbone, 224, 320",
    "small, dpt_small.backbone, 224, 320",
    "medium, dpt_medium.backbone, 224, 320",
    "tiny, dpt_tiny.backbone_200x296, 200, 296",
  })
  void reproducesEveryStepOfEveryStage(String size, String run, long height, long width) {
    Npz npz = Npz.resource("/reference/dpt/" + run + ".golden.npz");
    Golden golden = new Golden(npz, TOLERANCE);
    try (NDManager manager = NDManager.newBaseManager()) {
      Dpt network = CONFIGS.get(size).build();
      ReferenceWeights.fill(new Detector(network), manager);
      Pass pass = new Pass(new ParameterStore(manager, false), false, Precision.FLOAT32);
      NDArray images = ReferenceInputs.array(manager, "input", new Shape(1, 3, height, width));
      NDList maps = network.forward(pass, new NDList(images));
      NDArray map = ConvolutionOps.channelsLast(images, false);
      for (int s = 0; s < DptConfig.STAGES; s++) {
        String stage = "stage" + (s + 1);
        NDArray patches = network.patches(pass, s, map);
        assertSame(npz, golden, stage + ".tokens", TokenOps.toTokens(patches));
        if (s > 0) {
          checkPatches(npz, golden, stage, network, pass, map);
        }
        if (npz.has("pos" + (s + 1) + ".sample")) {
          NDArray positions = network.positions().of(pass, s, patches);
          assertSame(npz, golden, "pos" + (s + 1), TokenOps.toTokens(positions));
        }
        map = maps.get(s);
        assertSame(npz, golden, "c" + (s + 2), map);
      }
      assertThat(network.trace(Tracer.NONE, images.getShape())).containsExactly(maps.getShapes());
    }
  }

  private static void checkPatches(
      Npz npz, Golden golden, String stage, Dpt network, Pass pass, NDArray map) {
    DeformablePatches patches =
        (DeformablePatches) network.find(stage.replace("stage", "patch_embed")).orElseThrow();
    NDArray predictions = patches.predictions(pass, map);
    assertSame(npz, golden, stage + ".offset_logits", predictions.reshape(1, -1, 4));
    NDArray boxes = patches.boxes(pass, predictions);
    assertSame(npz, golden, stage + ".boxes", boxes);
    NDArray points = PatchSampling.points(boxes, false);
    assertSame(npz, golden, stage + ".points", points);
    Golden sampled = new Golden(npz, SAMPLED);
    assertSame(npz, sampled, stage + ".patch_values", PatchSampling.values(map, points, false));
  }

  private static void assertSame(Npz npz, Golden golden, String name, NDArray actual) {
    if (npz.has(name)) {
      golden.assertWhole(name, actual);
    } else {
      golden.assertTap(name, actual);
    }
  }
}
