/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import ai.djl.MalformedModelException;
import io.mpvit.detection.coco.CocoCategories;
import io.mpvit.detection.coco.CocoLogits;
import io.mpvit.weights.ClassLabels;
import io.mpvit.weights.HubConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares the configuration beside a file of the Hugging Face hub with the network that the file's
 * tensors make. Options that the tensors show must be the tensors'; those that they do not show
 * must be the ones that this library has.
 */
public final class HubOptions {

  private static final String TYPE = "deformable_detr";

  private HubOptions() {}

  /**
   * Checks a configuration.
   *
   * @param config what stands beside the weights
   * @param head the architecture that the weights have
   * @throws MalformedModelException if the configuration is of another network, or of one that this
   *     library does not have
   */
  public static void check(HubConfig config, DeformableDetrHeadConfig head)
      throws MalformedModelException {
    if (!config.modelType().equals(TYPE)) {
      throw new MalformedModelException(
          "%s: model_type is %s, expected %s: the weights beside it are of another architecture"
              .formatted(config.file(), config.modelType(), TYPE));
    }
    TransformerConfig transformer = head.transformer();
    expect(config, "two_stage", false, head.variant().proposes());
    expect(config, "with_box_refine", false, head.variant().refines());
    Map<String, Integer> numbers =
        Map.of(
            "num_feature_levels", transformer.levels(),
            "d_model", transformer.width(),
            "encoder_layers", transformer.encoderLayers(),
            "decoder_layers", transformer.decoderLayers(),
            "encoder_attention_heads", transformer.heads(),
            "decoder_attention_heads", transformer.heads(),
            "encoder_n_points", transformer.points(),
            "decoder_n_points", transformer.points());
    for (Map.Entry<String, Integer> number : numbers.entrySet()) {
      expect(config, number.getKey(), number.getValue());
    }
    expect(config, "encoder_ffn_dim", transformer.hidden());
    expect(config, "decoder_ffn_dim", transformer.hidden());
    String queries = head.variant().proposes() ? "two_stage_num_proposals" : "num_queries";
    expect(config, queries, head.queries());
    expect(config, "dilation", false, false);
    expect(config, "use_timm_backbone", true, true);
    expect(config, "position_embedding_type", "sine");
    expect(config, "activation_function", "relu");
  }

  /**
   * What a configuration calls the classes.
   *
   * @param config what stands beside the weights
   * @return empty if it is of another network or has no names, or if they are COCO's as {@link
   *     CocoLogits} has them; those that COCO does not use differ from file to file
   */
  public static Optional<ClassLabels> labels(HubConfig config) {
    return Optional.of(config.labels())
        .filter(names -> config.modelType().equals(TYPE))
        .filter(names -> !names.isEmpty() && names.stream().noneMatch(String::isBlank))
        .filter(names -> !isCoco(names))
        .map(ClassLabels::ofNames);
  }

  private static boolean isCoco(List<String> names) {
    return names.size() == CocoLogits.categories().size()
        && CocoCategories.categories().items().stream()
            .allMatch(category -> names.get(category.id()).equals(category.name()));
  }

  private static void expect(HubConfig config, String option, boolean unsaid, boolean expected)
      throws MalformedModelException {
    require(config, option, config.flag(option).orElse(unsaid), expected);
  }

  private static void expect(HubConfig config, String option, int expected)
      throws MalformedModelException {
    require(config, option, config.number(option).map(Double::intValue).orElse(expected), expected);
  }

  private static void expect(HubConfig config, String option, String expected)
      throws MalformedModelException {
    require(config, option, config.text(option).orElse(expected), expected);
  }

  private static void require(HubConfig config, String option, Object found, Object expected)
      throws MalformedModelException {
    if (!found.equals(expected)) {
      throw new MalformedModelException(
          "%s: %s is %s, but the network that the weights beside it fit has %s"
              .formatted(config.file(), option, found, expected));
    }
  }
}
