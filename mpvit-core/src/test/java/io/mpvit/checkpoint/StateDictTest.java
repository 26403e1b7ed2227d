/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Opening files, choosing entries, and what a state dict tells of its file. */
class StateDictTest {
  @TempDir Path folder;

  @Test
  void namesAnotherEntryOfTheRoot() throws Exception {
    Path file = Fixtures.named("zip_deit.pth").path();
    try (StateDict model = StateDict.open(file);
        StateDict ema = StateDict.open(file, ReadOptions.defaults().withEntry("model_ema"))) {
      assertThat(model.rootPath()).containsExactly("model");
      assertThat(ema.rootPath()).containsExactly("model_ema");
      assertThat(ema.keys()).isEqualTo(model.keys());
      assertThat(ema.get("conv.weight").read()).isNotEqualTo(model.get("conv.weight").read());
      assertThat(model.rootEntries()).containsKeys("model", "optimizer", "args", "model_ema");
      assertThat(model.rootEntries().get("args")).contains("argparse.Namespace");
    }
  }

  @Test
  void aMissingEntryIsAnsweredWithTheOnesThatExist() {
    ReadOptions teacher = ReadOptions.defaults().withEntry("teacher");
    assertThatThrownBy(() -> StateDict.open(Fixtures.named("zip_deit.pth").path(), teacher))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("'teacher'")
        .hasMessageContaining("'model_ema'");
  }

  @Test
  void strictReadingRefusesUnknownGlobalsOnly() throws Exception {
    ReadOptions strict = ReadOptions.defaults().withStrictGlobals(true);
    for (String plain : List.of("zip_model.pth", "legacy_views.pth", "detectron2_p2.pkl")) {
      try (StateDict weights = StateDict.open(Fixtures.named(plain).path(), strict)) {
        assertThat(weights.keys()).isNotEmpty();
      }
    }
    for (String rich : List.of("zip_deit.pth", "exec_side_entry.pth", "exec_in_hooks.pth")) {
      assertThatThrownBy(() -> StateDict.open(Fixtures.named(rich).path(), strict))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("strict");
    }
  }

  @Test
  void checksumsMayBeLeftOut() throws Exception {
    Path file = Fixtures.named("zip_crc_storage.pth").path();
    ReadOptions trusting = ReadOptions.defaults().withCrcCheck(false);
    try (StateDict weights = StateDict.open(file, trusting)) {
      FixtureChecker.readAll(weights);
    }
    try (StateDict weights = StateDict.open(file)) {
      assertThatThrownBy(() -> FixtureChecker.readAll(weights))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("CRC-32");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "zip_state_dict.pth, pytorch_model.bin",
    "legacy_state_dict.pth, pytorch_model.bin",
    "zip_plain_dict_setitem.pth, pytorch_model.bin",
    "zip_model.pth, model.pyth",
    "legacy_model.pth, model.pyth"
  })
  void torchFilesHaveManyEndings(String fixture, String name) throws Exception {
    Path original = Fixtures.named(fixture).path();
    Path renamed = Files.copy(original, folder.resolve(name));
    try (StateDict expected = StateDict.open(original);
        StateDict found = StateDict.open(renamed)) {
      assertThat(found.container()).isEqualTo(expected.container());
      assertThat(found.rootPath()).isEqualTo(expected.rootPath());
      WriterTest.assertSame(expected, found);
    }
  }

  @Test
  void modelStateIsAUsualEntry() throws Exception {
    Path file = folder.resolve("slow.pth");
    try (StateDict weights = StateDict.open(Fixtures.named("zip_model.pth").path())) {
      WriteOptions wrapped = WriteOptions.defaults().withRootEntry("model_state");
      CheckpointWriter.write(weights, file, wrapped.withMetadata(Map.of("cfg", "MODEL: mvit")));
      Path renamed = Files.move(file, folder.resolve("mvit.pyth"));
      try (StateDict read = StateDict.open(renamed)) {
        assertThat(read.rootPath()).containsExactly("model_state");
        assertThat(read.attributes()).containsEntry("cfg", "MODEL: mvit");
        WriterTest.assertSame(weights, read);
      }
    }
  }

