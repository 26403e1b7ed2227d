/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.examples;

import ai.djl.ndarray.NDManager;
import io.mpvit.checkpoint.CheckpointWriter;
import io.mpvit.checkpoint.WriteOptions;
import io.mpvit.nn.TorchBlock;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.reference.WeightTweak;
import io.mpvit.reference.WeightTweaks;
import io.mpvit.weights.BlockStateDict;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.preset.Presets;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Writes a checkpoint of a published file's layout with made-up weights, so that everything can be
 * tried without the published files. The results mean nothing, but they are the same everywhere.
 */
public final class ReferenceCheckpoint {

  /** All of these have the same embeddings. */
  private static final String DETR = "deformable_detr_";

  private ReferenceCheckpoint() {}

  /**
   * Writes a checkpoint.
   *
   * @param args a model's name and the file to write (.pth, or .pkl as detectron2 publishes its
   *     models)
   * @throws Exception if there is no such model or the file cannot be written
   */
  public static void main(String[] args) throws Exception {
    if (args.length != 2) {
      System.err.println("usage: ReferenceCheckpoint MODEL OUT.pth|OUT.pkl");
      return;
    }
    ModelCard card = ModelCards.published().get(args[0]);
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      TorchBlock network = Presets.of(card).build(Optional.empty());
      ReferenceWeights.fill(network, manager, tweaks(card));
      CheckpointWriter.write(
          BlockStateDict.of(network),
          Path.of(args[1]),
          WriteOptions.defaults().withRootEntry("model"));
    }
    System.out.println(args[1] + ": " + card.name() + " with reference weights");
  }

  /**
   * Random weights saturate a detector; a few models come with changes that make it find things.
   */
  private static List<WeightTweak> tweaks(ModelCard card) throws IOException {
    String name = card.architecture();
    String resource = (name.startsWith(DETR) ? DETR + "mpvit_small" : name) + ".tweaks.json";
    try (InputStream in = ReferenceCheckpoint.class.getResourceAsStream(resource)) {
      return in == null
          ? List.of()
          : WeightTweaks.read(new InputStreamReader(in, StandardCharsets.UTF_8));
    }
  }
}
