/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.pth;

import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.file.CheckpointOutput;
import io.mpvit.checkpoint.pickle.PickleWriter;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.checkpoint.tensor.TensorLayout;
import io.mpvit.checkpoint.tensor.TensorType;
import io.mpvit.checkpoint.zip.ZipWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes PyTorch's zip container so that {@code torch.load} opens it, with {@code weights_only}
 * too. Every tensor is written dense; tensors that show the same elements share one storage, and so
 * are tied again when they are loaded. Equal input gives equal bytes.
 */
public final class PthWriter {
  private static final String FOLDER = "archive/";

  private final Map<String, CheckpointTensor> weights;

  /** Storage of each name. */
  private final Map<String, Integer> storages = new HashMap<>();

  /** The tensor that each storage is written from, by its number. */
  private final List<CheckpointTensor> records = new ArrayList<>();

  private PthWriter(Map<String, CheckpointTensor> weights) {
    this.weights = weights;
    Map<Object, Integer> known = new HashMap<>();
    weights.forEach(
        (name, tensor) -> {
          int next = records.size();
          int index = known.merge(storageKey(tensor), next, (old, unused) -> old);
          storages.put(name, index);
          if (index == next) {
            records.add(tensor);
          }
        });
  }

  /**
   * Writes a file that appears complete or not at all.
   *
   * @param weights what to write, in this order
   * @param target the file
   * @param rootEntry name under which the state dict is put into a dict; empty makes it the root
   * @param metadata texts, integers, lists and maps of them beside the root entry
   * @throws IllegalArgumentException if there are metadata without a root entry
   * @throws IOException if the target cannot be written
   * @throws CheckpointException if the file that the weights are read from is damaged
   */
  public static void write(
      Map<String, CheckpointTensor> weights,
      Path target,
      Optional<String> rootEntry,
      Map<String, ?> metadata)
      throws IOException, CheckpointException {
    if (!metadata.isEmpty() && rootEntry.isEmpty()) {
      throw new IllegalArgumentException(
          target + ": metadata in a .pth file need a root entry to stand beside");
    }
    PthWriter writer = new PthWriter(weights);
    byte[] pickle = writer.pickle(rootEntry, metadata);
    CheckpointOutput.write(
        target,
        channel -> {
          ZipWriter zip = new ZipWriter(channel);
          zip.add(FOLDER + "data.pkl", pickle);
          zip.add(FOLDER + "byteorder", ascii("little"));
          for (int i = 0; i < writer.records.size(); i++) {
            CheckpointTensor tensor = writer.records.get(i);
            zip.add(FOLDER + "data/" + i, tensor.byteSize(), tensor::writeTo);
          }
          zip.add(FOLDER + "version", ascii("3\n"));
          zip.finish();
        });
  }

  /** Tied tensors may differ in shape, never in type; empty ones have nothing to share. */
  private static Object storageKey(CheckpointTensor tensor) {
    return tensor.numel() == 0 ? new Object() : List.of(tensor.tieId(), tensor.type());
  }

  private byte[] pickle(Optional<String> rootEntry, Map<String, ?> metadata) {
    PickleWriter out = new PickleWriter();
    if (rootEntry.isPresent()) {
      out.ops("}").text(rootEntry.get());
    }
    out.global("collections", "OrderedDict").ops(")R(");
    for (Map.Entry<String, CheckpointTensor> entry : weights.entrySet()) {
      out.text(entry.getKey());
      tensor(out, entry.getValue(), storages.get(entry.getKey()));
    }
    out.ops("u");
    if (rootEntry.isPresent()) {
      out.ops("s");
      metadata.forEach((name, value) -> out.text(name).plain(value).ops("s"));
    }
    return out.stop();
  }

  /** (storage, offset, size, stride, requires_grad, hooks[, dtype]) of torch._utils. */
  private static void tensor(PickleWriter out, CheckpointTensor tensor, int storage) {
    TensorType type = tensor.type();
    boolean typed = type.storageClass().isPresent();
    out.global("torch._utils", typed ? "_rebuild_tensor_v2" : "_rebuild_tensor_v3").ops("((");
    out.repeatedText("storage");
    if (typed) {
      out.global("torch", type.storageClass().get());
    } else {
      out.global("torch.storage", "UntypedStorage");
    }
    out.text(Integer.toString(storage)).repeatedText("cpu");
    out.integer(typed ? tensor.numel() : tensor.byteSize()).ops("tQ").integer(0);
    out.integers(tensor.shape()).integers(TensorLayout.dense(tensor.shape()).strides());
    out.ops("\u0089").global("collections", "OrderedDict").ops(")R");
    if (!typed) {
      out.global("torch", type.torchName());
    }
    out.ops("tR");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
