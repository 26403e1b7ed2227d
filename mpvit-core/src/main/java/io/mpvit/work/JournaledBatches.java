/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.work;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.concurrent.CancellationException;

/**
 * Work on a list of items, a batch at a time, kept in a journal: one record per batch, {@code
 * {"from": index of the first item, "items": [one result per item]}}. Batches are the same in every
 * run, also where a result depends on what else is in its batch.
 *
 * @param journal where results are kept
 * @param items number of items
 * @param batch items per batch, at least 1; the last batch may be smaller
 */
public record JournaledBatches(Journal journal, int items, int batch) {

  private static final String FROM = "from";
  private static final String ITEMS = "items";

  /** Works on a batch. */
  @FunctionalInterface
  public interface Step {
    /**
     * Works on some items.
     *
     * @param from index of the first item
     * @param to index behind the last item
     * @return one JSON object per item
     * @throws IOException if the work cannot go on
     */
    JsonArray work(int from, int to) throws IOException;
  }

  /** Takes the result of an item. */
  @FunctionalInterface
  public interface Reader {
    /**
     * Takes a result.
     *
     * @param index the item
     * @param result what {@link Step#work} made of it
     * @throws IOException if it is not as expected
     */
    void read(int index, JsonObject result) throws IOException;
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the batch is not positive, or there are less than no items
   */
  public JournaledBatches {
    if (batch < 1 || items < 0) {
      throw new IllegalArgumentException(
          "expected batches of 1 or more out of 0 or more, found " + batch + " out of " + items);
    }
  }

  /** How many items are done. */
  private int done() {
    return (int) Math.min(items, journal.records() * batch);
  }

  /**
   * Does what is not in the journal yet.
   *
   * @param step does the work
   * @param listener hears of every batch
   * @throws IOException if a step fails or the journal cannot be written; what was done stays
   * @throws CancellationException if the thread is interrupted between two batches
   */
  public void run(Step step, WorkListener listener) throws IOException {
    listener.started(done(), items);
    try {
      while (done() < items) {
        if (Thread.currentThread().isInterrupted()) {
          throw new CancellationException("interrupted");
        }
        int from = done();
        JsonObject record = new JsonObject();
        record.addProperty(FROM, from);
        record.add(ITEMS, step.work(from, Math.min(items, from + batch)));
        journal.append(record);
        listener.advanced(done());
      }
    } finally {
      listener.ended();
    }
  }

  /**
   * Reads the results that are in the journal, in order.
   *
   * @param reader takes them
   * @throws IOException if the journal cannot be read or does not hold these items
   */
  public void read(Reader reader) throws IOException {
    int[] next = {0};
    journal.read(
        record -> {
          JsonArray results = record.getAsJsonArray(ITEMS);
          int expected = Math.min(batch, items - next[0]);
          if (record.get(FROM).getAsInt() != next[0] || results.size() != expected) {
            throw new IOException(
                "expected " + expected + " items from " + next[0] + ", found " + results.size());
          }
          for (int i = 0; i < expected; i++) {
            reader.read(next[0]++, results.get(i).getAsJsonObject());
          }
        });
  }
}