  @Test
  void skippedEntriesAreReported() throws Exception {
    try (StateDict weights = StateDict.open(Fixtures.named("zip_nontensor_entries.pth").path())) {
      assertThat(weights.keys()).containsExactly("w");
      assertThat(weights.skipped()).isNotEmpty().doesNotContainKey("w");
    }
  }

  @Test
  void containersAreToldByContent() throws Exception {
    assertThat(container("zip_model.pth", "a.pkl")).isEqualTo(Container.PTH_ZIP);
    assertThat(container("zip_model.pth", "b.safetensors")).isEqualTo(Container.PTH_ZIP);
    assertThat(container("legacy_model.pth", "c.pkl")).isEqualTo(Container.PTH_LEGACY);
    assertThat(container("legacy_model.pth", "no ending")).isEqualTo(Container.PTH_LEGACY);
    assertThat(container("detectron2_p2.pkl", "d.PKL")).isEqualTo(Container.PICKLE);
    Path safetensors = folder.resolve("e.safetensors");
    try (StateDict weights = StateDict.open(Fixtures.named("zip_model.pth").path())) {
      CheckpointWriter.write(weights, safetensors);
    }
    Path renamed = Files.move(safetensors, folder.resolve("e.pth"));
    try (StateDict weights = StateDict.open(renamed)) {
      assertThat(weights.container()).isEqualTo(Container.SAFETENSORS);
    }
  }

  private Container container(String fixture, String name) throws Exception {
    Path file = folder.resolve(name);
    Files.write(file, Fixtures.bytes(fixture));
    try (StateDict weights = StateDict.open(file)) {
      return weights.container();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "<!DOCTYPE html><html>,web page",
    "'  \n<?xml version=\"1.0\"?>',web page",
    "version https://git-lfs.github.com/spec/v1,Git LFS pointer",
    "'{\"error\": 404}',JSON",
    "just some words,unknown format"
  })
  void whatIsNoCheckpointIsNamed(String text, String reason) throws IOException {
    for (String name : List.of("a.pth", "a.pkl", "a.safetensors")) {
      Path file = Files.writeString(folder.resolve(name), text);
      assertThatThrownBy(() -> StateDict.open(file))
          .isInstanceOf(CheckpointException.class)
          .hasMessageStartingWith(file + ": ")
          .satisfies(
              e -> {
                if (name.endsWith(".pth")) {
                  assertThat(e).hasMessageContaining(reason);
                }
              });
    }
  }

