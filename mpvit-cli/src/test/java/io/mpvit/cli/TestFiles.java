/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDManager;
import io.mpvit.backbone.mpvit.MPViTClassifier;
import io.mpvit.backbone.mpvit.MPViTConfig;
import io.mpvit.backbone.resnet.ResNet;
import io.mpvit.backbone.resnet.ResNetConfig;
import io.mpvit.checkpoint.CheckpointWriter;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.WriteOptions;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.detection.rcnn.MaskRcnn;
import io.mpvit.detection.retinanet.RetinaNet;
import io.mpvit.image.ImageWriter;
import io.mpvit.nn.TorchBlock;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.reference.WeightTweak;
import io.mpvit.reference.WeightTweaks;
import io.mpvit.segmentation.upernet.UperNet;
import io.mpvit.weights.BlockStateDict;
import io.mpvit.weights.KeyLayout;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.preset.MaskRcnnPreset;
import io.mpvit.zoo.preset.Preset;
import io.mpvit.zoo.preset.Presets;
import io.mpvit.zoo.preset.RetinaNetPreset;
import io.mpvit.zoo.preset.UperNetPreset;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Checkpoints of the published layout and pictures to go with them. */
final class TestFiles {

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
      write(
          new RetinaNet(
              ((RetinaNetPreset) preset("retinanet_mpvit_tiny_1x")).config().withClasses(classes)),
          tweaks("retinanet_tiny"),
          file);
    }
    return file;
  }

  /** A tiny Mask R-CNN whose random weights find something. Made once. */
  static synchronized Path segmenter() throws IOException, MalformedModelException {
    Path file = FOLDER.resolve("mask_rcnn_tiny.pth");
    if (!Files.exists(file)) {
      write(
          new MaskRcnn(((MaskRcnnPreset) preset("mask_rcnn_mpvit_tiny_1x")).config()),
          tweaks("mask_rcnn_tiny"),
          file);
    }
    return file;
  }

  /** Our small UperNet; under {@code state_dict}, as published ones are. Made once. */
  static synchronized Path labeller(int classes) throws IOException, MalformedModelException {
    Path file = FOLDER.resolve("upernet_pico_" + classes + ".pth");
    if (!Files.exists(file)) {
      write(
          new UperNet(
              ((UperNetPreset) preset("upernet_mpvit_pico_shapes")).config().withClasses(classes)),
          List.of(),
          file,
          "state_dict");
    }
    return file;
  }

  /** MSRA's ResNet-50 under the names of Caffe2, as trainings of detectron2 start from. */
  static void backboneOfCaffe2(Path file) throws IOException, MalformedModelException {
    ResNetConfig config = ResNetConfig.detectron50();
    ResNet network = config.build();
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      ReferenceWeights.fill(network, manager);
      KeyLayout caffe2 =
          config.layouts().stream()
              .filter(layout -> layout.name().equals("caffe2"))
              .findFirst()
              .orElseThrow();
      Map<String, CheckpointTensor> tensors =
          new LinkedHashMap<>(caffe2.toFile(BlockStateDict.of(network).tensors()));
      tensors.put("conv1_b", CheckpointTensor.of(new float[64], 64));
      tensors.put("pred_b", CheckpointTensor.of(new float[1000], 1000));
      CheckpointWriter.write(StateDict.of("Caffe2", tensors), file);
    }
  }

  private static Preset<?> preset(String model) {
    return Presets.of(ModelCards.published().get(model));
  }

  /** A picture of coloured squares. */
  static Path picture(Path file, int height, int width) throws IOException {
    ImageWriter.write(ReferenceInputs.image("image", height, width), file);
    return file;
  }

  private static void write(TorchBlock network, List<WeightTweak> tweaks, Path file)
      throws IOException, MalformedModelException {
    write(network, tweaks, file, "model");
  }

  private static void write(
      TorchBlock network, List<WeightTweak> tweaks, Path file, String rootEntry)
      throws IOException, MalformedModelException {
    try (NDManager manager = NDManager.newBaseManager()) {
      ReferenceWeights.fill(network, manager, tweaks);
      CheckpointWriter.write(
          BlockStateDict.of(network), file, WriteOptions.defaults().withRootEntry(rootEntry));
      file.toFile().deleteOnExit();
    }
  }

  /** The changes that keep the scores of random weights in range. */
  private static List<WeightTweak> tweaks(String model) throws IOException {
    String resource = "/reference/detectron2/" + model + ".tweaks.json";
    try (Reader reader =
        new InputStreamReader(
            Objects.requireNonNull(TestFiles.class.getResourceAsStream(resource), resource),
            StandardCharsets.UTF_8)) {
      return WeightTweaks.read(reader);
    }
  }
}
