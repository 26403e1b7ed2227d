/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.file.CheckpointFile;
import io.mpvit.checkpoint.shards.ShardIndex;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.checkpoint.tensor.NamedTensors;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Joins the shards of an index into one state dict. Index and shards must agree on every tensor:
 * where they do not, they are of different versions, and some weights would be the wrong ones.
 */
final class ShardedReader {
  private static final String AGAIN = "; get the index and all its shards again, of one version";

  private final CheckpointFile file;
  private final ShardIndex index;

  /** The open shards by file name. */
  private final Map<String, StateDict> shards = new LinkedHashMap<>();

  /** The shard that holds each tensor. */
  private final Map<String, String> holders = new LinkedHashMap<>();

  private ShardedReader(CheckpointFile file, ShardIndex index) {
    this.file = file;
    this.index = index;
  }

  static StateDict read(CheckpointFile file, ReadOptions options)
      throws IOException, CheckpointException {
    ShardedReader reader = new ShardedReader(file, ShardIndex.read(file));
    StateDict result = null;
    try {
      result = reader.read(options);
      return result;
    } finally {
      if (result == null) {
        reader.close();
      }
    }
  }

  private StateDict read(ReadOptions options) throws IOException, CheckpointException {
    requireFiles();
    for (String name : index.fileNames()) {
      open(name, options.withoutEntry()); // the index names keys, entries are no part of them
    }
    List<Path> files = new ArrayList<>(List.of(file.path()));
    shards.values().forEach(shard -> files.addAll(shard.files()));
    NamedTensors all = content();
    NamedTensors wanted = options.entry().map(all::under).orElse(all);
    if (wanted.tensors().isEmpty()) {
      throw file.damaged("no key begins with " + CheckpointFile.quote(options.entry().orElse("")));
    }
    return new StateDict(files, this::close, Container.SHARDS, wanted);
  }

  /** Before the first shard is opened: downloads are long, and one message names what lacks. */
  private void requireFiles() throws CheckpointException {
    List<String> missing =
        index.fileNames().stream().filter(name -> !Files.isRegularFile(path(name))).toList();
    if (!missing.isEmpty()) {
      String key =
          index.shards().entrySet().stream()
              .filter(e -> e.getValue().equals(missing.get(0)))
              .findFirst()
              .orElseThrow()
              .getKey();
      throw file.damaged(
          missing.size()
              + " of "
              + index.fileNames().size()
              + " shards missing from its folder: "
              + String.join(", ", missing.stream().limit(3).map(CheckpointFile::quote).toList())
              + (missing.size() > 3 ? ", ..." : "")
              + " (tensor "
              + CheckpointFile.quote(key)
              + " and others); put every shard beside the index");
    }
  }

  /** The folder of the path as it was given: in the hub's cache, index and shards are links. */
  private Path path(String name) {
    return file.path().resolveSibling(name);
  }

  private void open(String name, ReadOptions options) throws IOException, CheckpointException {
    StateDict shard;
    try {
      shard = StateDict.openSingle(path(name), options);
    } catch (CheckpointException e) {
      throw file.damaged(
          "its shard " + CheckpointFile.quote(name) + ": " + e.reason() + "; get that shard again",
          e);
    }
    shards.put(name, shard);
    for (String key : shard.keys()) {
      String other = holders.put(key, name);
      if (other != null) {
        throw file.damaged(
            "tensor "
                + CheckpointFile.quote(key)
                + " is in two shards, "
                + CheckpointFile.quote(other)
                + " and "
                + CheckpointFile.quote(name)
                + AGAIN);
      }
      if (!index.shards().containsKey(key)) {
        throw file.damaged(
            "its shard "
                + CheckpointFile.quote(name)
                + " holds tensor "
                + CheckpointFile.quote(key)
                + ", which the index does not name"
                + AGAIN);
      }
    }
  }

  private NamedTensors content() throws CheckpointException {
    Map<String, CheckpointTensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, String> entry : index.shards().entrySet()) {
      String key = entry.getKey();
      String name = entry.getValue();
      CheckpointTensor tensor = shards.get(name).find(key).orElse(null);
      if (tensor == null) {
        String holder = holders.get(key);
        throw file.damaged(
            "its shard "
                + CheckpointFile.quote(name)
                + " lacks tensor "
                + CheckpointFile.quote(key)
                + (holder == null ? "" : ", which is in " + CheckpointFile.quote(holder))
                + AGAIN);
      }
      tensors.put(key, tensor);
    }
    Map<String, Object> attributes = new LinkedHashMap<>();
    Map<String, String> skipped = new LinkedHashMap<>();
    for (StateDict shard : shards.values()) {
      shard.attributes().forEach(attributes::putIfAbsent);
      shard.skipped().forEach(skipped::putIfAbsent);
    }
    List<String> path = shards.values().iterator().next().rootPath();
    return new NamedTensors(tensors, path, attributes, Map.of(), skipped);
  }

  /** Closes what is open, all of it whatever happens. */
  private void close() throws IOException {
    List<Closeable> open = new ArrayList<>(List.of(file));
    shards.values().forEach(shard -> open.add(shard::close));
    IOException failure = null;
    for (Closeable one : open) {
      try {
        one.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