  @Test
  void missingFileAndDirectoryAreFailuresOfTheFileSystem() {
    Path missing = folder.resolve("missing.pth");
    assertThatThrownBy(() -> StateDict.open(missing))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("missing.pth");
    assertThatThrownBy(() -> StateDict.open(folder))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("a directory");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"with space.pth", "größe.pth", "模型 weights.pth", "%41 #1;[x].pth", "-rf.pth"})
  void pathsMayHoldAnyCharacter(String name) throws Exception {
    Path directory = Files.createDirectories(folder.resolve("a dir of 重み & más"));
    Path file = directory.resolve(name);
    Files.write(file, Fixtures.bytes("zip_views.pth"));
    Path copy = directory.resolve("copy of " + name);
    try (StateDict weights = StateDict.open(file);
        StateDict expected = StateDict.open(Fixtures.named("zip_views.pth").path())) {
      WriterTest.assertSame(expected, weights);
      CheckpointWriter.write(weights, copy);
      try (StateDict read = StateDict.open(copy)) {
        WriterTest.assertSame(expected, read);
      }
    }
    Files.write(file, new byte[] {1, 2, 3});
    assertThatThrownBy(() -> StateDict.open(file)).hasMessageContaining(file.toString());
  }

  @Test
  void readsFromAReadOnlyDirectoryAndLeavesItAlone() throws Exception {
    Path directory = Files.createDirectory(folder.resolve("read-only"));
    for (String name : List.of("zip_deit.pth", "legacy_deit.pth", "detectron2_p4.pkl")) {
      Files.write(directory.resolve(name), Fixtures.bytes(name));
    }
    assertThat(directory.toFile().setWritable(false)).isTrue();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        try (StateDict weights = StateDict.open(file)) {
          FixtureChecker.readAll(weights);
        }
      }
    } finally {
      assertThat(directory.toFile().setWritable(true)).isTrue();
    }
    assertThat(directory.toFile().list()).hasSize(3);
  }

  @Test
  void closedFilesCannotBeReadAndUnknownNamesAreRefused() throws Exception {
    StateDict weights = StateDict.open(Fixtures.named("zip_model.pth").path());
    assertThatThrownBy(() -> weights.get("nothing"))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("nothing");
    weights.close();
    CheckpointTensor first = weights.tensors().values().iterator().next();
    assertThatThrownBy(first::read).isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void readsIntoTheRoomThatIsGiven() throws Exception {
    try (StateDict weights = StateDict.open(Fixtures.named("zip_views.pth").path())) {
      for (CheckpointTensor tensor : weights.tensors().values()) {
        int size = (int) tensor.byteSize();
        ByteBuffer target = ByteBuffer.allocate(size + 7).position(3);
        tensor.read(target);
        assertThat(target.position()).isEqualTo(size + 3);
        assertThat(target.limit()).isEqualTo(size + 7);
        assertThat(target.slice(3, size)).isEqualTo(tensor.read());
        if (size > 0) {
          ByteBuffer narrow = ByteBuffer.allocate(size - 1);
          assertThatThrownBy(() -> tensor.read(narrow))
              .isInstanceOf(IllegalArgumentException.class);
        }
      }
    }
  }

  @Test
  void aliasesShareOneStorage() throws Exception {
    try (StateDict weights = StateDict.open(Fixtures.named("bomb_aliases.pth").path())) {
      assertThat(weights.keys()).hasSize(3000);
      assertThat(weights.ties()).hasSize(1);
      assertThat(weights.tensors().values().stream().map(CheckpointTensor::storageId).distinct())
          .hasSize(1);
    }
  }

  @Test
  void severalThreadsReadOneFile() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (StateDict weights = StateDict.open(Fixtures.named("zip_many_keys.pth").path());
        StateDict expected = StateDict.open(Fixtures.named("zip_many_keys.pth").path())) {
      Callable<Void> reader =
          () -> {
            WriterTest.assertSame(expected, weights);
            return null;
          };
      for (Future<Void> result : threads.invokeAll(List.of(reader, reader, reader, reader))) {
        result.get();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(threads.isShutdown()).isTrue();
  }

  @Test
  void messagesShowNoControlCharactersOfTheFile() throws Exception {
    byte[] pickle = "cos\u001b[31m\nsystem\n.".getBytes(StandardCharsets.ISO_8859_1);
    Path file = folder.resolve("evil.pkl");
    Files.write(file, pickle);
    assertThatThrownBy(() -> StateDict.open(file))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("system")
        .hasMessageNotContaining("\u001b");
  }

  @Test
  void moduleIsStrippedOnlyWhenEveryKeyHasIt() {
    assertThat(KeyPrefixes.moduleDepth(List.of("module.a", "module.b"))).isEqualTo("module.");
    assertThat(KeyPrefixes.moduleDepth(List.of("module.a", "b"))).isEmpty();
    assertThat(KeyPrefixes.moduleDepth(List.of())).isEmpty();
    assertThat(KeyPrefixes.moduleDepth(List.of("module.module.a", "module.module.b")))
        .isEqualTo("module.module.");
    assertThat(KeyPrefixes.moduleDepth(List.of("modules.a"))).isEmpty();
  }
}
