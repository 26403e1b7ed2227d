/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import io.mpvit.weights.JoinedKeys;
import io.mpvit.weights.KeyLayout;
import io.mpvit.weights.LayoutChain;
import io.mpvit.weights.RenamedKeys;
import java.util.List;

/**
 * How the Hugging Face hub's files name the tensors of a Deformable DETR on a ResNet with
 * torchvision's names: as transformers 4 and 5 write them. The names that newer programs use in
 * memory are read too.
 */
public final class HubLayout {

  /** The layout's name. */
  public static final String NAME = "hub";

  private static final String ENCODER = "model.encoder.layers.{i}.";
  private static final String DECODER = "model.decoder.layers.{i}.";
  private static final String OWN_ENCODER = "transformer.encoder.layers.{i}.";
  private static final String OWN_DECODER = "transformer.decoder.layers.{i}.";

  private static final String OTHER_RESNET =
      "holds the ResNet of the transformers library (use_timm_backbone: false), which is not"
          + " supported; only files whose backbone has torchvision's names are";

  private HubLayout() {}

  /**
   * Makes the layout.
   *
   * @param decoderLayers the number of the decoder's layers; published: 6
   * @return the layout
   */
  public static KeyLayout of(int decoderLayers) {
    return new LayoutChain(
        NAME, List.of(names(), projections(), new SharedClassHeads(NAME, decoderLayers)));
  }

  /** Rules that stand later for the same names of the network are for reading only. */
  private static KeyLayout names() {
    RenamedKeys.Builder names = RenamedKeys.builder(NAME);
    names.refuse("model.backbone.conv_encoder.model.encoder.stages.{*}", OTHER_RESNET);
    names.refuse("model.backbone.conv_encoder.model.embedder.{*}", OTHER_RESNET);
    names.refuse("model.backbone.model.encoder.stages.{*}", OTHER_RESNET);
    names.ignore("{*}.num_batches_tracked");
    names
        .rename("model.backbone.conv_encoder.model.{*}", "backbone.0.body.{*}")
        .rename("model.backbone.model.{*}", "backbone.0.body.{*}")
        .rename("model.input_proj.{*}", "input_proj.{*}")
        .rename("model.query_position_embeddings.weight", "query_embed.weight")
        .rename("model.level_embed", "transformer.level_embed")
        .rename("model.reference_points.{*}", "transformer.reference_points.{*}")
        .rename("model.enc_output.{*}", "transformer.enc_output.{*}")
        .rename("model.enc_output_norm.{*}", "transformer.enc_output_norm.{*}")
        .rename("model.pos_trans.{*}", "transformer.pos_trans.{*}")
        .rename("model.pos_trans_norm.{*}", "transformer.pos_trans_norm.{*}")
        .rename("model.decoder.bbox_embed.{*}", "transformer.decoder.bbox_embed.{*}")
        .rename("model.decoder.class_embed.{*}", "transformer.decoder.class_embed.{*}");
    feedForward(names, ENCODER, OWN_ENCODER, "norm2");
    names
        .rename(ENCODER + "self_attn_layer_norm.{*}", OWN_ENCODER + "norm1.{*}")
        .rename(ENCODER + "self_attn.{*}", OWN_ENCODER + "self_attn.{*}");
    feedForward(names, DECODER, OWN_DECODER, "norm3");
    names
        .rename(DECODER + "self_attn_layer_norm.{*}", OWN_DECODER + "norm2.{*}")
        .rename(DECODER + "encoder_attn_layer_norm.{*}", OWN_DECODER + "norm1.{*}")
        .rename(DECODER + "encoder_attn.{*}", OWN_DECODER + "cross_attn.{*}")
        .rename(DECODER + "self_attn.out_proj.{*}", OWN_DECODER + "self_attn.out_proj.{*}")
        .rename(DECODER + "self_attn.o_proj.{*}", OWN_DECODER + "self_attn.out_proj.{*}")
        .rename(DECODER + "self_attn.{*}", OWN_DECODER + "self_attn.{*}");
    return names.build();
  }

  private static void feedForward(
      RenamedKeys.Builder names, String layer, String own, String norm) {
    names
        .rename(layer + "fc{n}.{*}", own + "linear{n}.{*}")
        .rename(layer + "mlp.fc{n}.{*}", own + "linear{n}.{*}")
        .rename(layer + "final_layer_norm.{*}", own + norm + ".{*}");
  }

  /** The decoder's projections of queries, keys and values stand apart. */
  private static KeyLayout projections() {
    String attention = OWN_DECODER + "self_attn.";
    return JoinedKeys.of(
        NAME,
        attention + "in_proj_{*}",
        attention + "q_proj.{*}",
        attention + "k_proj.{*}",
        attention + "v_proj.{*}");
  }
}
