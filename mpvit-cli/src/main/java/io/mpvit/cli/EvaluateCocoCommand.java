/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.coco.CocoResults;
import io.mpvit.detection.coco.eval.CocoEvaluator;
import io.mpvit.detection.coco.eval.CocoSummary;
import io.mpvit.detection.coco.eval.IouType;
import io.mpvit.detection.coco.eval.ScoredTruth;
import io.mpvit.detection.evaluation.NamedResults;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code mpvit evaluate coco}: the COCO numbers of existing result files. */
@Command(
    name = "coco",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Scores detections in COCO's results layout: the 12 numbers, and AP per category.",
    footer = {
      "%nJSON: {\"bbox\": {\"AP\", \"AP50\", \"AP75\", \"APs\", \"APm\", \"APl\", \"AR1\","
          + " \"AR10\", \"AR100\", \"ARs\", \"ARm\", \"ARl\"}, \"segm\": {...}, \"per_category\":"
          + " {\"bbox\": [{\"id\", \"name\", \"AP\"}], \"segm\": [...]}, \"provenance\": {...}}:"
          + " fractions, -1 where there is nothing to find."
    })
final class EvaluateCocoCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--gt",
      required = true,
      paramLabel = "FILE",
      description = "The true objects: a file of COCO's instances layout.")
  private Path truth;

  @Option(
      names = "--dt",
      required = true,
      paramLabel = "FILE",
      description = "The detections: a file of COCO's results layout.")
  private Path detections;

  @Option(
      names = "--iou",
      paramLabel = "bbox,segm",
      split = ",",
      defaultValue = "bbox",
      converter = IouConverter.class,
      description = "What is compared: bbox, segm or both (default: ${DEFAULT-VALUE}).")
  private List<IouType> types;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      converter = JsonConverter.class,
      description = "Write the results as JSON; - for standard output, in place of the tables.")
  private JsonOutput json;

  @Override
  public Integer call() throws IOException {
    if (json != null) {
      json.check();
    }
    CocoFiles files = CocoFiles.read(truth, detections, json != null);
    CocoDataset dataset = files.dataset();
    NamedResults named = NamedResults.of(dataset, files.results());
    named.notes().forEach(this::warn);
    CocoResults results = named.results();
    Set<IouType> distinct = new LinkedHashSet<>(types);
    List<CocoSummary> summaries = new ArrayList<>();
    dataset.faults(distinct.contains(IouType.SEGM)).forEach(this::warn);
    Set<String> notes = new LinkedHashSet<>();
    for (IouType type : distinct) {
      ScoredTruth scored = ScoredTruth.of(dataset, type);
      notes.addAll(scored.notes());
      summaries.add(new CocoEvaluator().evaluate(scored.dataset(), results, type));
    }
    notes.forEach(this::warn);
    warnOfDropped(summaries.get(0));
    PrintWriter out = spec.commandLine().getOut();
    if (json == null || !json.isStandardOutput()) {
      summaries.forEach(summary -> print(out, summary));
    }
    if (json != null) {
      json.write(CocoReport.of(files, summaries), out);
    }
    return 0;
  }

  private void warnOfDropped(CocoSummary summary) {
    int dropped = summary.droppedDetections();
    if (dropped > 0) {
      warn(
          "%s: left out %d %s of a category that %s does not have"
              .formatted(detections, dropped, dropped == 1 ? "detection" : "detections", truth));
    }
  }

  private void warn(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(spec.qualifiedName() + ": " + line);
    err.flush();
  }

  /** Prints the numbers of a score and the categories. */
  static void print(PrintWriter out, CocoSummary summary) {
    out.printf("%s%n%s", summary.type(), summary.table());
    out.printf("%s AP per category%n%s", summary.type(), summary.categoryTable());
    out.flush();
  }

  /** Reads {@code bbox} or {@code segm}. */
  static final class IouConverter implements ITypeConverter<IouType> {
    @Override
    public IouType convert(String text) {
      try {
        return IouType.of(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
