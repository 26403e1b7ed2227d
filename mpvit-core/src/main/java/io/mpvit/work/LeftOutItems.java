/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.work;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.Optional;

/** Items of journalled work that could not be worked on: their result is the reason. */
public final class LeftOutItems {

  private static final String REASON = "left_out";

  private LeftOutItems() {}

  /**
   * Notes that an item is left out, and says so.
   *
   * @param item the item's result
   * @param reason why, with the name of the file
   * @param listener hears of it
   */
  public static void add(JsonObject item, String reason, WorkListener listener) {
    item.addProperty(REASON, reason);
    listener.warning("left out: " + reason);
  }

  /**
   * Tells why an item was left out.
   *
   * @param item the item's result
   * @return the reason; empty if it was not left out
   */
  public static Optional<String> reason(JsonObject item) {
    return Optional.ofNullable(item.get(REASON)).map(reason -> reason.getAsString());
  }

  /**
   * Says again what was left out in earlier runs.
   *
   * @param batches the work, before it goes on
   * @param listener hears of it
   * @throws IOException if the journal cannot be read
   */
  public static void repeat(JournaledBatches batches, WorkListener listener) throws IOException {
    batches.read(
        (i, item) ->
            reason(item)
                .ifPresent(
                    reason -> listener.warning("left out: " + reason + " (in an earlier run)")));
  }
}
