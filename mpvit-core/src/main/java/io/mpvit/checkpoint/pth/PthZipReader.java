/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.pth;

import io.mpvit.checkpoint.file.ByteRegion;
import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.file.CheckpointFile;
import io.mpvit.checkpoint.file.HeapBudget;
import io.mpvit.checkpoint.pickle.StorageTable;
import io.mpvit.checkpoint.pickle.Unpickler;
import io.mpvit.checkpoint.zip.ZipArchive;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads PyTorch's zip container: one folder with {@code data.pkl} and a record per storage. */
final class PthZipReader {
  private static final String PICKLE = "/data.pkl";

  /** A pickle of this size compressed to less is an attack, not a checkpoint. */
  private static final long MAX_INFLATED_PICKLE = 64L << 20;

  private final CheckpointFile file;
  private final boolean strictGlobals;
  private final boolean checkCrc;
  private final HeapBudget budget;

  private PthZipReader(CheckpointFile file, boolean strictGlobals, boolean checkCrc) {
    this.file = file;
    this.strictGlobals = strictGlobals;
    this.checkCrc = checkCrc;
    this.budget = new HeapBudget(file);
  }

  static ParsedCheckpoint read(CheckpointFile file, boolean strictGlobals, boolean checkCrc)
      throws IOException, CheckpointException {
    return new PthZipReader(file, strictGlobals, checkCrc).read();
  }

  private ParsedCheckpoint read() throws IOException, CheckpointException {
    ZipArchive archive = ZipArchive.open(file, checkCrc, budget);
    String folder = folder(archive);
    boolean big = bigEndian(archive, folder);
    StorageTable table = new StorageTable(file, false);
    Unpickler unpickler = new Unpickler(file, table, strictGlobals, StandardCharsets.UTF_8, budget);
    ByteRegion pickle = archive.whole(folder + PICKLE, MAX_INFLATED_PICKLE);
    Object root = unpickler.read(pickle, 0, "pickle data.pkl");
    return new ParsedCheckpoint(
        false,
        root,
        storage -> {
          if (!storage.attached()) {
            ByteRegion bytes = archive.region(folder + "/data/" + table.key(storage));
            if (bytes.size() != storage.byteSize()) {
              throw file.damaged(
                  storage.label()
                      + " has "
                      + bytes.size()
                      + " bytes in the zip archive, its declared size is "
                      + storage.byteSize());
            }
            storage.attach(bytes, big);
          }
        });
  }

  private String folder(ZipArchive archive) throws CheckpointException {
    if (archive.names().isEmpty()) {
      throw file.damaged("empty zip archive, not a checkpoint");
    }
    List<String> folders =
        archive.names().stream()
            .filter(n -> n.endsWith(PICKLE) && n.indexOf('/') == n.length() - PICKLE.length())
            .map(n -> n.substring(0, n.length() - PICKLE.length()))
            .toList();
    if (folders.size() > 1) {
      throw file.damaged("zip archive with two or more data.pkl: ambiguous");
    }
    if (folders.isEmpty() || archive.has("data.pkl")) {
      throw file.damaged(
          "zip archive without exactly one <folder>/data.pkl: not a PyTorch checkpoint");
    }
    String folder = folders.get(0);
    if (archive.has(folder + "/constants.pkl")
        || archive.names().stream().anyMatch(n -> n.startsWith(folder + "/code/"))) {
      throw file.damaged(
          "TorchScript archive, not a state dict; save the module's state_dict() instead");
    }
    return folder;
  }

  private boolean bigEndian(ZipArchive archive, String folder)
      throws IOException, CheckpointException {
    String name = folder + "/byteorder";
    if (!archive.has(name)) {
      return false;
    }
    ByteRegion region = archive.region(name);
    if (region.size() > 16) {
      throw file.damaged("zip entry byteorder holds no byte order");
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) region.size());
    region.read(0, bytes);
    String text = new String(bytes.array(), StandardCharsets.ISO_8859_1).strip();
    return switch (text) {
      case "little" -> false;
      case "big" -> true;
      default ->
          throw file.damaged("unknown byteorder " + CheckpointFile.quote(text) + " in its zip");
    };
  }
}
