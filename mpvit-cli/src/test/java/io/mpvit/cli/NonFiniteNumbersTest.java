/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.mpvit.checkpoint.CheckpointWriter;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.cli.Cli.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers that are none are named; they never become a class, or a picture without objects. */
class NonFiniteNumbersTest {

  private static final String NORM = "backbone.stem.0.bn.weight";
  private static final String VARIANCE = "backbone.bottom_up.backbone.stem.0.bn.running_var";

  @TempDir private static Path folder;

  private static Path scenes;
  private static Path segmenter;
  private static Path detector;

  @BeforeAll
  static void write() throws Exception {
    scenes = new Trials(folder.resolve("scenes")).shapes().folder();
    segmenter =
        BundledFiles.filled(
            BundledFiles.SEGMENTER, folder.resolve("s.safetensors"), NORM, Float.NaN);
    detector =
        BundledFiles.filled(
            BundledFiles.DETECTOR,
            folder.resolve("d.safetensors"),
            VARIANCE,
            Float.NEGATIVE_INFINITY);
  }

  private static Result run(Object... args) {
    List<Object> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--device", "cpu", "--threads", "1"));
    return Cli.run(all.toArray());
  }

  private static Path picture() {
    return scenes.resolve("images/000000.png");
  }

  private static void names(Result result, Path file, String tensor, String what) {
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().strip().lines().filter(line -> line.contains("tensor")))
        .singleElement()
        .asString()
        .contains(file + ": tensor '" + tensor + "' holds " + what);
  }

  @Test
  void everyDoorNamesFileAndTensor() throws Exception {
    names(run("segment", picture(), "-w", segmenter), segmenter, NORM, "16 NaN among");
    names(run("detect", picture(), "-w", detector), detector, VARIANCE, "16 infinite among");
    names(
        run(
            "evaluate",
            "segmentation",
            "-w",
            segmenter,
            "--images",
            scenes.resolve("images"),
            "--annotations",
            scenes.resolve("labels")),
        segmenter,
        NORM,
        "16 NaN");
    names(
        run(
            "evaluate",
            "detection",
            "-w",
            detector,
            "--images",
            scenes.resolve("images"),
            "--annotations",
            scenes.resolve("instances.json"),
            "--results",
            folder.resolve("results.json")),
        detector,
        VARIANCE,
        "16 infinite");
    names(
        new Trials(scenes).train(BundledFiles.DETECTOR, "--init", detector),
        detector,
        VARIANCE,
        "16 infinite");
  }

  @Test
  void aClassifierToo() throws Exception {
    Path broken = folder.resolve("c.pth");
    try (StateDict file = StateDict.open(TestFiles.classifier(7))) {
      Map<String, CheckpointTensor> tensors = new LinkedHashMap<>(file.tensors());
      tensors.put(
          "cls_head.cls.bias",
          CheckpointTensor.of(new float[] {0, 1, 2, Float.POSITIVE_INFINITY, 4, Float.NaN, 6}, 7));
      CheckpointWriter.write(StateDict.of("c", tensors), broken);
    }
    names(
        run("classify", picture(), "-w", broken),
        broken,
        "cls_head.cls.bias",
        "1 NaN and 1 infinite among 7 values");
  }

  @Test
  void inspectAndConvertSayIt() throws Exception {
    Path json = folder.resolve("inspect.json");
    Result inspected = Cli.run("inspect", segmenter, "--json", json);
    assertThat(inspected.status()).isEqualTo(1);
    assertThat(inspected.err()).hasLineCount(1).contains(segmenter + ": tensor '" + NORM + "'");
    assertThat(inspected.out()).contains("fits", "no numbers   tensor '" + NORM + "' holds 16 NaN");
    JsonObject report = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
    JsonObject tensor = report.getAsJsonArray("no_numbers").get(0).getAsJsonObject();
    assertThat(tensor.get("name").getAsString()).isEqualTo(NORM);
    assertThat(tensor.get("nan").getAsLong()).isEqualTo(tensor.get("size").getAsLong());

    for (String type : new String[] {"fp32", "fp16", "bf16"}) {
      Path out = folder.resolve(type + ".pth");
      Result converted = Cli.run("convert", segmenter, out, "--dtype", type);
      assertThat(converted.status()).isZero();
      assertThat(converted.err())
          .contains("warning: " + segmenter + ": tensor '" + NORM + "' holds 16 NaN")
          .contains("wrote 570 tensors");
      names(run("segment", picture(), "-w", out), out, NORM, "16 NaN among");
    }
  }

  /** The weights are numbers; what comes of them is not. */
  @ParameterizedTest
  @CsvSource({
    "segment, upernet_mpvit_pico_shapes, decode_head.conv_seg.weight, the network",
    "segment, upernet_mpvit_pico_shapes, backbone.stem.1.conv.weight, the network",
    "detect, mask_rcnn_mpvit_pico_shapes, backbone.fpn_output2.weight, the region",
    "detect, mask_rcnn_mpvit_pico_shapes, roi_heads.box_predictor.cls_score.weight, the box head",
    "detect, mask_rcnn_mpvit_pico_shapes, roi_heads.box_predictor.bbox_pred.weight, the box head",
    "detect, mask_rcnn_mpvit_pico_shapes, roi_heads.mask_head.predictor.weight, the mask head"
  })
  void aNetworkThatGivesNoNumbersGivesNoResult(String command, String model, String key, String who)
      throws Exception {
    Path file =
        BundledFiles.filled(model, folder.resolve(key + ".safetensors"), key, Float.MAX_VALUE);
    Path json = folder.resolve(key + ".json");
    Result result = run(command, picture(), "-m", model, "-w", file, "--json", json);
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(json).doesNotExist();
    assertThat(result.err())
        .hasLineCount(1)
        .contains(picture() + ": " + who, " gives no numbers: ", " among ");
  }

  @Test
  void anEvaluationGivesNoScoreOfThem() throws Exception {
    Path file =
        BundledFiles.filled(
            BundledFiles.SEGMENTER,
            folder.resolve("large.safetensors"),
            "decode_head.conv_seg.weight",
            Float.MAX_VALUE);
    Result result =
        run(
            "evaluate",
            "segmentation",
            "-w",
            file,
            "--images",
            scenes.resolve("images"),
            "--annotations",
            scenes.resolve("labels"));
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("the network gives no numbers: ");
  }
}
