/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import io.mpvit.checkpoint.NonFiniteTensor;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.cli.CheckpointSummary.Group;
import io.mpvit.weights.KeyLayout;
import io.mpvit.weights.KeyWrappers;
import io.mpvit.weights.WeightMismatchException.Mismatch;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.network.ModelMatch;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is in a checkpoint file, for people. */
final class InspectText {

  private static final int SHOWN = 12;
  private static final int LONGEST = 60;

  private final PrintWriter out;

  InspectText(PrintWriter out) {
    this.out = out;
  }

  void print(StateDict weights, CheckpointSummary summary, Optional<ModelMatch> match) {
    out.println(weights.file());
    line("kind", weights.container().label() + ", " + decimal(summary.bytes()) + " bytes");
    List<String> wrappers = KeyWrappers.of(weights);
    line(
        "state dict",
        (weights.rootPath().isEmpty()
                ? "the file's root"
                : printable(String.join(".", weights.rootPath())))
            + (wrappers.isEmpty()
                ? ""
                : ", names wrapped in '" + String.join(".", wrappers) + "'"));
    line(
        "tensors",
        weights.keys().size() + ", of which " + summary.tied() + " share the values of others");
    line(
        "parameters",
        decimal(summary.parameters())
            + " learned, "
            + decimal(summary.buffers())
            + " running statistics");
    line(
        "types",
        summary.dtypes().entrySet().stream()
            .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
            .collect(Collectors.joining(", ")));
    for (NonFiniteTensor tensor : first(summary.broken())) {
      line("no numbers", printable(tensor.toString()));
    }
    if (summary.broken().size() > SHOWN) {
      line("no numbers", "and " + (summary.broken().size() - SHOWN) + " more tensors");
    }
    few("attributes", weights.attributes());
    few("left out", weights.skipped());
    for (String name : summary.averages()) {
      line(
          "averages",
          "'"
              + printable(name)
              + "' looks like averaged weights: see --entry, here and at 'mpvit convert'");
    }
    match.ifPresentOrElse(this::printMatch, () -> line("fits", "no model of the zoo"));
    out.println();
    printGroups(weights, summary.groups());
  }

  private void printMatch(ModelMatch match) {
    String names = match.cards().stream().map(ModelCard::name).collect(Collectors.joining(", "));
    if (match.part() == ModelMatch.Part.BACKBONE) {
      line(
          "fits",
          "the backbone "
              + match.backbone()
              + (match.prefix().isEmpty() ? "" : " after '" + match.prefix() + "'"));
      groups("besides", match.mismatch().unexpected());
    } else if (match.isWholeModel()) {
      line("fits", names);
      if (!match.unused().isEmpty()) {
        groups("beside", match.unused());
      }
    } else {
      line("fits", "no model; nearest is " + names);
      Mismatch mismatch = match.mismatch();
      groups("missing", mismatch.missing());
      groups("unexpected", mismatch.unexpected());
      groups("other shape", mismatch.misshaped());
    }
    if (!match.layout().equals(KeyLayout.OWN.name())) {
      line("layout", match.layout());
    }
    match.facts().forEach((name, value) -> line(name.replace('_', ' '), value.toString()));
    if (match.classes().isPresent()) {
      line("classes", Integer.toString(match.classes().getAsInt()));
    }
  }

  /** Keys counted by the first part of their names, with the first as an example. */
  private void groups(String title, List<String> keys) {
    if (keys.isEmpty()) {
      return;
    }
    Map<String, Integer> counts = new LinkedHashMap<>();
    keys.forEach(key -> counts.merge(key.split("\\.", 2)[0], 1, Integer::sum));
    String groups =
        counts.entrySet().stream()
            .limit(SHOWN)
            .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
            .collect(Collectors.joining(", "));
    line(
        title,
        keys.size()
            + (keys.size() == 1 ? " key: " : " keys: ")
            + groups
            + (counts.size() > SHOWN ? ", ..." : "")
            + "; such as "
            + keys.get(0));
  }

  private static <T> List<T> first(List<T> all) {
    return all.subList(0, Math.min(SHOWN, all.size()));
  }

  private void few(String title, Map<String, ?> values) {
    if (values.isEmpty()) {
      return;
    }
    String text =
        values.entrySet().stream()
            .limit(SHOWN)
            .map(entry -> entry.getKey() + " = " + shortened(entry.getValue().toString()))
            .collect(Collectors.joining(", "));
    int more = values.size() - SHOWN;
    line(title, printable(text) + (more > 0 ? ", and " + more + " more" : ""));
  }

  private void printGroups(StateDict weights, List<Group> groups) {
    TextTable table = new TextTable("lrrl", "group", "tensors", "values", "largest tensor");
    for (Group group : groups) {
      String shape = Arrays.toString(weights.get(group.largest()).shape());
      table.row(
          printable(group.name()),
          Integer.toString(group.tensors()),
          decimal(group.values()),
          printable(group.largest()) + " " + shape);
    }
    table.print(out);
  }

  private void line(String title, String text) {
    out.printf(Locale.ROOT, "  %-12s %s%n", title, text);
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }

  /** Texts of a file can hold anything, even what would steer a terminal. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  private static String decimal(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
