/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.mpvit.backbone.Backbone;
import io.mpvit.backbone.BackboneClassifier;
import io.mpvit.backbone.Feature;
import io.mpvit.image.Normalization;
import io.mpvit.image.RgbImage;
import io.mpvit.nn.TorchBlock;
import io.mpvit.pipeline.PicturePipeline;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.network.NetworkLoader;
import io.mpvit.zoo.preset.Preset;
import io.mpvit.zoo.preset.Presets;
import io.mpvit.zoo.testing.ReferenceModels;
import io.mpvit.zoo.testing.Representatives;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Feature maps of any model. */
class FeatureModelTest {

  private static final String DETECTOR = "mask_rcnn_mpvit_pico_shapes";
  private static final String SEGMENTER = "upernet_mpvit_pico_shapes";

  @TempDir private static Path folder;

  static Stream<ModelCard> smallest() {
    return Representatives.cards();
  }

  static Stream<Preset<?>> presets() {
    return Presets.all();
  }

  /** Whoever names a new preset cannot forget what its pipeline does to pictures. */
  @ParameterizedTest
  @MethodSource("presets")
  void picturesEnterAsInTheModelsOwnPipeline(Preset<?> preset) {
    RgbImage picture = ReferenceModels.picture(96, 64);
    TorchBlock network = preset.build(Optional.empty());
    PicturePipeline<?> pipeline = (PicturePipeline<?>) pipeline(preset, network);
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      NDArray expected = pipeline.prepare(List.of(picture), manager).input();
      RgbImage seen = preset.entry().sizing().apply(picture);
      assertThat(preset.entry().input(List.of(seen), manager)).isEqualTo(expected);
    }
  }

  private static <P> P pipeline(Preset<P> preset, TorchBlock network) {
    return preset.pipeline(network);
  }

  /** Names, channels and strides are what a forward makes, for every family under every head. */
  @ParameterizedTest
  @MethodSource("smallest")
  void mapsAreAsAnnounced(ModelCard card) {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      List<Backbone> backbones = Backbone.of(NetworkLoader.untrained(card, manager));
      assertThat(backbones).hasSizeBetween(1, 2);
      for (Backbone backbone : backbones) {
        Shape[] shapes = backbone.getOutputShapes(new Shape[] {new Shape(1, 3, 128, 192)});
        List<Shape> announced =
            backbone.features().stream()
                .map(f -> new Shape(1, f.channels(), cells(128, f), cells(192, f)))
                .toList();
        assertThat(shapes).containsExactlyElementsOf(announced);
      }
    }
  }

  private static long cells(int pixels, Feature feature) {
    return (pixels + feature.stride() - 1) / feature.stride();
  }

  /** The same numbers that the network's own classifier starts from. */
  @Test
  void aClassifiersMapsAreItsBackbonesAtThePicturesSize() throws Exception {
    Path weights = ReferenceModels.write("mpvit_tiny", folder);
    RgbImage picture = ReferenceModels.picture(64, 70);
    try (FeatureModel model = FeatureModel.builder().weights(weights).unresized().build();
        NDManager manager = NDManager.newBaseManager("PyTorch")) {
      assertThat(model.features())
          .extracting(Feature::name)
          .containsExactly("stage2", "stage3", "stage4", "stage5");
      FeatureResult found = model.extract(new Picture("mine", picture));
      ModelCard card = ModelCards.published().get("mpvit_tiny");
      BackboneClassifier network = (BackboneClassifier) NetworkLoader.load(card, weights, manager);
      NDArray input = Normalization.IMAGENET.toBatch(List.of(picture), picture.size(), manager);
      NDList expected =
          network.backbone().forward(new ParameterStore(manager, false), new NDList(input), false);
      for (int i = 0; i < expected.size(); i++) {
        assertThat(found.maps().get(i).toArray(manager)).isEqualTo(expected.get(i).squeeze(0));
      }
      FeatureMap last = found.map("stage5");
      assertThat(last).isEqualTo(found.coarsest());
      assertThat(last.vector(1, 2)[5]).isEqualTo(last.value(5, 1, 2)).isNotZero();
      assertThat(last.mean()[7])
          .isCloseTo(expected.get(3).get(0, 7).mean().getFloat(), within(1e-5f));
      assertThat(found)
          .hasToString("mine: stage2 96x16x18, stage3 176x8x9, stage4 216x4x5, stage5 216x2x3");
    }
  }

  @Test
  void aDetectorHasThoseOfItsBackboneAndItsPyramid() throws Exception {
    Picture wide = new Picture("wide", ReferenceModels.picture(40, 100));
    try (FeatureModel backbone = Mpvit.features(DETECTOR);
        FeatureModel pyramid =
            FeatureModel.builder().model(DETECTOR).pyramid().unresized().build()) {
      assertThat(backbone.features().get(0).name()).isEqualTo("stage2");
      assertThat(pyramid.features().get(0).name()).isEqualTo("p2");
      assertThat(pyramid.features()).extracting(Feature::channels).containsOnly(64);
      FeatureResult found = pyramid.extract(wide);
      assertThat(found.maps()).hasSameSizeAs(pyramid.features());
      // the maps end where the picture does, not where the input's padding does
      assertThat(found.seen()).isEqualTo(wide.pixels().size());
      assertThat(found.map("p2")).hasToString("p2 64x10x25");
      assertThat(backbone.extract(wide).seen()).isNotEqualTo(wide.pixels().size());
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FeatureModel.builder().model(SEGMENTER).pyramid().build())
        .withMessageContaining(SEGMENTER)
        .withMessageContaining("no feature pyramid");
  }

  @Test
  void batchesAndThreadsGiveWhatEachPictureGivesAlone() throws Exception {
    List<Picture> pictures =
        List.of(
            new Picture("a", ReferenceModels.picture(64, 96)),
            new Picture("b", ReferenceModels.picture(64, 96)),
            new Picture("c", ReferenceModels.picture(33, 50)));
    try (FeatureModel model = FeatureModel.builder().model(SEGMENTER).unresized().build();
        NDManager manager = NDManager.newBaseManager("PyTorch")) {
      List<FeatureResult> alone = pictures.stream().map(model::extract).toList();
      List<FeatureResult> together = model.extract(pictures);
      for (int i = 0; i < 3; i++) {
        float[] found = together.get(i).coarsest().values();
        assertThat(found).containsExactly(alone.get(i).coarsest().values(), within(1e-4f));
      }
      List<CompletableFuture<FeatureResult>> threads =
          IntStream.range(0, 6)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> model.extract(pictures.get(2))))
              .toList();
      assertThat(threads).allMatch(thread -> thread.join().equals(alone.get(2)));
      NDList arrays = model.extract(pictures.subList(0, 2), manager);
      assertThat(arrays.get(0).getManager()).isSameAs(manager);
      assertThat(arrays.get(0).getShape().get(0)).isEqualTo(2);
      assertThat(arrays.get(0).get(1).toFloatArray())
          .containsExactly(together.get(1).maps().get(0).values());
      assertThat(arrays.get(0).hasGradient()).isFalse();
    }
  }

  @Test
  void mistakesAreNamed() throws Exception {
    FeatureModel model = Mpvit.features(SEGMENTER);
    FeatureResult found = model.extract(new Picture("a", RgbImage.of(1, 1, new byte[3])));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> found.map("res9"))
        .withMessageContaining("res9")
        .withMessageContaining("stage2");
    FeatureMap map = found.coarsest();
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> map.value(0, map.height(), 0))
        .withMessageContaining(map.name());
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      assertThatIllegalArgumentException().isThrownBy(() -> model.extract(List.of(), manager));
    }
    model.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> model.extract(found.picture()))
        .withMessageContaining(SEGMENTER);
  }
}
