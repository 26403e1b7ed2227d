/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import ai.djl.MalformedModelException;
import io.mpvit.checkpoint.NonFiniteTensor;
import io.mpvit.checkpoint.ReadOptions;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.training.loop.CheckpointFolder;
import io.mpvit.training.loop.CheckpointState;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.network.ModelMatch;
import io.mpvit.zoo.network.ModelMatcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mpvit inspect}: what is in a checkpoint file. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Says what a checkpoint file holds and which model it fits. Nothing in the file is executed.",
      "A file with tensors that hold NaN or infinite values is described too, but is a failure."
    })
final class InspectCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = ModelFile.LABEL,
      converter = ModelFile.Converter.class,
      description =
          "A .pth, .pkl or .safetensors file, an .index.json of shards, or a repository of the"
              + " Hugging Face hub; with --verify a folder.")
  private ModelFile file;

  @Option(
      names = "--verify",
      description =
          "FILE is the --out folder of a training, or one of its checkpoints: compare the"
              + " checkpoints with the digests that were written with them.")
  private boolean verify;

  @Option(
      names = "--entry",
      paramLabel = "NAME",
      description = "Look at this member of the file, such as model_ema, instead of the usual one.")
  private String entry;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      converter = JsonConverter.class,
      description =
          "Write everything, with all keys, as JSON; - for standard output, in place of the text.")
  private JsonOutput json;

  @Override
  public Integer call() throws IOException, MalformedModelException {
    if (verify) {
      return verify(Path.of(file.name()));
    }
    if (json != null) {
      json.check();
    }
    ReadOptions options = ReadOptions.defaults();
    try (StateDict weights =
        StateDict.open(file.fetch(), entry == null ? options : options.withEntry(entry))) {
      Optional<ModelMatch> match = new ModelMatcher(ModelCards.published()).match(weights);
      List<NonFiniteTensor> broken = NonFiniteTensor.of(weights);
      CheckpointSummary summary =
          CheckpointSummary.of(weights, broken, match.map(ModelMatch::ties).orElse(Map.of()));
      if (json == null || !json.isStandardOutput()) {
        new InspectText(spec.commandLine().getOut()).print(weights, summary, match);
      }
      if (json != null) {
        json.write(InspectJson.of(weights, summary, match), spec.commandLine().getOut());
      }
      if (!broken.isEmpty()) {
        throw new MalformedModelException(
            weights.file() + ": " + broken.get(0) + "; no network can compute with it");
      }
    }
    return 0;
  }

  private int verify(Path folder) throws IOException {
    List<CheckpointState> states =
        Files.isDirectory(folder) ? CheckpointFolder.verify(folder) : List.of();
    if (states.isEmpty()) {
      throw new IOException(folder + " is no folder with checkpoints of a training");
    }
    states.forEach(state -> spec.commandLine().getOut().println(state));
    List<CheckpointState> sound = states.stream().filter(CheckpointState::isSound).toList();
    if (sound.size() < states.size()) {
      throw new IOException(
          "%s: %d of %d checkpoints damaged; %s"
              .formatted(
                  folder,
                  states.size() - sound.size(),
                  states.size(),
                  sound.isEmpty()
                      ? "none is left to go on from"
                      : "--resume goes on from " + sound.get(0).folder().getFileName()));
    }
    return 0;
  }
}
