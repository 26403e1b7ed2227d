/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Application;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Blocks;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DJL's own way to a model, with a block of the caller's. */
class CriteriaTest {

  private Path file;

  @BeforeEach
  void write(@TempDir Path folder) throws IOException {
    file = Files.write(folder.resolve("my weights+1.pth"), new byte[] {'P', 'K', 3, 4, 0, 0});
  }

  @Test
  void groupArtifactApplicationAndFilterSelect() throws Exception {
    Criteria<NDList, NDList> criteria =
        criteria()
            .optGroupId("io.mpvit")
            .optApplication(Application.CV.OBJECT_DETECTION)
            .optFilter("backbone", "mpvit_xsmall")
            .optFilter("schedule", "MS+3x")
            .optArgument("weights", file.toString())
            .build();
    try (ZooModel<NDList, NDList> model = criteria.loadModel()) {
      assertThat(model.getName()).isEqualTo("retinanet_mpvit_xs_ms_3x");
      assertThat(model.getProperty("model")).isEqualTo("retinanet_mpvit_xs_ms_3x");
      assertThat(model.getModelPath()).isEqualTo(file.getParent().toAbsolutePath());
      try (Predictor<NDList, NDList> predictor = model.newPredictor()) {
        NDArray one = model.getNDManager().ones(new Shape(1));
        assertThat(predictor.predict(new NDList(one)).singletonOrThrow()).isEqualTo(one);
      }
    }
  }

  @Test
  void applicationAloneGivesTheSmallest() throws Exception {
    Criteria<NDList, NDList> criteria =
        criteria()
            .optGroupId("io.mpvit")
            .optApplication(Application.CV.IMAGE_CLASSIFICATION)
            .optArgument("weights", file)
            .build();
    try (ZooModel<NDList, NDList> model = criteria.loadModel()) {
      assertThat(model.getName()).isEqualTo("mpvit_tiny");
    }
  }

  @Test
  void addressSelects() throws Exception {
    Path plain = Files.copy(file, file.resolveSibling("mine.pth"));
    Criteria<NDList, NDList> criteria =
        criteria()
            .optModelUrls("mpvit://mpvit_small?weights=" + plain.toUri().getRawPath())
            .build();
    try (ZooModel<NDList, NDList> model = criteria.loadModel()) {
      assertThat(model.getName()).isEqualTo("mpvit_small");
    }
  }

  @Test
  void filterThatNothingFitsFindsNothing() {
    assertThatThrownBy(
            () ->
                criteria()
                    .optGroupId("io.mpvit")
                    .optFilter("backbone", "none_such")
                    .build()
                    .loadModel())
        .isInstanceOf(ModelNotFoundException.class);
  }

  @Test
  void missingWeightsAreSaid() {
    Path none = file.resolveSibling("none.pth");
    assertThatIOException()
        .isThrownBy(
            () ->
                criteria()
                    .optArtifactId("mpvit_tiny")
                    .optArgument("weights", none)
                    .build()
                    .loadModel())
        .withMessageContaining(none + " does not exist");
  }

  private static Criteria.Builder<NDList, NDList> criteria() {
    return Criteria.builder()
        .setTypes(NDList.class, NDList.class)
        .optBlock(Blocks.identityBlock())
        .optTranslator(new NoopTranslator());
  }
}
