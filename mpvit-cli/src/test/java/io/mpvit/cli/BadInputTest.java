/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.cli.Cli.Result;
import io.mpvit.zoo.engine.PyTorchEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every door through which something wrong can come: a status, one clear line, nothing written. */
class BadInputTest {

  @TempDir private Path folder;
  private Path picture;

  @BeforeEach
  void picture() throws Exception {
    picture = TestFiles.picture(folder.resolve("picture.jpg"), 16, 120);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "missing.jpg: there is no such file",
        "folder.jpg: it is a directory",
        "text.jpg: it is text",
        "empty.jpg: it is empty",
        "cut.jpg: not a sound JPEG file"
      })
  void pictures(String expected) throws Exception {
    Files.createDirectory(folder.resolve("folder.jpg"));
    Files.writeString(folder.resolve("text.jpg"), "no picture");
    Files.createFile(folder.resolve("empty.jpg"));
    byte[] whole = Files.readAllBytes(picture);
    Files.write(folder.resolve("cut.jpg"), Arrays.copyOf(whole, whole.length / 2));
    Path file = folder.resolve(expected.substring(0, expected.indexOf(':')));
    Path json = folder.resolve("out.json");
    for (String command : new String[] {"classify", "detect"}) {
      Path weights = command.equals("detect") ? TestFiles.detector(3) : TestFiles.classifier(7);
      fails(1, expected, command, file, "-w", weights, "--json", json);
    }
    assertThat(json).doesNotExist();
  }

  @Test
  void aMistypedModelGetsASuggestion() {
    fails(2, "did you mean mpvit_tiny", "classify", picture, "-m", "mpvit_tinny");
    fails(
        2,
        "did you mean retinanet_mpvit_small_1x",
        "detect",
        picture,
        "-m",
        "retinanet_mpvit_smal_1x");
    fails(2, "did you mean mpvit_base", "bench", "-m", "MPViT_Base");
  }

  @Test
  void aModelForSomethingElse() {
    fails(2, "mpvit_tiny is a model for classification", "detect", picture, "-m", "mpvit_tiny");
    fails(2, "for detection", "classify", picture, "-m", "retinanet_mpvit_tiny_1x");
    fails(
        2, "--features is for classifiers", "bench", "-m", "retinanet_mpvit_tiny_1x", "--features");
  }

  @Test
  void aCheckpointOfAnotherModel() throws Exception {
    fails(
        1,
        "does not fit retinanet_mpvit_small_1x: it is a checkpoint of retinanet_mpvit_tiny_1x",
        "detect",
        picture,
        "-m",
        "retinanet_mpvit_small_1x",
        "-w",
        TestFiles.detector(3));
    fails(
        1,
        "does not fit mpvit_small: it is a checkpoint of mpvit_tiny",
        "classify",
        picture,
        "-m",
        "mpvit_small",
        "-w",
        TestFiles.classifier(7));
  }

  /** The files that trainings of detectron2 start from have other names and no head. */
  @Test
  void aBackboneIsNoDetector() throws Exception {
    Path file = folder.resolve("R-50.pkl");
    TestFiles.backboneOfCaffe2(file);
    fails(
        1,
        "does not fit mask_rcnn_r50_fpn_3x: it holds no more of it than a backbone, resnet50; a"
            + " training starts from it with --init "
            + file,
        "detect",
        picture,
        "-m",
        "mask_rcnn_r50_fpn_3x",
        "-w",
        file);
  }

  @Test
  void aSegmentersCheckpointIsNoDetectorsNorACascades() throws Exception {
    for (String model : new String[] {"retinanet_mpvit_tiny_1x", "mask_rcnn_mpvit_small_1x"}) {
      fails(
          1,
          "does not fit " + model + ": it is a checkpoint of mask_rcnn_mpvit_tiny_1x or",
          "detect",
          picture,
          "-m",
          model,
          "-w",
          TestFiles.segmenter());
    }
    fails(
        1,
        "does not fit mask_rcnn_mpvit_tiny_1x: it is a checkpoint of retinanet_mpvit_tiny_1x or",
        "detect",
        picture,
        "-m",
        "mask_rcnn_mpvit_tiny_1x",
        "-w",
        TestFiles.detector(3));
  }

  @Test
  void aCascadeWithoutAFile() {
    String model = "cascade_mask_rcnn_mpvit_small_ms_3x";
    fails(1, "or name it (-w FILE)", "detect", picture, "-m", model);
  }

  @Test
  void weightsThatAreNone() throws Exception {
    Path text = Files.writeString(folder.resolve("text.pth"), "<html>gone</html>");
    byte[] whole = Files.readAllBytes(TestFiles.classifier(7));
    Path cut = Files.write(folder.resolve("cut.pth"), Arrays.copyOf(whole, whole.length / 2));
    for (Path file : new Path[] {text, cut, folder, folder.resolve("missing.pth"), picture}) {
      fails(1, file.toString(), "classify", picture, "-m", "mpvit_tiny", "-w", file);
      fails(1, file.toString(), "classify", picture, "-w", file);
      fails(1, file.toString(), "bench", "-m", "mpvit_tiny", "-w", file);
      fails(1, file.toString(), "inspect", file);
      fails(1, file.toString(), "convert", file, folder.resolve("out.safetensors"));
    }
    assertThat(list()).containsExactlyInAnyOrder("picture.jpg", "text.pth", "cut.pth");
  }

  @Test
  void weightsThatNobodyHas() {
    // Tests run with the network switched off.
    fails(1, "cannot get the weights of mpvit_base", "classify", picture, "-m", "mpvit_base");
  }

  @Test
  void placesThatCannotBeWritten() throws Exception {
    Path weights = TestFiles.detector(3);
    Path lost = folder.resolve("no/out.json");
    fails(1, lost + ": there is no folder", "detect", picture, "-w", weights, "--json", lost);
    fails(1, folder + ": it is a folder", "inspect", weights, "--json", folder);
    fails(1, picture + ": it is a file", "detect", picture, "-w", weights, "-o", picture);
    Path below = picture.resolve("below");
    fails(1, "cannot make the folder " + below, "detect", picture, "-w", weights, "-o", below);
    fails(1, "there is no folder", "convert", weights, folder.resolve("no/out.pth"));
    assertThat(list()).containsExactly("picture.jpg");
  }

  @Test
  void wrongArguments() throws Exception {
    Path weights = TestFiles.classifier(7);
    fails(2, "Missing required parameter: 'IMAGE'", "classify");
    fails(2, "--top is at least 1", "classify", picture, "--top", "0");
    fails(2, "--batch is at least 1", "classify", picture, "--batch", "0");
    fails(2, "--logits goes into JSON", "classify", picture, "--logits");
    fails(2, "--score lies between 0 and 1", "detect", picture, "--score", "50");
    fails(2, "'many'", "detect", picture, "--batch", "many");
    for (String count : new String[] {"0", "-1", "100000", "2147483647"}) {
      fails(
          2,
          "--threads: from 1 to " + PyTorchEngine.mostThreads() + " on this machine",
          "classify",
          picture,
          "-w",
          weights,
          "--threads",
          count);
    }
    fails(2, "expected cpu, gpu or gpu:N", "detect", picture, "--device", "tpu");
    fails(2, "precision is fp32, bf16 or fp16", "detect", picture, "--precision", "int4");
    fails(2, "did you mean --score?", "detect", picture, "--scor", "0.1");
    fails(2, "did you mean detect", "detct", picture);
    fails(2, "expected HEIGHTxWIDTH", "bench", "--size", "224");
    fails(2, "--batch and --runs are at least 1", "bench", "--runs", "0");
    fails(2, "name two folders", "segment", picture, "-o", folder, "--labels", folder);
    fails(2, "lie between 0.1 and 10", "segment", picture, "--scales", "1,0");
    fails(2, "expected HEIGHTxWIDTH", "segment", picture, "--crop", "512");
    fails(2, "leaves gaps", "segment", picture, "--mode", "slide", "--stride", "513x1");
    fails(2, "go with --mode slide", "segment", picture, "--stride", "5x5");
    fails(1, "cannot read class names " + folder, "segment", picture, "--names", folder);
    fails(2, "--mode", "segment", picture, "--mode", "tiles");
    fails(2, "is a model for classification", "segment", picture, "-w", weights);
    fails(2, "OUT must end in", "convert", weights, folder.resolve("out.onnx"));
    fails(2, "Missing required subcommand");
    fails(2, "Missing required subcommand", "evaluate");
    fails(2, "'--dt=FILE'", "evaluate", "coco", "--gt", picture);
    fails(
        2,
        "expected bbox or segm, found keypoints",
        "evaluate",
        "coco",
        "--gt",
        picture,
        "--dt",
        picture,
        "--iou",
        "bbox,keypoints");
  }

  @Test
  void devicesThatAreNotThere() throws Exception {
    Path weights = TestFiles.classifier(7);
    fails(1, "--device gpu:99", "classify", picture, "-w", weights, "--device", "gpu:99");
    fails(
        1,
        "needs a GPU",
        "classify",
        picture,
        "-w",
        weights,
        "--device",
        "cpu",
        "--precision",
        "fp16");
  }

  @Test
  void theStackTraceComesOnRequestOnly() {
    Path missing = folder.resolve("missing.pth");
    assertThat(Cli.run("inspect", missing).err()).doesNotContain("\tat ");
    assertThat(Cli.run("inspect", "-v", missing).err()).contains("\tat ", missing.toString());
    assertThat(Cli.run("-v", "inspect", missing).err()).contains("\tat ");
  }

  private static void fails(int status, String message, Object... command) {
    Result result = Cli.run(command);
    assertThat(result.err()).as(Arrays.toString(command)).contains(message);
    assertThat(result.err().lines()).as(Arrays.toString(command)).hasSize(1);
    assertThat(result.status()).as(Arrays.toString(command)).isEqualTo(status);
    assertThat(result.out()).as(Arrays.toString(command)).isEmpty();
  }

  private Stream<String> list() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList().stream();
    }
  }
}
