/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import ai.djl.MalformedModelException;
import io.mpvit.checkpoint.CheckpointWriter;
import io.mpvit.checkpoint.FloatCast;
import io.mpvit.checkpoint.NonFiniteTensor;
import io.mpvit.checkpoint.ReadOptions;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.WriteOptions;
import io.mpvit.checkpoint.tensor.TensorType;
import io.mpvit.weights.ClassLabels;
import io.mpvit.weights.ClassMatch;
import io.mpvit.weights.HubConfig;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.network.ModelMatch;
import io.mpvit.zoo.network.ModelMatcher;
import io.mpvit.zoo.network.OtherLayout;
import io.mpvit.zoo.preset.Presets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code mpvit convert}: a checkpoint in another file format. */
@Command(
    name = "convert",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Writes the state dict of a checkpoint in another format; keys, element types and values stay"
          + " as they are, unless --dtype or --layout asks for others. The names of the classes and"
          + " their numbers go along: in the metadata of a .safetensors file; in a .pth or .pkl"
          + " file as {'meta': {'CLASSES': [...], 'class_ids': [...]}} beside the state dict, which"
          + " then is the entry 'state_dict' ('model' in .pkl). What else stands beside the state"
          + " dict (optimizer, epoch, ...) is left behind, and named."
    })
final class ConvertCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "IN",
      converter = ModelFile.Converter.class,
      description =
          "A .pth, .pkl or .safetensors file, an .index.json of shards, or hf://OWNER/REPO for a"
              + " repository of the Hugging Face hub.")
  private ModelFile source;

  @Parameters(
      index = "1",
      paramLabel = "OUT",
      description = "The file to write; its ending says how: .safetensors, .pth, .pt or .pkl.")
  private Path out;

  @Option(
      names = "--entry",
      paramLabel = "NAME",
      description = "Take this member of the file, such as model_ema, instead of the usual one.")
  private String entry;

  @Option(
      names = "--dtype",
      paramLabel = "fp32|fp16|bf16",
      converter = ElementTypeConverter.class,
      description = "Round the floating-point tensors to this type, for a smaller file.")
  private TensorType type;

  @Option(
      names = "--layout",
      paramLabel = "NAME",
      description =
          "Name the tensors as files of this layout do, such as timm, huggingface or own; an"
              + " unknown name lists those of the model.")
  private String layout;

  @Option(names = "--force", description = "Replace OUT if it is there already.")
  private boolean force;

  @Override
  public Integer call() throws IOException, MalformedModelException {
    String name = out.toString().toLowerCase(Locale.ROOT);
    if (Stream.of(".safetensors", ".pth", ".pt", ".pkl").noneMatch(name::endsWith)) {
      throw new ParameterException(
          spec.commandLine(), "OUT must end in .safetensors, .pth, .pt or .pkl, found " + out);
    }
    OutputFiles.check(out);
    if (Files.exists(out)) {
      requireOther();
    }
    Path in = source.fetch();
    ReadOptions options = ReadOptions.defaults();
    try (StateDict weights =
        StateDict.open(in, entry == null ? options : options.withEntry(entry))) {
      requireOther(weights);
      for (NonFiniteTensor broken : NonFiniteTensor.of(weights)) {
        say("warning: " + in + ": " + broken + ", written as they are; no network takes them");
      }
      StateDict named = layout == null ? weights : inLayout(weights);
      Optional<ClassLabels> labels = labels(weights);
      CheckpointWriter.write(
          type == null ? named : FloatCast.of(named, type), out, options(labels, name));
      report(weights, named.keys().size(), labels);
    }
    return 0;
  }

  /** What the file, or the hub's configuration beside it, calls the classes. */
  private static Optional<ClassLabels> labels(StateDict weights) throws IOException {
    Optional<HubConfig> config = HubConfig.beside(weights.file());
    Optional<ClassLabels> own = ClassLabels.of(weights);
    return own.isPresent() || config.isEmpty()
        ? own
        : new ModelMatcher(ModelCards.published())
            .match(weights)
            .filter(ModelMatch::isWholeModel)
            .flatMap(match -> Presets.of(match.cards().get(0)).labels(config.get()));
  }

  /** What is in the new file, and what of the old one is not. */
  private void report(StateDict weights, int tensors, Optional<ClassLabels> labels)
      throws IOException, MalformedModelException {
    try (StateDict written = StateDict.open(out)) {
      boolean kept = ClassLabels.of(written).equals(labels);
      String entry = String.join(".", written.rootPath());
      say(
          "wrote %d tensors to %s%s%s"
              .formatted(
                  tensors,
                  out,
                  entry.isEmpty() ? "" : ", in its entry '" + entry + "'",
                  labels.isEmpty() || !kept ? "" : ", with the names of the classes"));
      if (!kept) {
        say("left behind: the names of the " + labels.orElseThrow().size() + " classes");
      }
    }
    List<String> left =
        weights.rootEntries().keySet().stream()
            .filter(name -> !weights.rootPath().contains(name))
            .filter(name -> labels.isEmpty() || !name.equals("meta"))
            .toList();
    if (!left.isEmpty()) {
      say("left behind: " + ClassMatch.text(left));
    }
  }

  private void say(String line) {
    spec.commandLine().getErr().println(line);
  }

  /** Refuses to write over what is there; before anything is fetched. */
  private void requireOther() throws IOException {
    Path in = Path.of(source.name());
    if (Files.exists(in) && Files.isSameFile(in, out)) {
      throw new ParameterException(spec.commandLine(), "OUT is IN: " + out);
    }
    if (!force) {
      throw new IOException(out + " exists already; --force replaces it");
    }
  }

  private StateDict inLayout(StateDict weights) {
    try {
      return OtherLayout.of(weights, layout);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  /** The shards of an index are inputs, too. */
  private void requireOther(StateDict weights) throws IOException {
    for (Path source : weights.files()) {
      if (Files.exists(out) && Files.isSameFile(source, out)) {
        throw new ParameterException(
            spec.commandLine(), "OUT is " + source + ", a shard of IN: " + out);
      }
    }
  }

  /**
   * The names of the classes go along: as texts in a .safetensors file, as lists beside the state
   * dict in others.
   */
  private static WriteOptions options(Optional<ClassLabels> labels, String name) {
    WriteOptions plain = WriteOptions.defaults();
    if (labels.isEmpty()) {
      return plain;
    }
    return name.endsWith(".safetensors")
        ? plain.withMetadata(labels.get().texts())
        : plain
            .withRootEntry(name.endsWith(".pkl") ? "model" : "state_dict")
            .withMembers(labels.get().members());
  }

  /** Reads the names that {@code --precision} has, too. */
  static final class ElementTypeConverter implements ITypeConverter<TensorType> {

    @Override
    public TensorType convert(String value) {
      return switch (value) {
        case "fp32" -> TensorType.FLOAT32;
        case "fp16" -> TensorType.FLOAT16;
        case "bf16" -> TensorType.BFLOAT16;
        default ->
            throw new TypeConversionException("expected fp32, fp16 or bf16, found '" + value + "'");
      };
    }
  }
}
