/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.loop;

import io.mpvit.checkpoint.CheckpointWriter;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.WriteOptions;
import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.work.AtomicOutput;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The checkpoints of one training. Each is a folder {@code checkpoint-00001000} of .safetensors
 * files under PyTorch's keys, {@code model.safetensors} among them, and {@code training.json}. A
 * folder of that name is complete: it is written under another name and renamed. While a training
 * has the folder open no other can.
 */
public final class CheckpointFolder implements AutoCloseable {

  /** The weights that are trained. */
  public static final String MODEL = "model.safetensors";

  /** Their moving average, if there is one. */
  public static final String AVERAGE = "average.safetensors";

  static final String OPTIMIZER = "optimizer.safetensors";
  private static final String POSITION = "training.json";
  private static final Pattern NAME = Pattern.compile("checkpoint-[0-9]{8,}");
  private static final Pattern UNFINISHED = Pattern.compile("\\.checkpoint-.*\\.part");

  private final Path folder;
  private final int keep;
  private final FileChannel lockFile;

  private CheckpointFolder(Path folder, int keep, FileChannel lockFile) {
    this.folder = folder;
    this.keep = keep;
    this.lockFile = lockFile;
  }

  /**
   * Opens a folder, which is made if need be. What a killed training left unfinished is removed.
   *
   * @param folder where the checkpoints are
   * @param keep how many of the newest stay, at least 1
   * @return the open folder
   * @throws IOException if another training has it open, or it cannot be written
   */
  public static CheckpointFolder open(Path folder, int keep) throws IOException {
    if (keep < 1) {
      throw new IllegalArgumentException("at least 1 checkpoint is kept, found " + keep);
    }
    Files.createDirectories(folder);
    FileChannel channel =
        FileChannel.open(
            folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean done = false;
    try {
      lock(channel, folder);
      for (Path unfinished : list(folder, UNFINISHED)) {
        delete(unfinished);
      }
      done = true;
      return new CheckpointFolder(folder, keep, channel);
    } finally {
      if (!done) {
        channel.close();
      }
    }
  }

  private static void lock(FileChannel channel, Path folder) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new IOException(folder + ": another training is writing there");
    }
  }

  private static List<Path> list(Path folder, Pattern name) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> name.matcher(entry.getFileName().toString()).matches())
          .filter(Files::isDirectory)
          .sorted(Comparator.comparingLong(CheckpointFolder::number).reversed())
          .toList();
    }
  }

  private static long number(Path checkpoint) {
    String name = checkpoint.getFileName().toString();
    return NAME.matcher(name).matches() ? Long.parseLong(name.substring(name.indexOf('-') + 1)) : 0;
  }

  /**
   * The newest complete checkpoint.
   *
   * @return its folder; empty if there is none
   * @throws IOException if the folder cannot be read
   */
  public Optional<Path> newest() throws IOException {
    for (Path checkpoint : list(folder, NAME)) {
      if (read(checkpoint).isPresent()) {
        return Optional.of(checkpoint);
      }
    }
    return Optional.empty();
  }

  /** Where a checkpoint's training stood; empty if a file is missing or has another size. */
  static Optional<TrainingPosition> read(Path checkpoint) throws IOException {
    Path file = checkpoint.resolve(POSITION);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    TrainingPosition position =
        TrainingPosition.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    if (position == null) {
      return Optional.empty();
    }
    for (Map.Entry<String, Long> part : position.files().entrySet()) {
      Path own = checkpoint.resolve(part.getKey());
      if (!Files.isRegularFile(own) || Files.size(own) != part.getValue()) {
        return Optional.empty();
      }
    }
    return Optional.of(position);
  }

  /**
   * The name of a checkpoint's folder.
   *
   * @param iteration how many steps were done
   * @return such as {@code checkpoint-00001000}
   */
  public static String name(long iteration) {
    return "checkpoint-%08d".formatted(iteration);
  }

  /** Writes a checkpoint, whose files all get the metadata, and removes the oldest. */
  Path write(TrainingPosition position, Map<String, StateDict> files, Map<String, String> metadata)
      throws IOException, CheckpointException {
    WriteOptions options = WriteOptions.defaults().withMetadata(metadata);
    String name = name(position.iteration());
    Path part = folder.resolve("." + name + "." + UUID.randomUUID() + ".part");
    Files.createDirectory(part);
    Path checkpoint = folder.resolve(name);
    try {
      Map<String, Long> sizes = new LinkedHashMap<>();
      for (Map.Entry<String, StateDict> file : files.entrySet()) {
        Path own = part.resolve(file.getKey());
        CheckpointWriter.write(file.getValue(), own, options);
        sizes.put(file.getKey(), Files.size(own));
      }
      AtomicOutput.write(
          part.resolve(POSITION), out -> out.write(position.withFiles(sizes).json()));
      if (Files.exists(checkpoint)) {
        delete(checkpoint); // an incomplete one, or a resumed training would be beyond it
      }
      Files.move(part, checkpoint, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      delete(part);
    }
    List<Path> all = list(folder, NAME);
    for (Path old : all.subList(Math.min(keep, all.size()), all.size())) {
      delete(old);
    }
    return checkpoint;
  }

  /** Removes a folder; the file that makes it complete goes first. */
  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    Files.deleteIfExists(tree.resolve(POSITION));
    try (Stream<Path> files = Files.list(tree)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(tree);
  }

  /** Lets other trainings use the folder. */
  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
