/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.training;

import io.mpvit.segmentation.LabelMap;
import io.mpvit.segmentation.eval.PixelCounts;
import io.mpvit.weights.ClassMatch;
import io.mpvit.work.WorkListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * How many pixels of each class there are to learn from.
 *
 * @param classes names by class index
 * @param pixels by class index
 * @param ignored pixels that are of no class
 * @param maps how many label maps were counted
 * @param all how many there are
 */
public record LabelCensus(
    List<String> classes, List<Long> pixels, long ignored, int maps, int all) {

  /** Of more label maps so many are counted, evenly over all of them. */
  private static final int MOST = 2000;

  private static final double NEARLY_ALL = 0.95;
  private static final int NAMED = 10;

  /** Copies the lists. */
  public LabelCensus {
    classes = List.copyOf(classes);
    pixels = List.copyOf(pixels);
  }

  /**
   * Counts. Label maps that cannot be read or have a value that is no class do not count; they are
   * reported when they are to be learned from.
   *
   * @param folder the pictures and label maps
   * @param listener hears of progress
   * @return the numbers
   * @throws IOException if no pixel of any of them is labelled
   */
  public static LabelCensus of(TrainingFolder folder, WorkListener listener) throws IOException {
    int all = folder.items().size();
    int looked = Math.min(all, MOST);
    long[] pixels = new long[folder.classes().size()];
    long ignored = 0;
    int maps = 0;
    listener.started(0, looked);
    try {
      for (int n = 0; n < looked; n++) {
        int i = (int) ((long) n * all / looked);
        try {
          LabelMap map =
              folder.files().zero().classes(folder.files().stored(folder.items().get(i)));
          ignored += count(map, pixels);
          maps++;
        } catch (IOException e) {
          // it is reported with its picture
        }
        listener.advanced(n + 1L);
      }
    } finally {
      listener.ended();
    }
    LabelCensus census =
        new LabelCensus(
            folder.classes(), LongStream.of(pixels).boxed().toList(), ignored, maps, all);
    if (maps > 0 && looked == all && census.labelled() == 0) {
      throw new IOException(
          "%s: all pixels of all %d label maps are ignored (%s): there is nothing to learn"
              .formatted(folder.files().labels(), maps, folder.files().zero().ignoredValues()));
    }
    return census;
  }

  /** Adds up a map if all its values are known; gives the number of ignored ones. */
  private static long count(LabelMap map, long... pixels) throws IOException {
    long[] own = new long[pixels.length];
    long ignored = 0;
    for (short label : map.toArray()) {
      int value = Short.toUnsignedInt(label);
      if (value == PixelCounts.IGNORED) {
        ignored++;
      } else if (value < own.length) {
        own[value]++;
      } else {
        throw new IOException("value " + value + " is no class");
      }
    }
    for (int k = 0; k < own.length; k++) {
      pixels[k] += own[k];
    }
    return ignored;
  }

  private long labelled() {
    return pixels.stream().mapToLong(Long::longValue).sum();
  }

  /**
   * What is odd about the numbers.
   *
   * @return lines for people: classes that never occur, one class only, nearly everything ignored
   */
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    long labelled = labelled();
    if (maps == 0 || labelled == 0) {
      return notes;
    }
    String of = maps == all ? "the " + maps : maps + " of " + all;
    List<String> missing =
        IntStream.range(0, classes.size())
            .filter(k -> pixels.get(k) == 0)
            .mapToObj(classes::get)
            .toList();
    if (!missing.isEmpty()) {
      notes.add(
          "%d of %d classes never occur in %s label maps, so nothing is learned about them: %s%s"
              .formatted(
                  missing.size(),
                  classes.size(),
                  of,
                  ClassMatch.text(missing),
                  ignored > 0
                      ? " (the value 255 is not a class but ignored; masks of 0 and 255 need 1"
                          + " in place of 255)"
                      : ""));
    }
    if (classes.size() - missing.size() == 1) {
      notes.add(
          "all labelled pixels are of one class, %s: nothing is learned but to say it everywhere"
              .formatted(classes.get(most())));
    }
    double share = (double) ignored / (ignored + labelled);
    if (share > NEARLY_ALL) {
      notes.add(
          String.format(
              Locale.ROOT, "%.1f %% of the pixels of %s label maps are ignored", 100 * share, of));
    }
    return notes;
  }

  private int most() {
    return IntStream.range(0, pixels.size())
        .boxed()
        .max(Comparator.comparing(pixels::get))
        .orElseThrow();
  }

  /** Shares of the labelled pixels, largest class first, for a line of text. */
  public String shares() {
    long labelled = Math.max(1, labelled());
    String first =
        IntStream.range(0, classes.size())
            .boxed()
            .sorted(Comparator.comparing((Integer k) -> pixels.get(k)).reversed())
            .limit(NAMED)
            .map(
                k ->
                    String.format(
                        Locale.ROOT,
                        "%s %.1f %%",
                        classes.get(k),
                        100.0 * pixels.get(k) / labelled))
            .collect(Collectors.joining(", "));
    return classes.size() > NAMED ? first + ", ..." : first;
  }
}
