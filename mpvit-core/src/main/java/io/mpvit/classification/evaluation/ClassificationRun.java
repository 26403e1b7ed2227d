/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.classification.evaluation;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.mpvit.classification.ClassScores;
import io.mpvit.classification.evaluation.ImageFolder.Picture;
import io.mpvit.image.ImageReadException;
import io.mpvit.image.ImageReader;
import io.mpvit.image.Orientation;
import io.mpvit.image.RgbImage;
import io.mpvit.work.Journal;
import io.mpvit.work.JournaledBatches;
import io.mpvit.work.LeftOutItems;
import io.mpvit.work.WorkListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs a classifier over a folder of pictures and scores it. Results go to a journal, from which a
 * run that was ended at any moment is continued by the next one.
 *
 * <p>Pictures are taken as stored, without regard to EXIF data, as the published scores were
 * measured. One that cannot be read is left out and reported.
 *
 * @param pictures the pictures
 * @param labels class index by position of the folder, see {@link ImageFolder#labels}
 * @param batch pictures that are classified together, and over which the loss is averaged first
 * @param limit how many pictures to take, at most; if there are more, they are taken at equal
 *     distances, so that all classes have a share
 */
public record ClassificationRun(ImageFolder pictures, List<Integer> labels, int batch, int limit) {
  private static final int TOP = 5;
  private static final double PERCENT = 100;
  private static final String FILE = "file";
  private static final String LABEL = "label";
  private static final String RANK = "rank";
  private static final String LOSS = "loss";

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is not positive, or there is not one label per folder
   */
  public ClassificationRun {
    labels = List.copyOf(labels);
    if (batch < 1 || limit < 1) {
      throw new IllegalArgumentException(
          "batch and limit are at least 1, found " + batch + " and " + limit);
    }
    if (labels.size() != pictures.classes().size()) {
      throw new IllegalArgumentException(
          "expected " + pictures.classes().size() + " labels, found " + labels.size());
    }
  }

  /**
   * Classifies what is not done yet, and scores all.
   *
   * @param classifier scores the classes
   * @param results the journal: per picture its class, the rank of that class from 0, and the loss
   * @param provenance everything on which the results depend; a journal of other work is refused
   * @param listener hears of progress, and of every picture that is left out
   * @return the scores
   * @throws IOException if the journal cannot be written, is damaged or of other work, or no
   *     picture could be read
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public ClassificationScores run(
      Classifier classifier, Path results, JsonObject provenance, WorkListener listener)
      throws IOException {
    List<Picture> chosen = chosen();
    try (Journal journal = Journal.open(results, provenance)) {
      JournaledBatches batches = new JournaledBatches(journal, chosen.size(), batch);
      LeftOutItems.repeat(batches, listener);
      batches.run((from, to) -> work(chosen.subList(from, to), classifier, listener), listener);
      Sum sum = new Sum();
      batches.read((i, item) -> sum.add(i, chosen.get(i), item));
      return sum.scores();
    }
  }

  private List<Picture> chosen() {
    List<Picture> all = pictures.pictures();
    int count = Math.min(limit, all.size());
    List<Picture> chosen = new ArrayList<>(count);
    for (long i = 0; i < count; i++) {
      chosen.add(all.get((int) (i * all.size() / count)));
    }
    return chosen;
  }

  private JsonArray work(List<Picture> part, Classifier classifier, WorkListener listener) {
    JsonArray items = new JsonArray();
    List<JsonObject> readable = new ArrayList<>();
    List<RgbImage> images = new ArrayList<>();
    for (Picture picture : part) {
      JsonObject item = new JsonObject();
      item.addProperty(FILE, picture.file());
      items.add(item);
      try {
        Path file = pictures.folder().resolve(picture.file());
        images.add(ImageReader.read(file, Orientation.AS_STORED));
        item.addProperty(LABEL, labels.get(picture.folderIndex()));
        readable.add(item);
      } catch (ImageReadException e) {
        LeftOutItems.add(item, e.getMessage(), listener);
      }
    }
    List<ClassScores> scores =
        images.isEmpty() ? List.<ClassScores>of() : classifier.classify(images);
    for (int i = 0; i < readable.size(); i++) {
      score(readable.get(i), scores.get(i).logits());
    }
    return items;
  }

  /** Adds the rank of the true class and its cross-entropy. */
  private static void score(JsonObject item, float[] logits) {
    int label = item.get(LABEL).getAsInt();
    int rank = 0;
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < logits.length; i++) {
      // Of equal ones the first comes first.
      rank += logits[i] > logits[label] || i < label && logits[i] == logits[label] ? 1 : 0;
      max = Math.max(max, logits[i]);
    }
    double sum = 0;
    for (float logit : logits) {
      if (!Float.isFinite(logit)) {
        throw new IllegalStateException(
            item.get(FILE).getAsString() + ": the classifier gives " + logit);
      }
      sum += Math.exp(logit - max);
    }
    item.addProperty(RANK, rank);
    item.addProperty(LOSS, Math.log(sum) + max - logits[label]);
  }

  /** Adds up the results in order. */
  private final class Sum {
    private final List<String> leftOut = new ArrayList<>();
    private int images;
    private int first;
    private int five;
    private int batches;
    private double batchMeans;
    private int inBatch;
    private double batchLoss;

    void add(int index, Picture picture, JsonObject item) throws IOException {
      if (!item.get(FILE).getAsString().equals(picture.file())) {
        throw new IOException("expected " + picture.file() + ", found " + item.get(FILE));
      }
      if (index % batch == 0) {
        endBatch();
      }
      Optional<String> reason = LeftOutItems.reason(item);
      if (reason.isPresent()) {
        leftOut.add(reason.get());
        return;
      }
      images++;
      int rank = item.get(RANK).getAsInt();
      first += rank == 0 ? 1 : 0;
      five += rank < TOP ? 1 : 0;
      inBatch++;
      batchLoss += item.get(LOSS).getAsDouble();
    }

    private void endBatch() {
      if (inBatch > 0) {
        batches++;
        batchMeans += batchLoss / inBatch;
      }
      inBatch = 0;
      batchLoss = 0;
    }

    ClassificationScores scores() throws IOException {
      endBatch();
      if (images == 0) {
        throw new IOException(pictures.folder() + ": none of the pictures could be read");
      }
      return new ClassificationScores(
          images, PERCENT * first / images, PERCENT * five / images, batchMeans / batches, leftOut);
    }
  }
}
