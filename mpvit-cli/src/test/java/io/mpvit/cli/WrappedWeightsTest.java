/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.checkpoint.CheckpointWriter;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.WriteOptions;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.checkpoint.tensor.TensorType;
import io.mpvit.cli.BundledFiles.Change;
import io.mpvit.cli.Cli.Result;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints as people have them: prefixes, wrappers, and things beside the weights. */
class WrappedWeightsTest {

  private static final String MODEL = BundledFiles.SEGMENTER;

  @TempDir private static Path folder;

  private static Path picture;
  private static String right;

  @BeforeAll
  static void look() throws Exception {
    picture = new Trials(folder.resolve("scenes")).shapes().folder().resolve("images/000001.png");
    right = labels(Cli.run(segment("-m", MODEL)));
  }

  private static Object[] segment(Object... more) {
    Object[] args = new Object[more.length + 8];
    System.arraycopy(
        new Object[] {"segment", picture, "--json", "-", "--device", "cpu", "--threads", "1"},
        0,
        args,
        0,
        8);
    System.arraycopy(more, 0, args, 8, more.length);
    return args;
  }

  /** What the pixels show; files without names number their classes. */
  private static String labels(Result result) {
    assertThat(result.status()).as(result.err()).isZero();
    return result.out().replaceAll("\"name\": *\"[^\"]*\",?", "");
  }

  private static Change named(UnaryOperator<String> names) {
    return tensors -> {
      Map<String, CheckpointTensor> renamed = new LinkedHashMap<>();
      tensors.forEach((name, tensor) -> renamed.put(names.apply(name), tensor));
      return renamed;
    };
  }

  /** Adds tensors of zeros for each of the network's. */
  private static Change with(BiConsumer<String, Map<String, CheckpointTensor>> more) {
    return tensors -> {
      Map<String, CheckpointTensor> all = new LinkedHashMap<>(tensors);
      tensors.keySet().forEach(name -> more.accept(name, all));
      return all;
    };
  }

  private static CheckpointTensor zeros(CheckpointTensor like) {
    return CheckpointTensor.of(new float[(int) like.numel()], like.shape());
  }

  private static Path write(String name, Change change) throws Exception {
    return BundledFiles.write(MODEL, folder.resolve(name), change);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_orig_mod.",
        "module._orig_mod.",
        "_orig_mod.module.",
        "module.module.",
        "model.",
        "net.",
        "module.model.",
        "model._orig_mod.module.net.",
        "my_own.segmenter."
      })
  void aPrefixOfAllKeysIsSeenThrough(String prefix) throws Exception {
    Path file = write(prefix + "safetensors", named(name -> prefix + name));
    assertThat(labels(Cli.run(segment("-w", file)))).isEqualTo(right);
    Result inspected = Cli.run("inspect", file);
    assertThat(inspected.out()).containsPattern("fits +" + MODEL + "\n");
  }

  /** Compiled parts of a network. */
  @Test
  void wrappersMayStandInTheMiddle() throws Exception {
    Path file =
        write(
            "middle.safetensors",
            named(
                name ->
                    name.startsWith("backbone.")
                        ? "backbone._orig_mod." + name.substring("backbone.".length())
                        : name));
    assertThat(labels(Cli.run(segment("-w", file)))).isEqualTo(right);
  }

  @ParameterizedTest
  @ValueSource(strings = {"net", "model_state_dict", "generator"})
  void anEntryOfAnyNameIsFound(String entry) throws Exception {
    Path file = folder.resolve(entry + ".pth");
    try (StateDict bundled = StateDict.open(BundledFiles.file(MODEL))) {
      CheckpointWriter.write(bundled, file, WriteOptions.defaults().withRootEntry(entry));
    }
    assertThat(labels(Cli.run(segment("-w", file)))).isEqualTo(right);
  }

  @Test
  void whatLiesBesideIsCountedAndPassedOver() throws Exception {
    Path averaged =
        write(
            "averaged.safetensors",
            with(
                (name, all) -> {
                  if (!name.endsWith("num_batches_tracked")) {
                    all.put("ema_" + name.replace('.', '_'), zeros(all.get(name)));
                  }
                }));
    Path taught =
        write(
            "taught.safetensors",
            with((name, all) -> all.put("teacher." + name, zeros(all.get(name)))));
    Path counted =
        write(
            "counted.safetensors",
            with(
                (name, all) -> {
                  if (name.endsWith("running_mean")) {
                    String layer = name.substring(0, name.length() - "running_mean".length());
                    all.put(layer + "total_ops", CheckpointTensor.of(new float[1], 1));
                    all.put(
                        layer + "relative_position_index",
                        CheckpointTensor.of(TensorType.INT64, ByteBuffer.allocate(8), 1));
                  }
                }));
    Map<Path, String> said =
        Map.of(
            averaged, "531 keys are left beside the network's unused (ema_",
            taught, "570 keys are left beside the network's unused (teacher.*)",
            counted, "78 keys are left beside the network's unused (");
    said.forEach(
        (file, words) -> {
          String log = log(() -> assertThat(labels(Cli.run(segment("-w", file)))).isEqualTo(right));
          assertThat(log).contains(file + ": " + words);
          assertThat(Cli.run("inspect", file).out()).containsPattern("fits +" + MODEL + "\n");
        });
    // zeros everywhere: one class
    Result teacher = Cli.run(segment("-w", taught, "--entry", "teacher"));
    assertThat(labels(teacher)).isNotEqualTo(right).containsOnlyOnce("\"index\"");
  }

  private static String log(Runnable work) {
    PrintStream usual = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      work.run();
    } finally {
      System.setErr(usual);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** One block more is another network, whatever else is there. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "backbone.mhca_stages.3.mhca_blks.0.MHCA_layers.9.norm1.weight",
        "backbone.stem.2.conv.weight",
        "decode_head.conv_seg2.weight"
      })
  void whatBelongsToAnotherNetworkIsNotPassedOver(String key) throws Exception {
    Path file =
        write(
            key + ".safetensors",
            tensors -> {
              Map<String, CheckpointTensor> all = new LinkedHashMap<>(tensors);
              all.put(key, CheckpointTensor.of(new float[4], 4));
              return all;
            });
    Result result = Cli.run(segment("-m", MODEL, "-w", file));
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains("0 keys missing, 1 unexpected, 0 of another shape");
  }

  @Test
  void ofSeveralNetworksOneIsToBeNamed() throws Exception {
    Path file =
        write(
            "several.safetensors",
            tensors -> {
              Map<String, CheckpointTensor> all = new LinkedHashMap<>();
              tensors.forEach((name, tensor) -> all.put("first." + name, tensor));
              tensors.forEach((name, tensor) -> all.put("second." + name, zeros(tensor)));
              return all;
            });
    Result result = Cli.run(segment("-m", MODEL, "-w", file));
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err())
        .contains("holds several networks that fit, under 'first', 'second'", "--entry NAME");
    assertThat(labels(Cli.run(segment("-w", file, "--entry", "first")))).isEqualTo(right);
  }

  /** The head comes along, not only the backbone. */
  @Test
  void trainingsStartFromThemToo() throws Exception {
    Trials trials = new Trials(folder.resolve("train")).shapes();
    Path file = write("start.safetensors", named(name -> "module.net." + name));
    Result result = trials.train(MODEL, "--init", file);
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.err()).contains("took 570 values; fresh: 0 that it lacks");
  }
}
