/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.resnet;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import io.mpvit.backbone.resnet.ResNetConfig.Norm;
import io.mpvit.backbone.resnet.ResNetConfig.StridePlace;
import io.mpvit.nn.BatchNorm2d;
import io.mpvit.nn.Pass;
import io.mpvit.nn.StateEntry;
import io.mpvit.nn.TorchBlock;
import io.mpvit.ops.Precision;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.training.GradientTape;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResNetTrainingTest {

  private static ResNet network(Norm norm, ResNetNames names, NDManager manager) {
    ResNet network =
        new ResNet(
            new ResNetConfig(8, List.of(2, 1, 1, 1), 2, 4, StridePlace.MIDDLE_3X3, norm, names));
    ReferenceWeights.fill(network, manager);
    return network;
  }

  private static Pass pass(NDManager manager, boolean training, Precision precision) {
    return new Pass(new ParameterStore(manager, false), training, precision);
  }

  private static Parameter parameter(TorchBlock network, String key) {
    return network.stateEntries().stream()
        .filter(e -> e.key().equals(key))
        .findFirst()
        .orElseThrow()
        .parameter();
  }

  /** Training folds a frozen norm into its convolution, the other kind is a layer of its own. */
  @Test
  void frozenNormsHaveTheGradientsOfRunningStatistics() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray x = ReferenceInputs.array(manager, "input", new Shape(2, 3, 40, 72));
      ResNet frozen = network(Norm.FROZEN, ResNetNames.TORCHVISION, manager);
      ResNet layers = network(Norm.BATCH, ResNetNames.TORCHVISION, manager);
      BatchNorm2d.setStatistics(layers, BatchNorm2d.Statistics.RUNNING);
      for (ResNet network : List.of(frozen, layers)) {
        network.unfreeze();
        try (GradientTape tape = new GradientTape()) {
          NDList maps = network.forward(pass(manager, true, Precision.FLOAT32), new NDList(x));
          NDArray sum = maps.get(0).mean();
          for (int i = 1; i < maps.size(); i++) {
            sum = sum.add(maps.get(i).mean());
          }
          tape.backward(sum);
        }
      }
      for (StateEntry entry : frozen.stateEntries()) {
        if (!entry.isBuffer()) {
          NDArray expected = parameter(layers, entry.key()).getArray().getGradient();
          float largest = expected.abs().max().getFloat();
          assertThat(largest).as(entry.key()).isPositive();
          assertThat(
                  entry.parameter().getArray().getGradient().sub(expected).abs().max().getFloat())
              .as(entry.key())
              .isLessThan(1e-4f * largest);
        }
      }
    }
  }

  @Test
  void frozenNormsTakeNoGradient() {
    try (NDManager manager = NDManager.newBaseManager()) {
      ResNet network = network(Norm.FROZEN, ResNetNames.DETECTRON2, manager);
      network.unfreeze();
      assertThat(
              network.stateEntries().stream()
                  .filter(e -> e.parameter().getArray().hasGradient())
                  .map(StateEntry::key)
                  .toList())
          .isEqualTo(
              network.stateEntries().stream()
                  .filter(e -> e.shape().length == 4)
                  .map(StateEntry::key)
                  .toList());
    }
  }

  /** The norm is folded anew at each call, so nothing old is ever left in the convolutions. */
  @ParameterizedTest
  @EnumSource
  void followsItsValues(Norm norm) {
    try (NDManager manager = NDManager.newBaseManager()) {
      ResNet network = network(norm, ResNetNames.TORCHVISION, manager);
      Pass pass = pass(manager, false, Precision.FLOAT32);
      NDArray x = ReferenceInputs.array(manager, "input", new Shape(1, 3, 40, 72));
      float[] before = network.forward(pass, new NDList(x)).get(3).toFloatArray();
      NDArray variance = parameter(network, "layer4.0.bn3.running_var").getArray();
      NDArray old = variance.duplicate();
      variance.muli(2);
      assertThat(network.forward(pass, new NDList(x)).get(3).toFloatArray()).isNotEqualTo(before);
      old.copyTo(variance);
      assertThat(network.forward(pass, new NDList(x)).get(3).toFloatArray()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @EnumSource
  void computesInBrainFloats(ResNetNames names) {
    try (NDManager manager = NDManager.newBaseManager()) {
      ResNet network = network(Norm.FROZEN, names, manager);
      NDArray x = ReferenceInputs.array(manager, "input", new Shape(1, 3, 97, 65));
      NDList exact = network.forward(pass(manager, false, Precision.FLOAT32), new NDList(x));
      NDList rough = network.forward(pass(manager, false, Precision.BFLOAT16), new NDList(x));
      for (int i = 0; i < exact.size(); i++) {
        assertThat(rough.get(i).getDataType()).isEqualTo(DataType.FLOAT32);
        float scale = exact.get(i).abs().max().getFloat();
        float worst = rough.get(i).sub(exact.get(i)).abs().max().getFloat();
        assertThat(worst / scale).isCloseTo(0.01f, Offset.offset(0.0099f));
      }
    }
  }

  @Test
  void partsAreTheWholeNetworkOnce() {
    try (NDManager manager = NDManager.newBaseManager()) {
      ResNet network = network(Norm.BATCH, ResNetNames.TORCHVISION, manager);
      assertThat(network.parts()).hasSize(5);
      List<Parameter> all =
          network.parts().stream()
              .flatMap(List::stream)
              .flatMap(block -> block.stateEntries().stream())
              .map(StateEntry::parameter)
              .toList();
      assertThat(all)
          .containsExactlyElementsOf(
              network.stateEntries().stream().map(StateEntry::parameter).toList());
    }
  }
}
