/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.pth.PklWriter;
import io.mpvit.checkpoint.pth.PthWriter;
import io.mpvit.checkpoint.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Writes a state dict; the ending of the file's name chooses the format. Names, order, element
 * types and values stay as they are. The file appears complete or not at all.
 */
public final class CheckpointWriter {

  private CheckpointWriter() {}

  /**
   * Writes with the default options.
   *
   * @param weights what to write
   * @param target a name that ends in .safetensors, .pth, .pt or .pkl
   * @throws IllegalArgumentException if the ending is another one, or the target is the state
   *     dict's own file
   * @throws IOException if the target cannot be written; nothing is left behind then
   * @throws CheckpointException if the file that the weights are read from is damaged
   */
  public static void write(StateDict weights, Path target) throws IOException, CheckpointException {
    write(weights, target, WriteOptions.defaults());
  }

  /**
   * Writes.
   *
   * @param weights what to write
   * @param target a name that ends in .safetensors, .pth, .pt or .pkl
   * @param options wrapping and metadata
   * @throws IllegalArgumentException if the ending is another one, the target is the state dict's
   *     own file, or the format has no place for an option
   * @throws IOException if the target cannot be written; nothing is left behind then
   * @throws CheckpointException if the file that the weights are read from is damaged
   */
  public static void write(StateDict weights, Path target, WriteOptions options)
      throws IOException, CheckpointException {
    boolean fromFile = weights.container() != Container.MEMORY;
    if (fromFile && Files.exists(target)) {
      for (Path source : weights.files()) {
        if (Files.isSameFile(source, target)) {
          throw new IllegalArgumentException(
              target + ": the output is the input; choose another name");
        }
      }
    }
    String name = target.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".safetensors")) {
      if (options.rootEntry().isPresent()) {
        throw new IllegalArgumentException(
            target + ": a .safetensors file has no root entry '" + options.rootEntry().get() + "'");
      }
      if (!options.members().isEmpty()) {
        throw new IllegalArgumentException(
            target + ": a .safetensors file has no members " + options.members().keySet());
      }
      SafetensorsWriter.write(weights.tensors(), target, options.metadata());
    } else if (name.endsWith(".pth") || name.endsWith(".pt")) {
      PthWriter.write(weights.tensors(), target, options.rootEntry(), options.beside());
    } else if (name.endsWith(".pkl")) {
      // detectron2 looks for no other entry, and always for this one.
      if (!options.rootEntry().orElse("model").equals("model")) {
        throw new IllegalArgumentException(
            target + ": the root entry of a .pkl file is 'model', found " + options.rootEntry());
      }
      PklWriter.write(weights.tensors(), target, options.beside());
    } else {
      throw new IllegalArgumentException(
          target + ": expected a name that ends in .safetensors, .pth, .pt or .pkl");
    }
  }
}
