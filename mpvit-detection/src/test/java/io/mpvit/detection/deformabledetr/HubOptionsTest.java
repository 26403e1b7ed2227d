/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.MalformedModelException;
import io.mpvit.detection.deformabledetr.DeformableDetrHeadConfig.Variant;
import io.mpvit.weights.HubConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HubOptionsTest {

  private static final String PLAIN =
      """
      {"model_type": "deformable_detr", "num_feature_levels": 4, "num_queries": 300, "d_model": 256,
       "two_stage": false, "with_box_refine": false, "dilation": false, "use_timm_backbone": true,
       "backbone": "resnet50", "encoder_layers": 6, "activation_function": "relu",
       "position_embedding_type": "sine", "dropout": 0.1,
       "id2label": {"0": "cat", "1": "dog"}}
      """;

  @TempDir private Path folder;

  private HubConfig config(String json) throws Exception {
    Files.writeString(folder.resolve("config.json"), json);
    return HubConfig.beside(folder.resolve("model.safetensors")).orElseThrow();
  }

  private static DeformableDetrHeadConfig head(Variant variant, int levels) {
    return OtherDetectors.hub(variant, levels).head();
  }

  @Test
  void publishedOptionsAndDefaultsPass() throws Exception {
    HubOptions.check(config(PLAIN), head(Variant.PLAIN, 4));
    HubConfig least = config("{\"model_type\": \"deformable_detr\"}");
    assertThatCode(() -> HubOptions.check(least, head(Variant.PLAIN, 4)))
        .doesNotThrowAnyException();
    HubConfig nested =
        config(
            """
            {"model_type": "deformable_detr", "two_stage": true, "with_box_refine": true,
             "backbone_config": {"model_type": "timm_backbone", "backbone": "resnet50"},
             "two_stage_num_proposals": 300, "num_queries": 100}
            """);
    assertThatCode(() -> HubOptions.check(nested, head(Variant.TWO_STAGE, 4)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"two_stage\": false| \"two_stage\": true| two_stage is true",
        "\"num_feature_levels\": 4| \"num_feature_levels\": 1| num_feature_levels is 1",
        "\"dilation\": false| \"dilation\": true| dilation is true",
        "\"use_timm_backbone\": true| \"use_timm_backbone\": false| use_timm_backbone is false",
        "\"relu\"| \"gelu\"| activation_function is gelu, but the network",
        "\"num_queries\": 300| \"num_queries\": 100| num_queries is 100",
        "\"deformable_detr\"| \"detr\"| model_type is detr, expected deformable_detr",
      })
  void otherOptionsAreSaidInOneLine(String from, String to, String message) throws Exception {
    HubConfig config = config(PLAIN.replace(from, to));
    assertThatThrownBy(() -> HubOptions.check(config, head(Variant.PLAIN, 4)))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining(folder.resolve("config.json").toString())
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void readsLabelsAndPassesOverWhatIsNoTransformersModel() throws Exception {
    assertThat(config(PLAIN).labels()).containsExactly("cat", "dog");
    assertThat(config("{\"model_type\": \"x\", \"id2label\": {\"1\": \"dog\"}}").labels())
        .isEmpty();
    Path weights = folder.resolve("model.safetensors");
    for (String other : new String[] {"[1, 2]", "{\"architecture\": \"coat_tiny\"}", "{", ""}) {
      Files.writeString(folder.resolve("config.json"), other);
      assertThat(HubConfig.beside(weights)).isEmpty();
    }
    Files.delete(folder.resolve("config.json"));
    assertThat(HubConfig.beside(weights)).isEmpty();
  }
}
