/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.evaluation;

import com.google.gson.JsonObject;
import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.shapes.SceneGenerator;
import io.mpvit.detection.shapes.ShapeKind;
import io.mpvit.detection.shapes.ShapesDataset;
import io.mpvit.image.ImageSize;
import io.mpvit.work.WorkListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A small data set of shapes and what runs on it need. */
record Data(Path folder) {

  static final int IMAGES = 11;

  static Data write(Path folder) throws IOException {
    return write(folder, IMAGES);
  }

  static Data write(Path folder, int images) throws IOException {
    new ShapesDataset(new SceneGenerator(new ImageSize(32, 40), 4), ShapesDataset.Format.PNG)
        .write(folder, images, WorkListener.NONE);
    return new Data(folder);
  }

  Path annotations() {
    return folder.resolve("instances.json");
  }

  Path picture(int index) {
    return folder.resolve(String.format("images/%06d.png", index));
  }

  CocoDataset dataset() throws IOException {
    return CocoDataset.read(annotations());
  }

  DetectionRun run(int batch) throws IOException {
    return new DetectionRun(
        dataset(), folder.resolve("images"), ShapeKind.categories(), batch, Integer.MAX_VALUE);
  }

  static JsonObject provenance(String model) {
    JsonObject json = new JsonObject();
    json.addProperty("model", model);
    return json;
  }

  /** Remembers warnings. */
  static final class Warnings implements WorkListener {
    private final List<String> lines = new ArrayList<>();
    private long alreadyDone = -1;

    @Override
    public void started(long done, long total) {
      alreadyDone = done;
    }

    @Override
    public void warning(String line) {
      lines.add(line);
    }

    List<String> lines() {
      return lines;
    }

    long alreadyDone() {
      return alreadyDone;
    }
  }
}
