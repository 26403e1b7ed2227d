/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.util.Utils;
import io.mpvit.image.RgbImage;
import io.mpvit.zoo.model.ClassificationModel;
import io.mpvit.zoo.model.Mpvit;
import io.mpvit.zoo.testing.ReferenceModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights named as a repository of the hub, the DJL way. */
class HubWeightsTest {

  private static final String NAME = "hf://mpvit-test/zoo@0123abcd";

  @BeforeAll
  static void fetchAsTheHubsLibrary(@TempDir Path own) throws Exception {
    String cache = Utils.getEnvOrSystemProperty("HF_HUB_CACHE");
    if (cache == null) { // the build names a folder of its own
      cache = own.toString();
      System.setProperty("HF_HUB_CACHE", cache);
    }
    Path snapshot =
        Files.createDirectories(
            Path.of(cache).resolve("models--mpvit-test--zoo/snapshots/0123abcd"));
    Files.move(
        ReferenceModels.write("mpvit_tiny", own),
        snapshot.resolve("pytorch_model.bin"),
        StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void addressNamesThem() throws Exception {
    assertThat(classify(criteria().optModelUrls("mpvit://mpvit_tiny?weights=" + NAME))).isNotNull();
  }

  @Test
  void argumentNamesThem() throws Exception {
    Criteria.Builder<RgbImage, Classifications> builder = criteria();
    builder.optGroupId("io.mpvit").optArtifactId("mpvit_tiny").optArgument("weights", NAME);
    assertThat(classify(builder).getClassNames()).hasSize(1000);
  }

  @Test
  void oneLineNamesThem() throws Exception {
    try (ClassificationModel model = Mpvit.classifier(NAME)) {
      assertThat(model.card().name()).isEqualTo("mpvit_tiny");
    }
  }

  @Test
  void whatIsNotHereIsSaid() {
    assertThatIOException()
        .isThrownBy(
            () -> classify(criteria().optModelUrls("mpvit://mpvit_tiny?weights=hf://o/none")))
        .withMessageStartingWith("hf://o/none/model.safetensors: the network is switched off");
  }

  private static Classifications classify(Criteria.Builder<RgbImage, Classifications> builder)
      throws Exception {
    try (ZooModel<RgbImage, Classifications> model = builder.build().loadModel();
        Predictor<RgbImage, Classifications> predictor = model.newPredictor()) {
      return predictor.predict(ReferenceModels.picture(64, 80));
    }
  }

  private static Criteria.Builder<RgbImage, Classifications> criteria() {
    return Criteria.builder().setTypes(RgbImage.class, Classifications.class).optEngine("PyTorch");
  }
}
