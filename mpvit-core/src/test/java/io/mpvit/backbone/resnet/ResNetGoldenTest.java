/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.resnet;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.mpvit.backbone.Feature;
import io.mpvit.image.ImageSize;
import io.mpvit.image.Normalization;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;
import io.mpvit.nn.UnaryBlock;
import io.mpvit.ops.Precision;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.testing.Golden;
import io.mpvit.testing.Manifest;
import io.mpvit.testing.Npz;
import io.mpvit.testing.Tolerances;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs of torchvision's classifiers and of detectron2's backbones, on the CPU in float32. */
@Tag("golden")
class ResNetGoldenTest {

  private static final double TOLERANCE = 1e-4;
  private static final String DETECTRON2 = "/reference/detectron2_resnet/";
  private static final String PREFIX = "backbone.bottom_up.";
  private static final Map<String, ResNetConfig> CONFIGS =
      Map.of(
          "resnet50", ResNetConfig.resnet50(),
          "resnet101", ResNetConfig.resnet101(),
          "r50", ResNetConfig.detectron50(),
          "r101", ResNetConfig.detectron101(),
          "x101", ResNetConfig.detectronX101());

  /** Gives a backbone the place in a detector's state dict after which its weights are filled. */
  private static final class Detector extends TorchBlock {
    private final ResNet backbone;

    Detector(ResNetConfig config) {
      backbone = child(PREFIX.substring(0, PREFIX.length() - 1), new ResNet(config));
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
      return backbone.forward(pass, inputs);
    }

    @Override
    public Shape[] trace(Tracer tracer, Shape... inputs) {
      return backbone.trace(tracer, inputs);
    }
  }

  @Test
  void classifiesAsTorchvision() {
    Npz npz = Npz.resource("/reference/resnet_imagenet/resnet50.golden.npz");
    Golden golden = new Golden(npz, TOLERANCE);
    try (NDManager manager = NDManager.newBaseManager()) {
      ResNetClassifier network = new ResNetClassifier(ResNetConfig.resnet50(), 1000);
      ReferenceWeights.fill(network, manager);
      Pass pass = pass(manager);
      NDArray x = ReferenceInputs.array(manager, "input", new Shape(1, 3, 224, 224));
      UnaryBlock stem = (UnaryBlock) network.backbone().parts().get(0).get(0);
      golden.assertSampled("stem", stem.forward(pass, x));
      NDList maps = network.backbone().forward(pass, new NDList(x));
      for (int s = 0; s < maps.size(); s++) {
        golden.assertSampled("layer" + (s + 1), maps.get(s));
      }
      NDArray logits = network.forward(pass, x);
      golden.assertWhole("logits", logits);
      float[] values = logits.toFloatArray();
      int[] top = npz.ints("top5.index");
      float[] best = npz.floats("top5.logit");
      for (int i = 0; i < top.length; i++) {
        Tolerances.assertClose("top5.logit", values[top[i]], best[i], 5e-4);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"r101, 1, 1, 1", "x101, 57.375, 57.12, 58.395"})
  void computesTheFeaturesOfDetectron2(String variant, float blue, float green, float red) {
    Npz npz = Npz.resource(DETECTRON2 + variant + "_fpn.backbone.golden.npz");
    Golden golden = new Golden(npz, TOLERANCE);
    Normalization normalization =
        new Normalization(1, List.of(103.53f, 116.28f, 123.675f), List.of(blue, green, red));
    try (NDManager manager = NDManager.newBaseManager()) {
      Detector network = new Detector(CONFIGS.get(variant));
      ReferenceWeights.fill(network, manager);
      Pass pass = pass(manager);
      NDArray x =
          normalization.toBatch(
              List.of(ReferenceInputs.image("image", 200, 320)), new ImageSize(224, 320), manager);
      golden.assertSampled("input", x);
      NDArray map = unary(network, "stem").forward(pass, x);
      golden.assertSampled("stem", map);
      NDList maps = network.forward(pass, new NDList(x));
      List<Feature> features = network.backbone.features();
      for (int s = 0; s < maps.size(); s++) {
        String stage = features.get(s).name();
        golden.assertSampled(stage + ".0", unary(network, stage + ".0").forward(pass, map));
        map = unary(network, stage).forward(pass, map);
        golden.assertSampled(stage, map);
        golden.assertSampled(stage, maps.get(s));
      }
    }
  }

  @Test
  void theStrideOfTheFirstBlockIsWhereTheWeightsWantIt() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Pass pass = pass(manager);
      NDArray x = ReferenceInputs.array(manager, "input", new Shape(1, 3, 65, 97));
      ResNetConfig msra = ResNetConfig.detectron50();
      ResNetConfig other =
          new ResNetConfig(
              msra.stem(),
              msra.blocks(),
              msra.groups(),
              msra.widthPerGroup(),
              ResNetConfig.StridePlace.MIDDLE_3X3,
              msra.norm(),
              msra.names());
      NDList maps = filled(msra, manager).forward(pass, new NDList(x));
      NDList others = filled(other, manager).forward(pass, new NDList(x));
      assertThat(maps.get(0).toFloatArray()).isEqualTo(others.get(0).toFloatArray());
      assertThat(maps.get(1).getShape()).isEqualTo(others.get(1).getShape());
      assertThat(maps.get(1).toFloatArray()).isNotEqualTo(others.get(1).toFloatArray());
    }
  }

  private static ResNet filled(ResNetConfig config, NDManager manager) {
    ResNet network = new ResNet(config);
    ReferenceWeights.fill(network, manager);
    return network;
  }

  @ParameterizedTest
  @CsvSource({"resnet50, 25557032, 320", "resnet101, 44549160, 626"})
  void hasTheKeysOfTorchvision(String variant, long parameters, int keys) {
    ResNetClassifier network = new ResNetClassifier(CONFIGS.get(variant), 1000);
    Manifest.assertMatches("/reference/resnet_imagenet/" + variant + ".manifest.tsv", network);
    assertThat(network.parameterCount()).isEqualTo(parameters);
    assertThat(network.stateEntries()).hasSize(keys);
  }

  @ParameterizedTest
  @CsvSource({
    "r50, mask_rcnn_r50_fpn, 23561152",
    "r50, retinanet_r50_fpn, 23561152",
    "r101, mask_rcnn_r101_fpn, 42605504",
    "x101, faster_rcnn_x101_fpn, 86945216"
  })
  void hasTheKeysOfDetectron2(String variant, String manifest, long values) {
    ResNet network = new ResNet(CONFIGS.get(variant));
    Manifest.assertPartMatches(DETECTRON2 + manifest + ".manifest.tsv", PREFIX, network);
    assertThat(
            network.stateEntries().stream().mapToLong(e -> e.parameter().getShape().size()).sum())
        .isEqualTo(values);
    assertThat(network.parameterCount())
        .as("frozen norms are no parameters")
        .isEqualTo(
            network.stateEntries().stream()
                .filter(e -> e.shape().length == 4)
                .mapToLong(e -> e.parameter().getShape().size())
                .sum());
  }

  @Test
  void countsTheParametersOfResNext() {
    assertThat(new ResNetClassifier(ResNetConfig.resnext101(), 1000).parameterCount())
        .isEqualTo(88_791_336);
  }

  private static Pass pass(NDManager manager) {
    return new Pass(new ParameterStore(manager, false), false, Precision.FLOAT32);
  }

  private static UnaryBlock unary(TorchBlock network, String path) {
    return (UnaryBlock)
        network.find(PREFIX + path).orElseThrow(() -> new AssertionError("no block " + path));
  }
}
