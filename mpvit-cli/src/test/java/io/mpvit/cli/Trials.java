/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.cli.Cli.Result;
import io.mpvit.detection.shapes.SceneGenerator;
import io.mpvit.detection.shapes.ShapesDataset;
import io.mpvit.image.ImageSize;
import io.mpvit.work.WorkListener;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Files that people have, with the pictures that go with them. */
record Trials(Path folder) {

  private static final ImageSize SIZE = new ImageSize(192, 192);

  /** Pictures, boxes and label maps of six scenes. */
  Trials shapes() throws IOException {
    new ShapesDataset(new SceneGenerator(SIZE, 1), ShapesDataset.Format.PNG)
        .write(folder, 6, WorkListener.NONE);
    return this;
  }

  /** Puts a file of the test's resources into the folder. */
  Path take(String resource, String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    try (InputStream in = Trials.class.getResourceAsStream("/trials/" + resource)) {
      assertThat(in).as(resource).isNotNull();
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }

  /** Puts an annotation file beside the shapes. */
  Trials annotations(String resource) throws IOException {
    take(resource, "instances.json");
    return this;
  }

  Result evaluate(Object... more) {
    return evaluateInto("results.json", more);
  }

  Result evaluateInto(String results, Object... more) {
    List<Object> args = new ArrayList<>(List.of("evaluate", "detection"));
    args.addAll(List.of("-m", "mask_rcnn_mpvit_pico_shapes", "--images", folder.resolve("images")));
    args.addAll(List.of("--annotations", folder.resolve("instances.json")));
    args.addAll(List.of("--results", folder.resolve(results)));
    args.addAll(List.of("--threads", "1", "--device", "cpu"));
    args.addAll(List.of(more));
    return Cli.run(args.toArray());
  }

  Result train(String model, Object... more) {
    List<Object> args = new ArrayList<>(List.of("train", "-m", model, "--data", folder));
    args.addAll(List.of("--out", folder.resolve("out"), "--batch", "2", "--iterations", "1"));
    args.addAll(List.of("--threads", "1", "--device", "cpu"));
    args.addAll(List.of(more));
    return Cli.run(args.toArray());
  }

  Result coco(String truth, String found, String types) throws IOException {
    return Cli.run(
        "evaluate",
        "coco",
        "--gt",
        take(truth, "gt.json"),
        "--dt",
        take(found, "dt.json"),
        "--iou",
        types,
        "--json",
        "-");
  }
}
