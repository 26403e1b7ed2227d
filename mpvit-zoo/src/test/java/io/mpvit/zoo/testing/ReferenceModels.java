/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.testing;

import ai.djl.ndarray.NDManager;
import io.mpvit.checkpoint.CheckpointWriter;
import io.mpvit.image.RgbImage;
import io.mpvit.nn.TorchBlock;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.reference.WeightTweak;
import io.mpvit.reference.WeightTweaks;
import io.mpvit.weights.BlockStateDict;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.network.NetworkFamilies;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Checkpoints of the published layouts with reference weights, and pictures. */
public final class ReferenceModels {

  public static final String DETECTOR = "retinanet_mpvit_tiny_1x";
  private static final String TWEAKS = "/reference/detectron2/retinanet_tiny.tweaks.json";

  private ReferenceModels() {}

  /** Writes a file named after the published one. */
  public static Path write(String model, Path folder) throws Exception {
    ModelCard card = ModelCards.published().get(model);
    Path file = folder.resolve(card.weightsFileName());
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      TorchBlock block = NetworkFamilies.of(card).build(card, Optional.empty());
      ReferenceWeights.fill(block, manager, model.equals(DETECTOR) ? tweaks() : List.of());
      CheckpointWriter.write(BlockStateDict.of(block), file);
    }
    return file;
  }

  private static List<WeightTweak> tweaks() throws IOException {
    try (Reader reader =
        new InputStreamReader(
            Objects.requireNonNull(ReferenceModels.class.getResourceAsStream(TWEAKS)),
            StandardCharsets.UTF_8)) {
      return WeightTweaks.read(reader);
    }
  }

  /** Coloured squares. */
  public static RgbImage picture(int height, int width) {
    return ReferenceInputs.image("picture " + height, height, width);
  }
}
