/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.mpvit.backbone.mpvit.MPViTClassifier;
import io.mpvit.backbone.mpvit.MPViTConfig;
import io.mpvit.checkpoint.CheckpointWriter;
import io.mpvit.checkpoint.WriteOptions;
import io.mpvit.detection.retinanet.RetinaNet;
import io.mpvit.detection.retinanet.RetinaNetConfig;
import io.mpvit.image.ImageWriter;
import io.mpvit.nn.TorchBlock;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.reference.WeightTweak;
import io.mpvit.weights.BlockStateDict;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Checkpoints of the published layout and pictures to go with them. */
final class TestFiles {

  private static final String TWEAKS = "/reference/detectron2/retinanet_tiny.tweaks.json";

  private static final Path FOLDER = temporaryFolder();

  private TestFiles() {}

  /** Goes with the process. */
  private static Path temporaryFolder() {
    try {
      Path folder = Files.createTempDirectory("mpvit-cli-test");
      folder.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A classifier of the tiny size; under {@code model}, as published. Made once. */
  static synchronized Path classifier(int classes) throws IOException, MalformedModelException {
    Path file = FOLDER.resolve("mpvit_tiny_" + classes + ".pth");
    if (!Files.exists(file)) {
      write(new MPViTClassifier(MPViTConfig.tiny(), classes), List.of(), file);
    }
    return file;
  }

  /**
   * A tiny RetinaNet whose random weights find something; under {@code model}, as published. Made
   * once.
   */
  static synchronized Path detector(int classes) throws IOException, MalformedModelException {
    Path file = FOLDER.resolve("retinanet_tiny_" + classes + ".pth");
    if (!Files.exists(file)) {
      write(new RetinaNet(RetinaNetConfig.tiny().withClasses(classes)), tweaks(), file);
    }
    return file;
  }

  /** A picture of coloured squares. */
  static Path picture(Path file, int height, int width) throws IOException {
    ImageWriter.write(ReferenceInputs.image("image", height, width), file);
    return file;
  }

  private static void write(TorchBlock network, List<WeightTweak> tweaks, Path file)
      throws IOException, MalformedModelException {
    try (NDManager manager = NDManager.newBaseManager()) {
      ReferenceWeights.fill(network, manager, tweaks);
      CheckpointWriter.write(
          BlockStateDict.of(network), file, WriteOptions.defaults().withRootEntry("model"));
      file.toFile().deleteOnExit();
    }
  }

  /** The changes that keep the scores of random weights in range. */
  private static List<WeightTweak> tweaks() throws IOException {
    try (Reader reader =
        new InputStreamReader(
            Objects.requireNonNull(TestFiles.class.getResourceAsStream(TWEAKS), TWEAKS),
            StandardCharsets.UTF_8)) {
      List<WeightTweak> tweaks = new ArrayList<>();
      JsonObject root = JsonParser.parseReader(reader).getAsJsonObject();
      for (JsonElement item : root.getAsJsonArray("tweaks")) {
        tweaks.add(tweak(item.getAsJsonObject()));
      }
      return tweaks;
    }
  }

  private static WeightTweak tweak(JsonObject item) {
    String key = item.get("key").getAsString();
    return switch (item.get("op").getAsString()) {
      case "mul" -> WeightTweak.multiply(key, item.get("value").getAsDouble());
      case "add" -> WeightTweak.add(key, item.get("value").getAsDouble());
      case "add_at" ->
          WeightTweak.addAt(key, item.get("index").getAsInt(), item.get("value").getAsDouble());
      case "zero_sum_kernel" -> WeightTweak.zeroSumKernel(key);
      default -> throw new IllegalArgumentException("unknown tweak " + item);
    };
  }
}
