/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.eval;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.mpvit.image.RgbImage;
import io.mpvit.segmentation.LabelMap;
import io.mpvit.segmentation.data.LabelledFolders;
import io.mpvit.segmentation.data.LabelledFolders.Item;
import io.mpvit.segmentation.data.LabelledFolders.Labelled;
import io.mpvit.work.Journal;
import io.mpvit.work.JournaledBatches;
import io.mpvit.work.LeftOutItems;
import io.mpvit.work.WorkListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs a segmenter over a data set and scores it. The counts of every picture go to a journal, from
 * which a run that was ended at any moment is continued by the next one.
 *
 * <p>What cannot be scored is left out and reported: a picture without label map and the other way
 * round, files that cannot be read, sizes that differ, values that are no class.
 *
 * @param data the pictures and their labels
 * @param classes number of classes, 1 to 255
 * @param batch pictures that are handed to the segmenter together, at least 1
 * @param limit how many items to take from the beginning of the data set, at most
 */
public record SegmentationRun(LabelledFolders data, int classes, int batch, int limit) {

  private static final String NAME = "name";
  private static final String COUNTS = "counts";

  /**
   * What a run found.
   *
   * @param scores how good the segmenter is
   * @param pictures number of pictures that count
   * @param leftOut what could not be scored, one line each
   */
  public record Outcome(SegmentationScores scores, int pictures, List<String> leftOut) {
    /** Copies the list. */
    public Outcome {
      leftOut = List.copyOf(leftOut);
    }
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is not positive, or there are so many classes that one
   *     of them is {@link PixelCounts#IGNORED}
   */
  public SegmentationRun {
    if (batch < 1 || limit < 1) {
      throw new IllegalArgumentException(
          "batch and limit are at least 1, found " + batch + " and " + limit);
    }
    if (classes < 1 || classes > PixelCounts.IGNORED) {
      throw new IllegalArgumentException(
          "expected 1 to " + PixelCounts.IGNORED + " classes, found " + classes);
    }
  }

  /**
   * Labels what is not done yet, and scores all.
   *
   * @param segmenter labels the pixels
   * @param results the journal: per picture {@code {"class": [both, predicted, labelled]}} in
   *     pixels, of the classes that occur
   * @param provenance everything on which the results depend; a journal of other work is refused
   * @param listener hears of progress, and of everything that is left out
   * @return the scores
   * @throws IOException if the journal cannot be written, is damaged or of other work, or nothing
   *     could be scored
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public Outcome run(
      Segmenter segmenter, Path results, JsonObject provenance, WorkListener listener)
      throws IOException {
    List<Item> items = data.items().subList(0, Math.min(limit, data.items().size()));
    try (Journal journal = Journal.open(results, provenance)) {
      JournaledBatches batches = new JournaledBatches(journal, items.size(), batch);
      LeftOutItems.repeat(batches, listener);
      batches.run((from, to) -> work(items.subList(from, to), segmenter, listener), listener);
      return sum(batches, items);
    }
  }

  private JsonArray work(List<Item> part, Segmenter segmenter, WorkListener listener) {
    JsonArray items = new JsonArray();
    List<JsonObject> readable = new ArrayList<>();
    List<Labelled> labelled = new ArrayList<>();
    for (Item one : part) {
      JsonObject item = new JsonObject();
      item.addProperty(NAME, one.name());
      items.add(item);
      try {
        labelled.add(data.read(one, classes));
        readable.add(item);
      } catch (IOException e) {
        LeftOutItems.add(item, e.getMessage(), listener);
      }
    }
    List<RgbImage> pictures = labelled.stream().map(Labelled::picture).toList();
    List<LabelMap> found = pictures.isEmpty() ? List.<LabelMap>of() : segmenter.segment(pictures);
    for (int i = 0; i < readable.size(); i++) {
      PixelCounts counts = new PixelCounts(classes);
      counts.add(found.get(i), labelled.get(i).labels());
      readable.get(i).add(COUNTS, json(counts));
    }
    return items;
  }

  private Outcome sum(JournaledBatches batches, List<Item> items) throws IOException {
    PixelCounts counts = new PixelCounts(classes);
    List<String> leftOut = new ArrayList<>();
    batches.read(
        (i, item) -> {
          if (!item.get(NAME).getAsString().equals(items.get(i).name())) {
            throw new IOException("expected " + items.get(i).name() + ", found " + item.get(NAME));
          }
          LeftOutItems.reason(item)
              .ifPresentOrElse(
                  leftOut::add, () -> counts.add(counts(item.getAsJsonObject(COUNTS))));
        });
    if (leftOut.size() == items.size()) {
      throw new IOException(data.pictures() + ": none of the pictures could be scored");
    }
    return new Outcome(counts.scores(), items.size() - leftOut.size(), leftOut);
  }

  /** The classes that occur; most pictures have a few. */
  private static JsonObject json(PixelCounts counts) {
    long[] both = counts.intersect();
    long[] predicted = counts.predicted();
    long[] labelled = counts.labelled();
    JsonObject json = new JsonObject();
    for (int c = 0; c < both.length; c++) {
      if (predicted[c] + labelled[c] > 0) {
        JsonArray numbers = new JsonArray();
        numbers.add(both[c]);
        numbers.add(predicted[c]);
        numbers.add(labelled[c]);
        json.add(Integer.toString(c), numbers);
      }
    }
    return json;
  }

  private PixelCounts counts(JsonObject json) {
    long[] both = new long[classes];
    long[] predicted = new long[classes];
    long[] labelled = new long[classes];
    for (Map.Entry<String, JsonElement> entry : json.entrySet()) {
      int c = Integer.parseInt(entry.getKey());
      JsonArray numbers = entry.getValue().getAsJsonArray();
      both[c] = numbers.get(0).getAsLong();
      predicted[c] = numbers.get(1).getAsLong();
      labelled[c] = numbers.get(2).getAsLong();
    }
    return PixelCounts.of(both, predicted, labelled);
  }
}
