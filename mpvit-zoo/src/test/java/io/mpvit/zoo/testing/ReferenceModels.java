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
import io.mpvit.zoo.preset.Presets;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Checkpoints of the published layouts with reference weights, and pictures. */
public final class ReferenceModels {

  public static final String DETECTOR = "retinanet_mpvit_tiny_1x";
  public static final String DETR = "deformable_detr_mpvit_small";
  public static final String SEGMENTER = "mask_rcnn_mpvit_tiny_1x";

  /** What makes random weights find something. */
  private static final Map<String, String> TWEAKS =
      Map.of(
          DETECTOR, "/reference/detectron2/retinanet_tiny.tweaks.json",
          SEGMENTER, "/reference/detectron2/mask_rcnn_tiny.tweaks.json",
          DETR, "/reference/deformable_detr/deformable_detr_mpvit_small.tweaks.json");

  private ReferenceModels() {}

  /** Writes a file named after the published one; its kind is found by content. */
  public static Path write(String model, Path folder) throws Exception {
    ModelCard card = ModelCards.published().get(model);
    Path file = folder.resolve(card.weightsFileName());
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      TorchBlock block = Presets.of(card).build(Optional.empty());
      ReferenceWeights.fill(block, manager, tweaks(model));
      Path written = folder.resolve("written.pth");
      CheckpointWriter.write(BlockStateDict.of(block), written);
      Files.move(written, file);
    }
    return file;
  }

  private static List<WeightTweak> tweaks(String model) throws IOException {
    String resource = TWEAKS.get(model.startsWith("deformable_detr_") ? DETR : model);
    if (resource == null) {
      return List.of();
    }
    try (Reader reader =
        new InputStreamReader(
            Objects.requireNonNull(ReferenceModels.class.getResourceAsStream(resource)),
            StandardCharsets.UTF_8)) {
      return WeightTweaks.read(reader);
    }
  }

  /** Coloured squares. */
  public static RgbImage picture(int height, int width) {
    return ReferenceInputs.image("picture " + height, height, width);
  }
}
