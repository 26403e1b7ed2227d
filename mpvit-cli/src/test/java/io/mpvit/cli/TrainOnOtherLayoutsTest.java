/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.cli.Cli.Result;
import io.mpvit.detection.coco.CocoAnnotation;
import io.mpvit.detection.coco.CocoBox;
import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.coco.CocoImage;
import io.mpvit.detection.mask.MaskOutline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train} and {@code evaluate detection} on data sets that are not in COCO's layout. */
class TrainOnOtherLayoutsTest {

  private static final String PICO = "mask_rcnn_mpvit_pico_shapes";

  @TempDir private Path folder;
  private Path shapes;
  private CocoDataset truth;

  @BeforeEach
  void shapes() throws IOException {
    shapes = folder.resolve("shapes");
    Cli.run("dataset", "shapes", "-o", shapes, "--images", "3", "--size", "64", "--seed", "1");
    truth = CocoDataset.read(shapes.resolve("instances.json"));
  }

  private List<Integer> annotationsOf(int image) {
    List<Integer> own = new ArrayList<>();
    for (int i = 0; i < truth.annotationCount(); i++) {
      if (truth.annotation(i).image() == image) {
        own.add(i);
      }
    }
    return own;
  }

  private void copy(CocoImage image, Path target) throws IOException {
    Files.createDirectories(target.getParent());
    Files.copy(shapes.resolve("images").resolve(image.fileName()), target);
  }

  @Test
  void learnsFromPolygonsOfYoloAndScoresItsPart() throws Exception {
    Path data = folder.resolve("yolo");
    for (String part : List.of("train", "valid")) {
      for (int k = 0; k < 3; k++) {
        CocoImage image = truth.images().get(k);
        copy(image, data.resolve(part).resolve("images").resolve(image.fileName()));
        List<String> lines = new ArrayList<>();
        for (int i : annotationsOf(k)) {
          StringBuilder line = new StringBuilder().append(truth.annotation(i).category());
          for (double number : MaskOutline.polygons(truth.mask(i)).get(0)) {
            line.append(' ').append(number / 64);
          }
          lines.add(line.toString());
        }
        String name = image.fileName().replace(".png", ".txt");
        DatasetTrees.text(
            data.resolve(part).resolve("labels").resolve(name), lines.toArray(String[]::new));
      }
    }
    DatasetTrees.text(
        data.resolve("data.yaml"),
        "train: ../train/images",
        "val: ../valid/images",
        "names: [circle, square, triangle, star, ring, cross, crescent, heart]");
    Path out = folder.resolve("out");
    Result result =
        Cli.run(
            "train",
            "-m",
            PICO,
            "--data",
            data,
            "--out",
            out,
            "--iterations",
            "1",
            "--batch",
            "1",
            "--checkpoint-every",
            "1",
            "--eval-every",
            "1",
            "--threads",
            "1");
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.err())
        .contains("3 pictures, %d objects, 8 classes".formatted(truth.annotationCount()))
        .contains("step 1: bbox");
    assertThat(out.resolve("metrics.jsonl")).content().contains("\"segm\"");
  }

  @Test
  void scoresOnVocAsOnCoco() throws Exception {
    Path data = folder.resolve("voc");
    for (int k = 0; k < 3; k++) {
      CocoImage image = truth.images().get(k);
      copy(image, data.resolve("JPEGImages").resolve(image.fileName()));
      List<String> objects = new ArrayList<>();
      for (int i : annotationsOf(k)) {
        CocoAnnotation annotation = truth.annotation(i);
        CocoBox box = annotation.box();
        objects.add(
            DatasetTrees.object(
                truth.categories().get(annotation.category()).name(),
                (int) box.x() + 1,
                (int) box.y() + 1,
                (int) (box.x() + box.width()),
                (int) (box.y() + box.height())));
      }
      DatasetTrees.voc(
          data.resolve("Annotations").resolve(image.fileName().replace(".png", ".xml")),
          image.fileName(),
          64,
          64,
          objects.toArray(String[]::new));
    }
    Result coco = evaluate(shapes.resolve("images"), shapes.resolve("instances.json"));
    Result voc = evaluate(data.resolve("JPEGImages"), data);
    assertThat(voc.status()).as(voc.err()).isZero();
    assertThat(voc.err()).contains("has no masks: only boxes are scored");
    assertThat(ap50(voc)).isEqualTo(ap50(coco)).contains("0.50 ");
  }

  private Result evaluate(Path images, Path annotations) {
    Path results = folder.resolve(images.getParent().getFileName() + ".json");
    return Cli.run(
        "evaluate",
        "detection",
        "-m",
        PICO,
        "--images",
        images,
        "--annotations",
        annotations,
        "--results",
        results,
        "--threads",
        "1");
  }

  /** Does not depend on areas, which VOC has not. */
  private static String ap50(Result result) {
    return result
        .out()
        .lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).contains("0.50 "))
        .findFirst()
        .orElseThrow(() -> new AssertionError(result.out()));
  }
}
