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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The checkpoints of one training. Each is a folder {@code checkpoint-00001000} of .safetensors
 * files under PyTorch's keys, {@code model.safetensors} among them, {@code training.json}, and the
 * digests of all of these. A folder of that name is complete: it is written under another name and
 * renamed. One that is not as it was written is passed over. While a training has the folder open
 * no other can.
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
  private final Set<Path> sound = new HashSet<>();

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
   * The newest checkpoint that is as it was written.
   *
   * @return its folder; empty if there is none
   * @throws IOException if the folder cannot be read
   */
  public Optional<Path> newest() throws IOException {
    for (Path checkpoint : list(folder, NAME)) {
      if (isSound(checkpoint)) {
        return Optional.of(checkpoint);
      }
    }
    return Optional.empty();
  }

  /**
   * The checkpoints that {@link #newest} passes over.
   *
   * @return those that are newer than it and incomplete or damaged, newest first
   * @throws IOException if the folder cannot be read
   */
  public List<CheckpointState> passedOver() throws IOException {
    List<CheckpointState> states = new ArrayList<>();
    for (Path checkpoint : list(folder, NAME)) {
      if (isSound(checkpoint)) {
        break;
      }
      states.add(state(checkpoint));
    }
    return states;
  }

  /** Large files are read through once, however often somebody asks. */
  private boolean isSound(Path checkpoint) throws IOException {
    if (!sound.contains(checkpoint) && state(checkpoint).isSound()) {
      sound.add(checkpoint);
    }
    return sound.contains(checkpoint);
  }

  /**
   * Looks at all checkpoints of a training, or at one. Nothing is changed, and a training may run.
   *
   * @param folder of a training, or a checkpoint
   * @return newest first
   * @throws IOException if a file cannot be read
   */
  public static List<CheckpointState> verify(Path folder) throws IOException {
    boolean one = Files.exists(folder.resolve(POSITION));
    List<CheckpointState> states = new ArrayList<>();
    for (Path checkpoint : one ? List.of(folder) : list(folder, NAME)) {
      states.add(state(checkpoint));
    }
    return states;
  }

  private static CheckpointState state(Path checkpoint) throws IOException {
    boolean digests = Files.isRegularFile(checkpoint.resolve(CheckpointSums.NAME));
    return new CheckpointState(checkpoint, fault(checkpoint, digests), digests);
  }

  private static Optional<String> fault(Path checkpoint, boolean digests) throws IOException {
    if (!Files.isRegularFile(checkpoint.resolve(POSITION))) {
      return Optional.of(POSITION + " is missing");
    }
    Optional<String> damage = digests ? CheckpointSums.fault(checkpoint) : Optional.empty();
    if (damage.isPresent()) {
      return damage;
    }
    Optional<TrainingPosition> position = read(checkpoint);
    if (position.isEmpty()) {
      return Optional.of(POSITION + " is damaged");
    }
    for (Map.Entry<String, Long> part : position.get().files().entrySet()) {
      Path own = checkpoint.resolve(part.getKey());
      if (!Files.isRegularFile(own)) {
        return Optional.of(part.getKey() + " is missing");
      }
      if (Files.size(own) != part.getValue()) {
        return Optional.of(
            "%s has %d bytes, not %d".formatted(part.getKey(), Files.size(own), part.getValue()));
      }
    }
    return Optional.empty();
  }

  /**
   * What a checkpoint's training was started with.
   *
   * @param checkpoint its folder
   * @return settings by name; empty if they cannot be read
   * @throws IOException if the file cannot be read
   */
  public static Map<String, String> settings(Path checkpoint) throws IOException {
    return read(checkpoint).map(TrainingPosition::settings).orElse(Map.of());
  }

  /** Where a checkpoint's training stood; empty if that cannot be read. */
  static Optional<TrainingPosition> read(Path checkpoint) throws IOException {
    byte[] json = Files.readAllBytes(checkpoint.resolve(POSITION));
    return Optional.ofNullable(TrainingPosition.of(new String(json, StandardCharsets.UTF_8)));
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
      List<String> names = new ArrayList<>(files.keySet());
      names.add(POSITION);
      sizes.put(CheckpointSums.NAME, CheckpointSums.size(names));
      AtomicOutput.write(
          part.resolve(POSITION), out -> out.write(position.withFiles(sizes).json()));
      CheckpointSums.write(part, names);
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
