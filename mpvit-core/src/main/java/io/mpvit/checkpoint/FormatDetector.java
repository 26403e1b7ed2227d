/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.file.CheckpointFile;
import io.mpvit.checkpoint.pth.PickledStateDict;
import io.mpvit.checkpoint.safetensors.SafetensorsReader;
import io.mpvit.checkpoint.shards.ShardIndex;
import io.mpvit.checkpoint.tensor.NamedTensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Chooses the reader by content; the extension only decides between kinds of pickles. What is no
 * checkpoint at all is named, because a dead link or a failed download is the usual cause.
 */
final class FormatDetector {
  private static final int START = 512;
  private static final int PICKLE = 0x80;

  private final CheckpointFile file;
  private final ByteBuffer start;
  private final String text;
  private final String name;

  private FormatDetector(CheckpointFile file) throws IOException, CheckpointException {
    this.file = file;
    this.start =
        ByteBuffer.allocate((int) Math.min(START, file.size())).order(ByteOrder.LITTLE_ENDIAN);
    file.read(0, start);
    start.flip();
    this.text = new String(start.array(), StandardCharsets.ISO_8859_1);
    Object last = file.path().getFileName();
    this.name = last == null ? "" : last.toString().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a file.
   *
   * @param index whether it may be an index of other files
   */
  static StateDict read(CheckpointFile file, ReadOptions options, boolean index)
      throws IOException, CheckpointException {
    FormatDetector detector = new FormatDetector(file);
    return index && ShardIndex.matches(detector.name, detector.text)
        ? ShardedReader.read(file, options)
        : detector.read(options);
  }

  private StateDict read(ReadOptions options) throws IOException, CheckpointException {
    PickledStateDict pickled =
        new PickledStateDict(options.entry(), options.strictGlobals(), options.checkCrc());
    if (text.startsWith("PK\3\4") || text.startsWith("PK\5\6")) {
      return stateDict(Container.PTH_ZIP, pickled.zip(file));
    }
    boolean binaryPickle = start.limit() > 0 && (start.get(0) & 0xff) == PICKLE;
    if (safetensors() && !(binaryPickle && PickledStateDict.isLegacy(start))) {
      return stateDict(Container.SAFETENSORS, part(SafetensorsReader.read(file), options));
    }
    boolean pkl = name.endsWith(".pkl");
    if (binaryPickle && (!pkl || PickledStateDict.isLegacy(start))) {
      return stateDict(Container.PTH_LEGACY, pickled.legacy(file));
    }
    if (!binaryPickle) {
      refuseOthers();
    }
    if (pkl) {
      return stateDict(Container.PICKLE, pickled.plain(file));
    }
    if (name.endsWith(".safetensors")) {
      return stateDict(Container.SAFETENSORS, part(SafetensorsReader.read(file), options));
    }
    throw file.damaged("unknown format: not a checkpoint (no zip, pickle or safetensors)");
  }

  private StateDict stateDict(Container container, NamedTensors content) {
    return new StateDict(List.of(file.path()), file, container, content);
  }

  /** A .safetensors file has no entries, but may hold several networks under prefixes of keys. */
  private NamedTensors part(NamedTensors all, ReadOptions options) throws CheckpointException {
    if (options.entry().isEmpty()) {
      return all;
    }
    NamedTensors part = all.under(options.entry().get());
    if (part.tensors().isEmpty()) {
      String names =
          all.tensors().keySet().stream()
              .map(key -> key.split("\\.", 2)[0])
              .distinct()
              .limit(12)
              .map(CheckpointFile::quote)
              .collect(Collectors.joining(", "));
      throw file.damaged(
          "no key begins with "
              + CheckpointFile.quote(NamedTensors.prefix(options.entry().get()))
              + "; keys begin with "
              + names);
    }
    return part;
  }

  /** A header length that fits the file and the brace that must follow it. */
  private boolean safetensors() {
    if (start.limit() < Long.BYTES + 2 || start.get(Long.BYTES) != '{') {
      return false;
    }
    long length = start.getLong(0);
    return name.endsWith(".safetensors") || (length >= 2 && length <= file.size() - Long.BYTES);
  }

  private void refuseOthers() throws CheckpointException {
    String words = text.stripLeading();
    String what = null;
    if (file.size() == 0) {
      what = "the file is empty";
    } else if (words.startsWith("<")) {
      what =
          "this is a web page (HTML or XML), not a checkpoint; the download link is probably dead";
    } else if (words.startsWith("version https://git-lfs")) {
      what = "this is a Git LFS pointer, not a checkpoint; fetch the file itself (git lfs pull)";
    } else if (text.startsWith("\u001f\u008b")) {
      what = "this is gzip-compressed, not a checkpoint; unpack it first";
    } else if (text.startsWith("ustar", 257)) {
      what = "this is a tar archive (PyTorch before 0.2), an unsupported checkpoint format";
    } else if (words.startsWith("{")) {
      what = "this is JSON text, not a checkpoint; probably an error answer of a server";
    } else if (text.chars().allMatch(c -> c == 0)) {
      what = "this is all zeros, not a checkpoint; the download probably failed";
    }
    if (what != null) {
      throw file.damaged(what);
    }
  }
}
