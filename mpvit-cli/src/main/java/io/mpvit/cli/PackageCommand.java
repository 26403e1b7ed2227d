/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDManager;
import io.mpvit.checkpoint.CheckpointWriter;
import io.mpvit.checkpoint.WriteOptions;
import io.mpvit.file.TextFile;
import io.mpvit.nn.TorchBlock;
import io.mpvit.training.loop.CheckpointFolder;
import io.mpvit.weights.BlockStateDict;
import io.mpvit.weights.ClassLabels;
import io.mpvit.zoo.card.Licence;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.Task;
import io.mpvit.zoo.folder.ModelFolder;
import io.mpvit.zoo.network.ModelClasses;
import io.mpvit.zoo.network.NetworkLoader;
import io.mpvit.zoo.preset.Presets;
import io.mpvit.zoo.repository.ModelPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mpvit package}: weights become a folder that is a model. */
@Command(
    name = "package",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Makes a folder of a model: model.safetensors; mpvit.json, the card, with task, architecture,"
          + " classes, what happens to pictures, scores and provenance; serving.properties for"
          + " DJL's Criteria.optModelPath and DJL Serving.",
      "Such a folder is named by -m or -w; one in the folder of MPVIT_WEIGHTS by the name on its"
          + " card, and 'mpvit models --here' lists it. 'mpvit train' writes one by itself."
    })
final class PackageCommand implements Callable<Integer> {

  private static final String NOTES = "notes.md";
  private static final String UNKNOWN = "unknown";
  private static final Licence OWN =
      new Licence("that of your file", "Under the terms of whoever made the file.");

  @Spec private CommandSpec spec;

  @Mixin private ModelOptions models;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "DIR",
      description = "The folder to make; it must be empty or not there.")
  private Path out;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "What the model is called, lower-case words joined by _ (default: as the folder).")
  private String name;

  @Option(
      names = "--notes",
      paramLabel = "FILE",
      description = "A text that goes into the folder as " + NOTES + ".")
  private Path notes;

  @Override
  public Integer call() throws IOException, MalformedModelException {
    if (!models.isNamed()) {
      throw new ParameterException(spec.commandLine(), "name a model (-m) or weights (-w)");
    }
    ModelCard base = models.card(null, EnumSet.allOf(Task.class));
    String text = notes == null ? null : TextFile.read(notes);
    requireEmpty();
    Path source = models.locate(base);
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      TorchBlock network = models.load(base, source, manager);
      ModelCard card = card(base, source, network);
      ClassLabels classes = classes(base, source, Presets.of(base).classes(network));
      Files.createDirectories(out);
      Path weights = out.resolve(CheckpointFolder.MODEL);
      CheckpointWriter.write(
          BlockStateDict.of(network),
          weights,
          WriteOptions.defaults().withMetadata(classes.texts()));
      if (text != null) {
        Files.writeString(out.resolve(NOTES), text);
      }
      ModelPackage.write(weights, card, Optional.of(classes), provenance(base, source));
    }
    spec.commandLine().getOut().println(out);
    return 0;
  }

  private void requireEmpty() throws IOException {
    if (Files.isDirectory(out)) {
      try (Stream<Path> entries = Files.list(out)) {
        if (entries.findAny().isPresent()) {
          throw new IOException(out + " is not empty; choose another folder");
        }
      }
    } else if (Files.exists(out)) {
      throw new IOException(out + " is a file; choose a folder");
    }
  }

  /** What was published holds for the published weights only. */
  private ModelCard card(ModelCard base, Path source, TorchBlock network) throws IOException {
    boolean known = !models.hasFile() || ModelFolder.beside(source).isPresent();
    try {
      return new ModelCard(
          name == null ? ModelPackage.name(out) : name,
          base.task(),
          base.architecture(),
          base.backbone(),
          known ? base.schedule() : UNKNOWN,
          known ? base.dataset() : UNKNOWN,
          network.parameterCount(),
          Optional.empty(),
          known ? base.gflops() : OptionalDouble.empty(),
          known ? base.scores() : List.of(),
          Optional.empty(),
          known ? base.licence() : OWN,
          known ? base.notes() : List.of());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--name: " + e.getMessage(), e);
    }
  }

  private ClassLabels classes(ModelCard card, Path source, int classes)
      throws IOException, MalformedModelException {
    Optional<ClassLabels> own = NetworkLoader.labels(card, source, models.options(), classes);
    if (own.isPresent()) {
      return own.get();
    }
    return switch (card.task()) {
      case CLASSIFICATION -> ClassLabels.ofNames(ModelClasses.classified(classes, own));
      case DETECTION, INSTANCE_SEGMENTATION -> ModelClasses.detected(classes, own).labels();
      case SEMANTIC_SEGMENTATION ->
          ClassLabels.ofNames(ModelClasses.segmented(classes, own).names());
    };
  }

  private static Map<String, String> provenance(ModelCard base, Path source) throws IOException {
    Map<String, String> provenance = new TreeMap<>();
    ModelFolder.beside(source).ifPresent(folder -> provenance.putAll(folder.provenance()));
    provenance.put("packaged_as", base.name());
    provenance.put("packaged_from", source.getFileName().toString());
    provenance.put("packaged_by", "mpvit " + Versions.mpvit());
    return provenance;
  }
}
