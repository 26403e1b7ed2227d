/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.repository;

import ai.djl.repository.Artifact;
import ai.djl.repository.License;
import ai.djl.repository.MRL;
import ai.djl.repository.Metadata;
import ai.djl.translate.TranslatorFactory;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.Task;
import io.mpvit.zoo.network.MpvitBlockFactory;
import io.mpvit.zoo.translator.MpvitClassificationTranslatorFactory;
import io.mpvit.zoo.translator.MpvitDetectionTranslatorFactory;
import io.mpvit.zoo.translator.MpvitInstanceTranslatorFactory;
import io.mpvit.zoo.translator.MpvitSegmentationTranslatorFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns a card into DJL's metadata: one artifact id per model, one artifact. */
final class CardMetadata {

  // The card's content, not this library, has this version: all files were published once.
  private static final String VERSION = "1.0.0";

  private CardMetadata() {}

  /**
   * Makes the metadata of one model.
   *
   * @param card the model
   * @param mrl the model's place in its repository
   * @param arguments what block and translator factories get besides the model's name
   * @param alone whether it was asked for by its name, so that types that it does not serve are a
   *     mistake and no reason to go on to the next model
   * @return the metadata
   */
  static Metadata of(ModelCard card, MRL mrl, Map<String, Object> arguments, boolean alone) {
    Metadata metadata = new Metadata();
    metadata.setMetadataVersion("0.2");
    metadata.setResourceType("model");
    metadata.setApplication(card.task().application());
    metadata.setGroupId(mrl.getGroupId());
    metadata.setArtifactId(card.name());
    metadata.setName(card.name());
    metadata.setDescription(card.task().label() + " on " + card.dataset());
    metadata.setLicense(Map.of(card.licence().name(), licence(card)));
    metadata.setRepositoryUri(mrl.toURI());
    metadata.setArtifacts(List.of(artifact(card, arguments, alone)));
    return metadata;
  }

  private static Artifact artifact(ModelCard card, Map<String, Object> arguments, boolean alone) {
    Map<String, Object> all = new HashMap<>(arguments);
    all.put(CardRepository.MODEL, card.name());
    all.put("blockFactory", MpvitBlockFactory.class.getName());
    all.put("translatorFactory", translatorFactory(card.task(), alone).getName());
    Artifact artifact = new Artifact();
    artifact.setVersion(VERSION);
    artifact.setName(card.name());
    artifact.setProperties(properties(card));
    artifact.setArguments(all);
    // the block factory loads the weights, not DJL
    artifact.setOptions(Map.of("hasParameter", "false"));
    artifact.setFiles(files(card));
    return artifact;
  }

  private static Class<? extends TranslatorFactory> translatorFactory(Task task, boolean alone) {
    return switch (task) {
      case CLASSIFICATION ->
          alone
              ? MpvitClassificationTranslatorFactory.OfOneModel.class
              : MpvitClassificationTranslatorFactory.class;
      case DETECTION ->
          alone
              ? MpvitDetectionTranslatorFactory.OfOneModel.class
              : MpvitDetectionTranslatorFactory.class;
      case INSTANCE_SEGMENTATION ->
          alone
              ? MpvitInstanceTranslatorFactory.OfOneModel.class
              : MpvitInstanceTranslatorFactory.class;
      case SEMANTIC_SEGMENTATION ->
          alone
              ? MpvitSegmentationTranslatorFactory.OfOneModel.class
              : MpvitSegmentationTranslatorFactory.class;
    };
  }

  /** What {@code Criteria.optFilter} can select by. */
  private static Map<String, String> properties(ModelCard card) {
    return Map.of(
        "name", card.name(),
        "architecture", card.architecture(),
        "backbone", card.backbone(),
        "schedule", card.schedule(),
        "dataset", card.dataset());
  }

  private static Map<String, Artifact.Item> files(ModelCard card) {
    Map<String, Artifact.Item> files = new HashMap<>();
    card.checkpoint()
        .ifPresent(
            checkpoint -> {
              Artifact.Item item = new Artifact.Item();
              item.setUri(checkpoint.places().get(0).address().toString());
              item.setName(checkpoint.fileName());
              item.setType("file");
              item.setSize(checkpoint.places().get(0).size().orElse(-1));
              files.put("parameters", item);
            });
    return files;
  }

  private static License licence(ModelCard card) {
    License license = new License();
    license.setName(card.licence().name());
    license.setId(card.licence().name());
    return license;
  }
}
