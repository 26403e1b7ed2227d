/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.mpvit.checkpoint.CheckpointWriter;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.detection.shapes.SceneGenerator;
import io.mpvit.image.ImageSize;
import io.mpvit.image.ImageWriter;
import io.mpvit.segmentation.LabelMap;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.fetch.ProgressListener;
import io.mpvit.zoo.fetch.WeightsLocator;
import io.mpvit.zoo.model.Mpvit;
import io.mpvit.zoo.model.SegmentationModel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file with two networks: Java callers say which by the argument {@code entry}. */
class SeveralNetworksTest {

  private static final String MODEL = "upernet_mpvit_pico_shapes";

  @TempDir private static Path folder;

  private static Path picture;
  private static Path both;
  private static LabelMap right;

  @BeforeAll
  static void write() throws Exception {
    picture = folder.resolve("scene.png");
    ImageWriter.write(new SceneGenerator(new ImageSize(96, 96), 2).scene(3).picture(), picture);
    Path bundled =
        WeightsLocator.fromEnvironment()
            .locate(ModelCards.published().get(MODEL), Optional.empty(), ProgressListener.NONE);
    both = folder.resolve("both.safetensors");
    try (StateDict file = StateDict.open(bundled)) {
      Map<String, CheckpointTensor> tensors = new LinkedHashMap<>();
      file.tensors()
          .forEach(
              (name, tensor) -> {
                float[] zeros = new float[(int) tensor.numel()];
                tensors.put("empty." + name, CheckpointTensor.of(zeros, tensor.shape()));
                tensors.put("trained." + name, tensor);
              });
      CheckpointWriter.write(StateDict.of(MODEL, tensors), both);
    }
    try (SegmentationModel model = Mpvit.segmenter()) {
      right = model.segment(picture).labels();
    }
  }

  private static Criteria.Builder<Path, LabelMap> criteria() {
    return Criteria.builder().setTypes(Path.class, LabelMap.class);
  }

  @Test
  void criteriaNameOne() throws Exception {
    String address = "mpvit://" + MODEL + "?weights=" + both;
    assertThat(catchThrowable(() -> criteria().optModelUrls(address).build().loadModel()))
        .hasMessageContaining("holds several networks that fit, under 'empty', 'trained'");
    for (Criteria<Path, LabelMap> criteria :
        new Criteria[] {
          criteria().optModelUrls(address + "&entry=trained").build(),
          criteria().optModelUrls(address).optArgument("entry", "trained").build()
        }) {
      try (ZooModel<Path, LabelMap> model = criteria.loadModel();
          Predictor<Path, LabelMap> predictor = model.newPredictor()) {
        assertThat(predictor.predict(picture)).isEqualTo(right);
      }
    }
  }

  @Test
  void theFacadeNamesOne() throws Exception {
    try (SegmentationModel model =
        SegmentationModel.builder().weights(both).entry("trained").build()) {
      assertThat(model.card().name()).isEqualTo(MODEL);
      assertThat(model.segment(picture).labels()).isEqualTo(right);
    }
  }
}
