/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.pth;

import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.file.CheckpointFile;
import io.mpvit.checkpoint.tensor.NamedTensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Reads the state dicts that come as pickles. Names and shapes are read at once; elements are read
 * when they are asked for, from the file that stays open.
 *
 * @param entry member of the root object to take as the state dict; empty chooses the usual one
 * @param strictGlobals refuse names beyond tensors and plain containers
 * @param checkCrc compare each zip entry that is read with its CRC-32
 */
public record PickledStateDict(Optional<String> entry, boolean strictGlobals, boolean checkCrc) {

  /**
   * Returns whether a file begins as PyTorch's legacy stream does.
   *
   * @param start the file's first bytes
   * @return whether the magic pickle is there, as protocol 2 writes it
   */
  public static boolean isLegacy(ByteBuffer start) {
    return LegacyReader.hasMagic(start);
  }

  /**
   * Reads PyTorch's zip container.
   *
   * @param file an open file
   * @return its state dict
   * @throws IOException if the file cannot be read
   * @throws CheckpointException if it is damaged, malicious, or holds no state dict
   */
  public NamedTensors zip(CheckpointFile file) throws IOException, CheckpointException {
    return RootObject.tensors(file, PthZipReader.read(file, strictGlobals, checkCrc), entry);
  }

  /**
   * Reads the stream that PyTorch wrote before 1.6.
   *
   * @param file an open file
   * @return its state dict
   * @throws IOException if the file cannot be read
   * @throws CheckpointException if it is damaged, malicious, or holds no state dict
   */
  public NamedTensors legacy(CheckpointFile file) throws IOException, CheckpointException {
    return RootObject.tensors(file, LegacyReader.read(file, strictGlobals), entry);
  }

  /**
   * Reads one plain pickle with NumPy arrays, as detectron2 and Caffe2 publish.
   *
   * @param file an open file
   * @return its state dict
   * @throws IOException if the file cannot be read
   * @throws CheckpointException if it is damaged, malicious, or holds no state dict
   */
  public NamedTensors plain(CheckpointFile file) throws IOException, CheckpointException {
    return RootObject.tensors(file, PlainPickleReader.read(file, strictGlobals), entry);
  }
}
