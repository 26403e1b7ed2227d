/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.pth;

import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.file.CheckpointOutput;
import io.mpvit.checkpoint.pickle.PickleWriter;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes a plain pickle as detectron2 publishes its models: {@code {"model": {name: array, ...},
 * "__author__": text}}, the arrays being NumPy's. Without an author detectron2 would take the file
 * for one of Caffe2 and guess at its names. Tied tensors are written several times.
 */
public final class PklWriter {

  private static final String AUTHOR = "__author__";
  private static final String MODEL = "model";

  /** The version that has bytes objects. */
  private static final int PROTOCOL = 3;

  private PklWriter() {}

  /**
   * Writes a file that appears complete or not at all.
   *
   * @param weights what to write, in this order
   * @param target the file
   * @param metadata texts, integers, lists and maps of them beside the weights
   * @throws IllegalArgumentException if NumPy has no type for a tensor
   * @throws IOException if the target cannot be written
   * @throws CheckpointException if the file that the weights are read from is damaged
   */
  public static void write(
      Map<String, CheckpointTensor> weights, Path target, Map<String, ?> metadata)
      throws IOException, CheckpointException {
    weights.forEach((name, tensor) -> code(target, name, tensor));
    Map<String, Object> texts = new LinkedHashMap<>(metadata);
    texts.putIfAbsent(AUTHOR, "MPViT for the JVM");
    CheckpointOutput.write(
        target,
        channel -> {
          PickleWriter out = new PickleWriter(PROTOCOL);
          out.ops("}").text(MODEL).ops("}");
          for (Map.Entry<String, CheckpointTensor> entry : weights.entrySet()) {
            CheckpointTensor tensor = entry.getValue();
            out.text(entry.getKey());
            array(out, tensor, code(target, entry.getKey(), tensor));
            put(channel, out.take());
            tensor.writeTo(channel);
            out.ops("tbs");
          }
          out.ops("s");
          texts.forEach((name, value) -> out.text(name).plain(value).ops("s"));
          put(channel, out.stop());
        });
  }

  private static String code(Path target, String name, CheckpointTensor tensor) {
    return tensor
        .type()
        .numpyCode()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s: NumPy has no type %s, which %s is of; convert it or choose another format"
                        .formatted(target, tensor.type(), name)));
  }

  /** An empty array, and its state (version, shape, dtype, order, elements) up to the elements. */
  private static void array(PickleWriter out, CheckpointTensor tensor, String code) {
    out.global("numpy.core.multiarray", "_reconstruct").ops("(").global("numpy", "ndarray");
    out.integers(0).bytesHeader(1).ops("btR");
    out.ops("(").integer(1).integers(tensor.shape());
    // dtype(code, align, copy) and its state (version, byte order, no fields, ...)
    out.global("numpy", "dtype").ops("(").text(code).ops("\u0089\u0088tR");
    out.ops("(").integer(3).text(tensor.type().byteSize() == 1 ? "|" : "<").ops("NNN");
    out.integer(-1).integer(-1).integer(0).ops("tb");
    out.ops("\u0089").bytesHeader(tensor.byteSize());
  }

  private static void put(WritableByteChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
