/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.resnet;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mpvit.backbone.resnet.ResNetConfig.Norm;
import io.mpvit.backbone.resnet.ResNetConfig.StridePlace;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.nn.StateEntry;
import io.mpvit.nn.TorchBlock;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.weights.BlockStateDict;
import io.mpvit.weights.KeyLayout;
import io.mpvit.weights.LoadRules;
import io.mpvit.weights.WeightLoader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every layout there and back, and the oddities of published files. */
class ResNetLayoutsTest {

  private NDManager manager;

  @BeforeEach
  void setUp() {
    manager = NDManager.newBaseManager();
  }

  @AfterEach
  void tearDown() {
    manager.close();
  }

  private static ResNetConfig config(ResNetNames names) {
    return new ResNetConfig(
        8, List.of(2, 1, 1, 1), 2, 4, StridePlace.FIRST_1X1, Norm.FROZEN, names);
  }

  private ResNet filled(ResNetNames names) {
    ResNet network = new ResNet(config(names));
    ReferenceWeights.fill(network, manager);
    return network;
  }

  private static KeyLayout layout(ResNetNames names, String name) {
    return config(names).layouts().stream()
        .filter(l -> l.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, CheckpointTensor> tensors(TorchBlock network) {
    return BlockStateDict.of(network).tensors();
  }

  private ResNet load(ResNetNames names, Map<String, CheckpointTensor> tensors) throws Exception {
    ResNet network = new ResNet(config(names));
    network.freeze();
    new WeightLoader(LoadRules.strict()).load(network, StateDict.of("made up", tensors), manager);
    return network;
  }

  private static void assertSame(TorchBlock actual, TorchBlock expected) {
    List<StateEntry> entries = expected.stateEntries();
    for (int i = 0; i < entries.size(); i++) {
      NDArray value = actual.stateEntries().get(i).parameter().getArray();
      assertThat(value.contentEquals(entries.get(i).parameter().getArray()))
          .as(entries.get(i).key())
          .isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyLayoutGoesThereAndBack(ResNetNames names) throws Exception {
    ResNet network = filled(names);
    assertThat(config(names).layouts())
        .extracting(KeyLayout::name)
        .containsExactly("own", "detectron2", "torchvision", "caffe2");
    for (KeyLayout layout : config(names).layouts()) {
      Map<String, CheckpointTensor> file = layout.toFile(tensors(network));
      assertThat(file).hasSameSizeAs(tensors(network));
      assertThat(file.keySet())
          .containsExactlyElementsOf(
              network.stateEntries().stream().map(e -> layout.fileKey(e.key())).toList());
      assertThat(layout.toNetwork(file).keySet())
          .containsExactlyElementsOf(tensors(network).keySet());
      assertSame(load(names, layout.toNetwork(file)), network);
    }
  }

  @Test
  void bothSetsOfNamesAreThoseOfTheOtherNetwork() {
    for (ResNetNames names : ResNetNames.values()) {
      for (ResNetNames others : ResNetNames.values()) {
        String name = others.name().toLowerCase(Locale.ROOT);
        assertThat(layout(names, name).toFile(tensors(filled(names))).keySet())
            .containsExactlyInAnyOrderElementsOf(tensors(filled(others)).keySet());
      }
    }
  }

  @Test
  void aClassifierOfTorchvisionIsABackboneOfDetectron2() throws Exception {
    ResNetConfig own =
        new ResNetConfig(
            8,
            List.of(2, 1, 1, 1),
            2,
            4,
            StridePlace.MIDDLE_3X3,
            Norm.BATCH,
            ResNetNames.TORCHVISION);
    ResNetClassifier classifier = new ResNetClassifier(own, 10);
    ReferenceWeights.fill(classifier, manager);
    for (ResNetNames names : ResNetNames.values()) {
      ResNet network = load(names, layout(names, "torchvision").toNetwork(tensors(classifier)));
      NDArray stem = network.stateEntries().get(0).parameter().getArray();
      assertThat(stem.contentEquals(classifier.stateEntries().get(0).parameter().getArray()))
          .isTrue();
    }
  }

  @Test
  void readsTheNamesOfCaffe2() throws Exception {
    ResNet network = filled(ResNetNames.DETECTRON2);
    Map<String, CheckpointTensor> file =
        new LinkedHashMap<>(layout(ResNetNames.DETECTRON2, "caffe2").toFile(tensors(network)));
    assertThat(file)
        .containsKeys(
            "conv1_w",
            "res_conv1_bn_s",
            "res_conv1_bn_b",
            "res_conv1_bn_rm",
            "res_conv1_bn_riv",
            "res2_0_branch1_w",
            "res2_0_branch1_bn_s",
            "res2_1_branch2a_w",
            "res5_0_branch2c_bn_riv");
    Stream.of("conv1_b", "fc1000_w", "fc1000_b", "pred_w", "pred_b")
        .forEach(key -> file.put(key, CheckpointTensor.of(new float[1], 1)));
    for (ResNetNames names : ResNetNames.values()) {
      ResNet read = load(names, layout(names, "caffe2").toNetwork(file));
      assertThat(value(read, names.conv(1), names.stem()))
          .isEqualTo(value(network, ResNetNames.DETECTRON2.conv(1), "stem"));
    }
  }

  private static float[] value(ResNet network, ResNetNames.Unit unit, String path) {
    String key = ResNetNames.join(path, unit.normPath()) + ".running_var";
    return network.stateEntries().stream()
        .filter(e -> e.key().equals(key))
        .findFirst()
        .orElseThrow()
        .parameter()
        .getArray()
        .toFloatArray();
  }

  @Test
  void aNormMayBeAFactorAndATermOnly() throws Exception {
    for (ResNetNames names : ResNetNames.values()) {
      ResNet network = filled(names);
      for (String name : List.of("detectron2", "torchvision", "caffe2")) {
        KeyLayout layout = layout(names, name);
        Map<String, CheckpointTensor> old = new LinkedHashMap<>(tensors(network));
        old.keySet().removeIf(key -> key.contains("running_"));
        ResNet read = load(names, layout.toNetwork(layout.toFile(old)));
        for (StateEntry entry : read.stateEntries()) {
          float[] values = entry.parameter().getArray().toFloatArray();
          if (entry.key().endsWith("running_mean")) {
            assertThat(values).as(entry.key()).containsOnly(0);
          } else if (entry.key().endsWith("running_var")) {
            assertThat(values).as(entry.key()).containsOnly(1);
          }
        }
      }
    }
  }

  @Test
  void aFileThatLacksSomeStatisticsIsNotCompleted() {
    Map<String, CheckpointTensor> file =
        new LinkedHashMap<>(tensors(filled(ResNetNames.DETECTRON2)));
    file.remove("res3.0.conv2.norm.running_mean");
    assertThat(layout(ResNetNames.DETECTRON2, "detectron2").toNetwork(file))
        .doesNotContainKey("res3.0.conv2.norm.running_mean");
  }
}
