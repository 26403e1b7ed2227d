/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.evaluation;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.mpvit.detection.Categories;
import io.mpvit.detection.Detection;
import io.mpvit.detection.Detections;
import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.coco.CocoImage;
import io.mpvit.detection.coco.CocoResultJson;
import io.mpvit.detection.coco.PictureFinder;
import io.mpvit.image.ExpectedSize;
import io.mpvit.image.ImageReadException;
import io.mpvit.image.ImageReader;
import io.mpvit.image.Orientation;
import io.mpvit.image.RgbImage;
import io.mpvit.work.AtomicOutput;
import io.mpvit.work.Journal;
import io.mpvit.work.JournaledBatches;
import io.mpvit.work.WorkListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Runs a detector over the pictures of a data set and writes what it finds in COCO's results
 * layout.
 *
 * <p>While it runs, results go to a journal beside the results file, named after it with {@code
 * .journal} at the end. A run that was ended at any moment is continued from there by the next one;
 * the results file appears when all is done. The journal stays: with it the same command scores
 * again without running the detector.
 *
 * <p>A picture that is missing, cannot be read, or has another size than its entry says is left out
 * and reported; the others go on. It is not scored either: {@link Outcome#evaluated} has what is.
 *
 * @param dataset the pictures' entries
 * @param folder where the pictures are
 * @param categories the data set's categories by the detector's class index
 * @param batch pictures that are handed to the detector together, at least 1
 * @param limit how many pictures to take from the beginning of the data set, at most
 */
public record DetectionRun(
    CocoDataset dataset, Path folder, Categories categories, int batch, int limit) {

  private static final Gson GSON = new Gson();
  private static final String ID = "image_id";
  private static final String FOUND = "detections";
  private static final String REASON = "left_out";

  /**
   * What a run made.
   *
   * @param evaluated ids of the pictures that the detector saw
   * @param leftOut the other ones
   * @param detections number of detections
   */
  public record Outcome(Set<Long> evaluated, List<LeftOut> leftOut, long detections) {
    /** Copies the lists. */
    public Outcome {
      evaluated = Set.copyOf(evaluated);
      leftOut = List.copyOf(leftOut);
    }
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public DetectionRun {
    if (batch < 1 || limit < 1) {
      throw new IllegalArgumentException(
          "batch and limit are at least 1, found " + batch + " and " + limit);
    }
  }

  /**
   * Returns the journal that goes with a results file.
   *
   * @param results the results file
   * @return a file beside it
   */
  public static Path journalOf(Path results) {
    return results.resolveSibling(results.getFileName() + ".journal");
  }

  /**
   * Runs the detector over what is not done yet, and writes the results file.
   *
   * @param detector finds the objects
   * @param results the results file
   * @param provenance everything on which the results depend; a journal of other work is refused
   * @param listener hears of progress, and of every picture that is left out
   * @return what was made
   * @throws IOException if a file cannot be written, or the journal is damaged or of other work
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public Outcome run(Detector detector, Path results, JsonObject provenance, WorkListener listener)
      throws IOException {
    List<CocoImage> images = dataset.images().subList(0, Math.min(limit, dataset.images().size()));
    PictureFinder finder = new PictureFinder(dataset, folder);
    try (Journal journal = Journal.open(journalOf(results), provenance)) {
      JournaledBatches batches = new JournaledBatches(journal, images.size(), batch);
      batches.read((i, item) -> warnAgain(item, listener));
      batches.run(
          (from, to) -> work(images.subList(from, to), detector, finder, listener), listener);
      Collector collector = new Collector();
      AtomicOutput.write(
          results,
          out -> {
            out.write("[");
            batches.read((i, item) -> collector.read(images.get(i), item, out));
            out.write("\n]\n");
          });
      return new Outcome(collector.evaluated, collector.leftOut, collector.detections);
    }
  }

  private void warnAgain(JsonObject item, WorkListener listener) {
    if (item.has(REASON)) {
      listener.warning(leftOut(item) + " (in an earlier run)");
    }
  }

  private LeftOut leftOut(JsonObject item) {
    long id = item.get(ID).getAsLong();
    return new LeftOut(id, dataset.imageId(id), item.get(REASON).getAsString());
  }

  private JsonArray work(
      List<CocoImage> images, Detector detector, PictureFinder finder, WorkListener listener) {
    List<JsonObject> items = new ArrayList<>();
    List<JsonObject> readable = new ArrayList<>();
    List<RgbImage> pictures = new ArrayList<>();
    for (CocoImage image : images) {
      JsonObject item = new JsonObject();
      item.addProperty(ID, image.id());
      items.add(item);
      try {
        pictures.add(read(image, finder));
        readable.add(item);
      } catch (ImageReadException e) {
        item.addProperty(REASON, e.getMessage());
        listener.warning(leftOut(item).toString());
      }
    }
    List<Detections> found = pictures.isEmpty() ? List.of() : detector.detect(pictures);
    if (found.size() != pictures.size()) {
      throw new IllegalStateException(
          "the detector was given "
              + pictures.size()
              + " pictures and gave results for "
              + found.size());
    }
    for (int i = 0; i < found.size(); i++) {
      readable.get(i).add(FOUND, json(readable.get(i), found.get(i)));
    }
    JsonArray array = new JsonArray();
    items.forEach(array::add);
    return array;
  }

  private RgbImage read(CocoImage image, PictureFinder finder) throws ImageReadException {
    Path file = finder.file(image);
    RgbImage picture = ImageReader.read(file, Orientation.HONOUR_EXIF);
    ExpectedSize.check(file, picture, image.size(), dataset.name());
    return picture;
  }

  private JsonArray json(JsonObject image, Detections found) {
    JsonArray array = new JsonArray();
    for (Detection item : found.items()) {
      if (!Float.isFinite(item.score() + item.box().width() * item.box().height())) {
        throw new IllegalStateException(
            "image "
                + dataset.imageId(image.get(ID).getAsLong())
                + ": the detector gives a detection that is no number: "
                + item
                + "; are its weights sound?");
      }
      JsonObject json = new JsonObject();
      CocoResultJson.addBox(json, categories.get(item.classIndex()), item.box(), item.score());
      json.remove("category"); // half a million times the same few names
      if (item.mask().isPresent()) {
        CocoResultJson.addMask(json, item.paste(found.size()));
      }
      array.add(json);
    }
    return array;
  }

  /** Turns the journal into the results file. */
  private final class Collector {
    private final Set<Long> evaluated = new LinkedHashSet<>();
    private final List<LeftOut> leftOut = new ArrayList<>();
    private long detections;

    void read(CocoImage image, JsonObject item, Appendable out) throws IOException {
      if (item.get(ID).getAsLong() != image.id()) {
        throw new IOException("expected image " + image.id() + ", found " + item.get(ID));
      }
      if (item.has(REASON)) {
        leftOut.add(leftOut(item));
        return;
      }
      evaluated.add(image.id());
      for (JsonElement found : item.getAsJsonArray(FOUND)) {
        JsonObject entry = new JsonObject();
        if (dataset.hasTextId(image.id())) {
          entry.addProperty(ID, dataset.imageId(image.id()));
        } else {
          entry.addProperty(ID, image.id());
        }
        found.getAsJsonObject().asMap().forEach(entry::add);
        out.append(detections++ == 0 ? "\n" : ",\n").append(GSON.toJson(entry));
      }
    }
  }
}
