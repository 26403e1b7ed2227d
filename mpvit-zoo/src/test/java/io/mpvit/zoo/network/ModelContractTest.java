/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.mpvit.checkpoint.CheckpointWriter;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.detection.rcnn.MaskRcnnPredictions;
import io.mpvit.image.RgbImage;
import io.mpvit.nn.StateEntry;
import io.mpvit.nn.TorchBlock;
import io.mpvit.pipeline.PicturePipeline;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.testing.Manifest;
import io.mpvit.weights.BlockStateDict;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.preset.Presets;
import io.mpvit.zoo.testing.PublishedManifests;
import io.mpvit.zoo.testing.ReferenceModels;
import io.mpvit.zoo.testing.Representatives;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for a model of every family; cards that join the zoo are checked unasked. */
class ModelContractTest {

  private static final Shape INPUT = new Shape(2, 3, 96, 160);

  @TempDir private Path folder;

  static List<ModelCard> cards() {
    return ModelCards.published().all();
  }

  /**
   * All but our own models, those on DPT, whose files have other names (DptManifestTest), and
   * ResNeXt-101's classifiers, whose keys nobody has listed.
   */
  static List<ModelCard> published() {
    return cards().stream()
        .filter(card -> !card.dataset().equals("shapes"))
        .filter(card -> !card.backbone().startsWith("dpt_"))
        .filter(card -> !card.name().startsWith("resnext101_32x8d_tv"))
        .toList();
  }

  static Stream<ModelCard> smallest() {
    return Representatives.cards();
  }

  @ParameterizedTest
  @MethodSource("published")
  void hasTheKeysOfThePublishedFile(ModelCard card) {
    TorchBlock network = Presets.of(card).build(Optional.empty());
    Manifest.assertMatches(PublishedManifests.of(card), network);
  }

  @ParameterizedTest
  @MethodSource("smallest")
  void givesTheSameOnceSavedAndLoaded(ModelCard card) throws Exception {
    Path published = ReferenceModels.write(card.name(), folder);
    Path saved = folder.resolve("saved.safetensors");
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      TorchBlock first = NetworkLoader.load(card, published, manager);
      CheckpointWriter.write(BlockStateDict.of(first), saved);
      try (StateDict file = StateDict.open(saved)) {
        assertThat(file.keys())
            .containsExactlyInAnyOrderElementsOf(
                first.stateEntries().stream().map(StateEntry::key).toList());
      }
      TorchBlock second = NetworkLoader.load(card, saved, manager);
      assertThat(forward(second, manager)).isEqualTo(forward(first, manager));
    }
  }

  @ParameterizedTest
  @MethodSource("smallest")
  void outputsHaveTheTracedShapes(ModelCard card) {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      TorchBlock network = NetworkLoader.untrained(card, manager);
      assertThat(forward(network, manager).getShapes())
          .containsExactly(network.getOutputShapes(new Shape[] {INPUT}));
    }
  }

  /** Measuring a network that finds nothing would flatter it. */
  @Test
  void theMeasuredMaskRcnnMakesMasks() {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      ModelCard card = ModelCards.published().get("mask_rcnn_mpvit_tiny_1x");
      NDList outputs = forward(NetworkLoader.untrained(card, manager), manager);
      assertThat(MaskRcnnPredictions.of(outputs).counts().toLongArray())
          .hasSize(2)
          .doesNotContain(0);
    }
  }

  @ParameterizedTest
  @MethodSource("smallest")
  void takesPicturesOfOddAndMixedSizesAndKeepsNothing(ModelCard card) throws Exception {
    Path published = ReferenceModels.write(card.name(), folder);
    List<RgbImage> pictures =
        List.of(ReferenceModels.picture(31, 701), ReferenceModels.picture(17, 903));
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      TorchBlock network = NetworkLoader.load(card, published, manager);
      PicturePipeline<?> pipeline = (PicturePipeline<?>) Presets.of(card).pipeline(network);
      List<?> first = pipeline.run(pictures, manager);
      int kept = manager.getManagedArrays().size();
      assertThat(first).hasSize(pictures.size());
      assertThat(pipeline.run(pictures, manager).equals(first)).isTrue();
      assertThat(pipeline.run(pictures.subList(0, 1), manager)).hasSize(1);
      assertThat(manager.getManagedArrays()).hasSize(kept);
    }
  }

  private static NDList forward(TorchBlock network, NDManager manager) {
    NDArray input = ReferenceInputs.array(manager, "contract", INPUT);
    return network.forward(new ParameterStore(manager, false), new NDList(input), false);
  }
}
