/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.file.CheckpointFile;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.checkpoint.tensor.NamedTensors;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/**
 * Named tensors in the order of their file, under the raw names of the file. Opening reads names
 * and shapes; the elements of a tensor are read when it is asked for, so the state dict stays open
 * until its tensors have been read.
 *
 * <pre>{@code
 * try (StateDict weights = StateDict.open(Path.of("mpvit_small.pth"))) {
 *   ByteBuffer bytes = weights.get("stem.0.conv.weight").read();
 * }
 * }</pre>
 *
 * <p>Reading is safe from several threads. An interrupt of a reading thread closes the file, as
 * with any {@link java.nio.channels.FileChannel}.
 */
public final class StateDict implements AutoCloseable {
  private final List<Path> files;
  private final Closeable open;
  private final Container container;
  private final Map<String, CheckpointTensor> tensors;
  private final NamedTensors content;

  /** The tensors under the file's own names, which a view gives others. */
  private final Map<String, CheckpointTensor> own;

  StateDict(List<Path> files, Closeable open, Container container, NamedTensors content) {
    this(files, open, container, content, content.tensors());
  }

  private StateDict(
      List<Path> files,
      Closeable open,
      Container container,
      NamedTensors content,
      Map<String, CheckpointTensor> own) {
    this.files = List.copyOf(files);
    this.open = open;
    this.container = container;
    this.tensors = content.tensors();
    this.content = content;
    this.own = own;
  }

  /**
   * Opens a checkpoint file with the default options.
   *
   * @param file a .pth, .pt, .bin, .pyth, .pkl or .safetensors file, or the .index.json of files
   *     that a state dict is split into; the kind is found by content
   * @return the state dict, to be closed
   * @throws IOException if the file is missing or cannot be read
   * @throws CheckpointException if it is damaged, malicious, or holds no state dict
   */
  public static StateDict open(Path file) throws IOException, CheckpointException {
    return open(file, ReadOptions.defaults());
  }

  /**
   * Opens a checkpoint file.
   *
   * @param file a .pth, .pt, .bin, .pyth, .pkl or .safetensors file, or the .index.json of files
   *     that a state dict is split into; the kind is found by content
   * @param options which entry to take and what to refuse
   * @return the state dict, to be closed
   * @throws IOException if the file is missing or cannot be read
   * @throws CheckpointException if it is damaged, malicious, or holds no state dict
   */
  public static StateDict open(Path file, ReadOptions options)
      throws IOException, CheckpointException {
    return open(file, options, true);
  }

  /** Opens a file that is no index of others. */
  static StateDict openSingle(Path file, ReadOptions options)
      throws IOException, CheckpointException {
    return open(file, options, false);
  }

  private static StateDict open(Path file, ReadOptions options, boolean index)
      throws IOException, CheckpointException {
    CheckpointFile channel = CheckpointFile.open(file);
    StateDict result = null;
    try {
      result = FormatDetector.read(channel, options, index);
      return result;
    } finally {
      if (result == null) {
        channel.close();
      }
    }
  }

  /**
   * Makes a state dict in memory, for writing.
   *
   * @param label what to call it in messages
   * @param tensors names in order; one tensor under several names is tied
   * @return the state dict; closing it does nothing
   */
  public static StateDict of(String label, Map<String, CheckpointTensor> tensors) {
    return new StateDict(List.of(Path.of(label)), null, Container.MEMORY, NamedTensors.of(tensors));
  }

  /**
   * Shows the same file with other tensors, such as its own under other names. This state dict
   * stays the owner of the file and must stay open while the view is read.
   *
   * @param others names in order
   * @return a view with the same file, attributes and root; closing it does nothing
   */
  public StateDict withTensors(Map<String, CheckpointTensor> others) {
    return new StateDict(files, null, container, content.withTensors(others), own);
  }

  /**
   * Returns the file.
   *
   * @return the path that was opened, or the label of a state dict in memory
   */
  public Path file() {
    return files.get(0);
  }

  /**
   * Returns all files that the tensors are read from.
   *
   * @return the path that was opened, and the shards if that is an index of shards
   */
  public List<Path> files() {
    return files;
  }

  /**
   * Returns the kind of file.
   *
   * @return found by content
   */
  public Container container() {
    return container;
  }

  /**
   * Returns the names.
   *
   * @return unmodifiable, in the order of the file
   */
  public Set<String> keys() {
    return tensors.keySet();
  }

  /**
   * Returns all tensors by name.
   *
   * @return unmodifiable, in the order of the file
   */
  public Map<String, CheckpointTensor> tensors() {
    return tensors;
  }

  /**
   * Returns a tensor.
   *
   * @param key its name
   * @return the tensor, not yet read
   * @throws NoSuchElementException if there is none of this name
   */
  public CheckpointTensor get(String key) {
    return find(key)
        .orElseThrow(() -> new NoSuchElementException(file() + ": no tensor named '" + key + "'"));
  }

  /**
   * Finds a tensor.
   *
   * @param key its name
   * @return the tensor, or empty
   */
  public Optional<CheckpointTensor> find(String key) {
    return Optional.ofNullable(tensors.get(key));
  }

  /**
   * Returns what the file calls a tensor, whatever this view of it does.
   *
   * @param tensor one of {@link #tensors}
   * @return the file's name; the view's if the tensor is made of others; empty if it is neither's
   */
  public Optional<String> nameInFile(CheckpointTensor tensor) {
    return name(own, tensor).or(() -> name(tensors, tensor));
  }

  private static Optional<String> name(
      Map<String, CheckpointTensor> tensors, CheckpointTensor tensor) {
    return tensors.entrySet().stream()
        .filter(entry -> entry.getValue() == tensor)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /**
   * Returns the way from the root object to the state dict.
   *
   * @return such as {@code [model]}; empty if the root is the state dict
   */
  public List<String> rootPath() {
    return content.path();
  }

  /**
   * Returns plain values found elsewhere in the root object: texts, numbers, flags, and short lists
   * of them.
   *
   * @return values by dotted path such as {@code epoch} or {@code meta.iter}
   */
  public Map<String, Object> attributes() {
    return content.attributes();
  }

  /**
   * Returns the root object's members, at most a thousand; the tensors of a root that is the state
   * dict itself are left out.
   *
   * @return name and a short description, such as {@code a dict of 300}
   */
  public Map<String, String> rootEntries() {
    return content.entries();
  }

  /**
   * Returns the entries of the state dict that are no tensors and were left out.
   *
   * @return name and a short description
   */
  public Map<String, String> skipped() {
    return content.skipped();
  }

  /**
   * Returns groups of names that show the same elements.
   *
   * @return groups of two and more, in order of their first name
   */
  public List<List<String>> ties() {
    Map<Object, List<String>> groups = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          // Empty tensors share nothing that could be trained.
          if (tensor.numel() > 0) {
            groups.computeIfAbsent(tensor.tieId(), id -> new ArrayList<>()).add(name);
          }
        });
    return groups.values().stream().filter(g -> g.size() > 1).map(List::copyOf).toList();
  }

  /** Closes the files. Tensors that were not read can no longer be. */
  @Override
  public void close() throws IOException {
    if (open != null) {
      open.close();
    }
  }
}
