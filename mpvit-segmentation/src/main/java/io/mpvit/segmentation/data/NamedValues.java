/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.data;

import io.mpvit.weights.ClassMatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Label maps whose classes have names, as a network sees them.
 *
 * @param folders the files, numbered as the network's classes
 * @param notes lines for people: what one side lacks, and whether classes had to be matched by
 *     position
 */
public record NamedValues(LabelledFolders folders, List<String> notes) {

  /** Copies the list. */
  public NamedValues {
    notes = List.copyOf(notes);
  }

  /**
   * Matches the classes of label maps with those of a network: by name where both have names, else,
   * with a note, by position. What the network does not know is ignored.
   *
   * @param folders the files
   * @param source what messages call the list of names
   * @param names the classes of the label maps
   * @param network the network's classes; empty if nobody says what they are
   * @param classes how many the network has
   * @return the match
   * @throws IOException if nothing matches, and the numbers of classes differ
   */
  public static NamedValues of(
      LabelledFolders folders,
      String source,
      List<String> names,
      Optional<List<String>> network,
      int classes)
      throws IOException {
    ClassMatch match = ClassMatch.byName(names, network.orElse(List.of()));
    if (match.count() > 0) {
      return new NamedValues(folders.withMatch(match), notes(source, match));
    }
    String reason =
        network
            .map(some -> "none is one of the network's (" + ClassMatch.text(some) + ")")
            .orElse("the weights do not name their classes");
    if (names.size() != classes) {
      throw new IOException(
          "%s: it has %d classes (%s), the network has %d, and %s"
              .formatted(source, names.size(), ClassMatch.text(names), classes, reason));
    }
    return new NamedValues(
        folders.withMatch(ClassMatch.byPosition(names, names)),
        List.of(
            "%s: classes are matched by position (%s), because %s"
                .formatted(source, ClassMatch.text(names), reason)));
  }

  private static List<String> notes(String source, ClassMatch match) {
    List<String> notes = new ArrayList<>();
    if (!match.unmatched().isEmpty()) {
      notes.add(
          "%s: the network does not know %d of its %d classes (%s): their pixels are ignored"
              .formatted(
                  source,
                  match.unmatched().size(),
                  match.from().size(),
                  ClassMatch.text(match.unmatched())));
    }
    if (!match.unused().isEmpty()) {
      notes.add(
          "%s: it lacks %d of the network's %d classes (%s)"
              .formatted(
                  source,
                  match.unused().size(),
                  match.to().size(),
                  ClassMatch.text(match.unused())));
    }
    return notes;
  }
}
