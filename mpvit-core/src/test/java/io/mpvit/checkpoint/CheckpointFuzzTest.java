/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.testing.fuzz.Envelope;
import io.mpvit.testing.fuzz.Fuzzer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints damaged by chance; {@link MutationTest} does it place by place. */
class CheckpointFuzzTest {

  private static final int CASES = 400;

  @TempDir private Path folder;

  @Test
  void zip() throws Exception {
    List<String> names =
        List.of("zip_old_rebuild.pth", "zip_views.pth", "zip_torch2_rebuilds.pth", "zip_deit.pth");
    run("zip", "x.pth", fixtures(names), Envelope.NONE, false);
    run("pickle-in-zip", "x.pth", fixtures(names), Envelope.ZIP, false);
  }

  @Test
  void legacy() throws Exception {
    List<String> names = List.of("legacy_storage_view.pth", "legacy_views.pth");
    run("legacy", "x.pth", fixtures(names), Envelope.NONE, false);
  }

  @Test
  void plainPickle() throws Exception {
    List<String> names = List.of("detectron2_p2.pkl", "detectron2_p5.pkl", "python2_blobs.pkl");
    run("pickle", "x.pkl", fixtures(names), Envelope.NONE, false);
  }

  @Test
  void safetensors() throws Exception {
    Path whole = folder.resolve("whole.safetensors");
    try (StateDict weights = StateDict.open(Fixtures.named("zip_views.pth").path())) {
      CheckpointWriter.write(weights, whole);
    }
    byte[] bytes = Files.readAllBytes(whole);
    run("safetensors", "x.safetensors", List.of(bytes), Envelope.NONE, false);
    run("safetensors-head", "x.safetensors", List.of(bytes), Envelope.NONE, true);
  }

  @Test
  void index() throws Exception {
    Path shard = folder.resolve("a.safetensors");
    List<String> keys = new ArrayList<>();
    try (StateDict weights = StateDict.open(Fixtures.named("zip_views.pth").path())) {
      CheckpointWriter.write(weights, shard);
      weights.keys().forEach(key -> keys.add("\"" + key + "\": \"a.safetensors\""));
    }
    String text =
        "{\"metadata\": {\"total_size\": 100}, \"weight_map\": {" + String.join(", ", keys) + "}}";
    run(
        "index",
        "x.safetensors.index.json",
        List.of(text.getBytes(StandardCharsets.UTF_8)),
        Envelope.NONE,
        true);
  }

  private static List<byte[]> fixtures(List<String> names) throws IOException {
    List<byte[]> files = new ArrayList<>();
    for (String name : names) {
      files.add(Fixtures.bytes(name));
    }
    return files;
  }

  private void run(String name, String file, List<byte[]> sound, Envelope envelope, boolean text)
      throws Exception {
    Path path = folder.resolve(file);
    new Fuzzer(name, 200, CheckpointException.class, IOException.class)
        .run(
            sound,
            envelope,
            text,
            CASES,
            bytes -> {
              Files.write(path, bytes);
              try (StateDict weights = StateDict.open(path)) {
                FixtureChecker.readAll(weights);
              }
            });
  }
}
