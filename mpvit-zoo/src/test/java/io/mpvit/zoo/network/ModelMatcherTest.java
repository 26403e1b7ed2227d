/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.backbone.mpvit.MPViTClassifier;
import io.mpvit.backbone.mpvit.MPViTConfig;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.checkpoint.tensor.TensorType;
import io.mpvit.detection.deformabledetr.DeformableDetr;
import io.mpvit.detection.deformabledetr.DeformableDetrConfig;
import io.mpvit.detection.deformabledetr.DeformableDetrHeadConfig.Variant;
import io.mpvit.detection.rcnn.MaskRcnn;
import io.mpvit.detection.rcnn.MaskRcnnConfig;
import io.mpvit.detection.retinanet.RetinaNet;
import io.mpvit.detection.retinanet.RetinaNetConfig;
import io.mpvit.nn.StateEntry;
import io.mpvit.nn.TorchBlock;
import io.mpvit.segmentation.upernet.UperNet;
import io.mpvit.segmentation.upernet.UperNetConfig;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.network.ModelMatch.Part;
import io.mpvit.zoo.preset.Presets;
import io.mpvit.zoo.testing.PresetConfigs;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ModelMatcherTest {

  private static final ModelCards CARDS = ModelCards.published();

  static List<ModelCard> cards() {
    return CARDS.all();
  }

  @ParameterizedTest
  @MethodSource("cards")
  void everyModelIsRecognised(ModelCard card) {
    TorchBlock network = Presets.of(card).build(Optional.empty());
    ModelMatch match = match(tensors(network, "")).orElseThrow();
    assertThat(match.isWholeModel()).isTrue();
    assertThat(match.cards()).contains(card);
    // Models that differ in what happens to pictures alone cannot be told apart.
    assertThat(match.cards())
        .allSatisfy(
            other ->
                assertThat(tensors(Presets.of(other).build(Optional.empty()), "").keySet())
                    .isEqualTo(tensors(network, "").keySet()));
    assertThat(match.backbone()).isEqualTo(card.backbone());
    assertThat(match.classes()).hasValue(Presets.of(card).classes(network));
  }

  /** All that a file shows: two trainings of one network may want other pictures. */
  private static List<String> keys(ModelCard card) {
    return Presets.of(card).build(Optional.empty()).stateEntries().stream()
        .map(entry -> entry.key() + Arrays.toString(entry.shape()))
        .toList();
  }

  @Test
  void widthAndClassesAreReadOffTheFile() {
    MPViTConfig wide = MPViTConfig.tiny().withMlpRatio(4);
    ModelMatch classifier = match(tensors(new MPViTClassifier(wide, 37), "module.")).orElseThrow();
    assertThat(classifier.isWholeModel()).isTrue();
    assertThat(names(classifier)).containsExactly("mpvit_tiny");
    assertThat(classifier.facts()).containsEntry("mlp_ratio", 4);
    assertThat(classifier.classes()).hasValue(37);

    RetinaNetConfig shapes =
        PresetConfigs.retinaNet("retinanet_mpvit_tiny_1x").withBackbone(wide).withClasses(3);
    ModelMatch detector = match(tensors(new RetinaNet(shapes), "")).orElseThrow();
    assertThat(detector.isWholeModel()).isTrue();
    assertThat(detector.prefix()).isEqualTo("backbone.bottom_up.backbone.");
    assertThat(detector.facts()).containsEntry("mlp_ratio", 4);
    assertThat(detector.classes()).hasValue(3);
  }

  @Test
  void widthAndClassesOfTwoStageDetectorsToo() {
    MPViTConfig wide = MPViTConfig.tiny().withMlpRatio(4);
    MaskRcnnConfig shapes =
        PresetConfigs.maskRcnn("mask_rcnn_mpvit_tiny_1x").withBackbone(wide).withClasses(3);
    ModelMatch segmenter = match(tensors(new MaskRcnn(shapes), "module.")).orElseThrow();
    assertThat(segmenter.isWholeModel()).isTrue();
    assertThat(names(segmenter))
        .containsExactly("mask_rcnn_mpvit_tiny_1x", "mask_rcnn_mpvit_tiny_ms_3x");
    assertThat(segmenter.prefix()).isEqualTo("backbone.bottom_up.backbone.");
    assertThat(segmenter.facts()).containsEntry("mlp_ratio", 4);
    assertThat(segmenter.classes()).hasValue(3);

    MaskRcnnConfig one =
        PresetConfigs.maskRcnn("cascade_mask_rcnn_mpvit_small_ms_3x").withClasses(1);
    ModelMatch cascade = match(tensors(new MaskRcnn(one), "")).orElseThrow();
    assertThat(cascade.isWholeModel()).isTrue();
    assertThat(names(cascade)).containsExactly("cascade_mask_rcnn_mpvit_small_ms_3x");
    assertThat(cascade.classes()).hasValue(1);
  }

  /** Heads of their own, queries and proposals show in the keys. */
  @ParameterizedTest
  @EnumSource(Variant.class)
  void variantsOfDeformableDetrAreReadOffTheFile(Variant variant) {
    DeformableDetrConfig small = PresetConfigs.deformableDetr("deformable_detr_mpvit_small");
    DeformableDetrConfig other =
        small
            .withBackbone(MPViTConfig.small().withMlpRatio(2))
            .withHead(small.head().withClasses(3).withQueries(7).withVariant(variant));
    Map<String, CheckpointTensor> tensors = tensors(new DeformableDetr(other), "module.");
    ModelMatch match = match(tensors).orElseThrow();
    assertThat(match.isWholeModel()).isTrue();
    assertThat(names(match)).containsExactly("deformable_detr_mpvit_small");
    assertThat(match.prefix()).isEqualTo("backbone.0.backbone.");
    assertThat(match.facts()).containsEntry("mlp_ratio", 2);
    assertThat(match.classes()).hasValue(3);
  }

  @Test
  void widthAndClassesOfSegmentersToo() {
    UperNetConfig small = PresetConfigs.uperNet("upernet_mpvit_small");
    UperNetConfig wide = small.withBackbone(MPViTConfig.small().withMlpRatio(2)).withClasses(21);
    ModelMatch segmenter = match(tensors(new UperNet(wide), "module.")).orElseThrow();
    assertThat(segmenter.isWholeModel()).isTrue();
    assertThat(names(segmenter)).containsExactly("upernet_mpvit_small");
    assertThat(segmenter.prefix()).isEqualTo("backbone.");
    assertThat(segmenter.facts()).containsEntry("mlp_ratio", 2);
    assertThat(segmenter.classes()).hasValue(21);
  }

  @Test
  void aClassifierWithoutItsHeadIsABackbone() {
    Map<String, CheckpointTensor> tensors = tensors(tinyClassifier(), "");
    tensors.keySet().removeIf(key -> key.startsWith("cls_head"));
    ModelMatch match = match(tensors).orElseThrow();
    assertThat(match.part()).isEqualTo(Part.BACKBONE);
    assertThat(match.isWholeModel()).isFalse();
    assertThat(match.backbone()).isEqualTo("mpvit_tiny");
    assertThat(names(match)).contains("mpvit_tiny", "retinanet_mpvit_tiny_1x");
    assertThat(match.prefix()).isEmpty();
    assertThat(match.facts()).containsEntry("mlp_ratio", 2);
    assertThat(match.classes()).isEmpty();
    assertThat(match.mismatch().isEmpty()).isTrue();
  }

  @Test
  void aBackboneIsFoundUnderAPrefixBesideAnUnknownHead() {
    Map<String, CheckpointTensor> tensors = tensors(tinyClassifier(), "net.encoder.");
    tensors.keySet().removeIf(key -> key.contains("cls_head"));
    tensors.put("net.decoder.weight", CheckpointTensor.of(new float[4], 2, 2));
    ModelMatch match = match(tensors).orElseThrow();
    assertThat(match.part()).isEqualTo(Part.BACKBONE);
    assertThat(match.prefix()).isEqualTo("net.encoder.");
    assertThat(match.mismatch().unexpected()).containsExactly("net.decoder.weight");
  }

  @Test
  void theNearestModelComesWithWhatDiffers() {
    Map<String, CheckpointTensor> tensors =
        tensors(new RetinaNet(PresetConfigs.retinaNet("retinanet_mpvit_tiny_1x")), "");
    tensors.remove("head.cls_subnet.0.weight");
    tensors.put("head.bbox_pred.bias", CheckpointTensor.of(new float[5], 5));
    tensors.put("ema.decay", CheckpointTensor.of(new float[1], 1));
    ModelMatch match = match(tensors).orElseThrow();
    assertThat(match.part()).isEqualTo(Part.MODEL);
    assertThat(match.isWholeModel()).isFalse();
    assertThat(names(match)).contains("retinanet_mpvit_tiny_1x");
    assertThat(match.mismatch().missing()).containsExactly("head.cls_subnet.0.weight");
    assertThat(match.mismatch().unexpected()).containsExactly("ema.decay");
    assertThat(match.mismatch().misshaped())
        .containsExactly("head.bbox_pred.bias expected [36] found [5]");
  }

  @Test
  void aForeignFileResemblesNothing() {
    assertThat(
            match(
                Map.of(
                    "conv1.weight", CheckpointTensor.of(new float[9], 1, 1, 3, 3),
                    "fc.weight", CheckpointTensor.of(new float[4], 2, 2))))
        .isEmpty();
    assertThat(match(Map.of())).isEmpty();
  }

  private static Optional<ModelMatch> match(Map<String, CheckpointTensor> tensors) {
    return new ModelMatcher(CARDS).match(StateDict.of("test", tensors));
  }

  private static MPViTClassifier tinyClassifier() {
    return new MPViTClassifier(MPViTConfig.tiny(), 1000);
  }

  private static List<String> names(ModelMatch match) {
    return match.cards().stream().map(ModelCard::name).toList();
  }

  /** A block's keys and shapes with values that nobody looks at. */
  private static Map<String, CheckpointTensor> tensors(TorchBlock block, String prefix) {
    Map<String, CheckpointTensor> tensors = new LinkedHashMap<>();
    ByteBuffer zeros = ByteBuffer.allocate(1 << 26); // the largest tensor has 12.8M values
    for (StateEntry entry : block.stateEntries()) {
      TensorType type = TensorType.of(entry.dataType()).orElseThrow();
      long numel = Arrays.stream(entry.shape()).reduce(1, Math::multiplyExact);
      ByteBuffer bytes = zeros.slice(0, Math.toIntExact(numel * type.byteSize()));
      tensors.put(prefix + entry.key(), CheckpointTensor.of(type, bytes, entry.shape()));
    }
    return tensors;
  }
}
