/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.pickle;

import io.mpvit.checkpoint.file.ByteRegion;
import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.file.CheckpointFile;
import io.mpvit.checkpoint.pickle.PickleValue.EncodedText;
import io.mpvit.checkpoint.pickle.PickleValue.PyBytes;
import io.mpvit.checkpoint.pickle.PickleValue.PyTuple;
import io.mpvit.checkpoint.tensor.Storage;
import io.mpvit.checkpoint.tensor.TensorLayout;
import io.mpvit.checkpoint.tensor.TensorType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A NumPy array, made empty and completed by BUILD. */
public final class NumpyArray {
  private RebuiltTensor tensor;
  private String problem = "a numpy array that was never given its shape and data";

  /**
   * Returns the array as a tensor.
   *
   * @return null when it cannot be one
   */
  public RebuiltTensor tensor() {
    return tensor;
  }

  /**
   * Says why it cannot be a tensor.
   *
   * @return the reason, in words
   */
  public String problem() {
    return problem;
  }

  /** Completes the array with (version, shape, dtype, fortran_order, data). */
  void build(PickleInput in, Object state) throws CheckpointException {
    if (!(state instanceof PyTuple tuple) || tuple.items.length != 5) {
      throw in.malformed("numpy array with a state of unknown form");
    }
    Object[] items = tuple.items;
    fill(in, items[1], items[2], Boolean.TRUE.equals(items[3]), items[4]);
  }

  /** Interprets _frombuffer(bytes, dtype, shape, order). */
  static NumpyArray fromBuffer(PickleInput in, Object... arguments) throws CheckpointException {
    if (arguments.length != 4) {
      throw in.malformed("numpy array from a buffer with " + arguments.length + " arguments");
    }
    NumpyArray array = new NumpyArray();
    array.fill(
        in, arguments[2], arguments[1], "F".equals(PickleValue.text(arguments[3])), arguments[0]);
    return array;
  }

  /** Interprets scalar(dtype, bytes): an array without axes. */
  static NumpyArray scalar(PickleInput in, Object... arguments) throws CheckpointException {
    NumpyArray array = new NumpyArray();
    array.fill(in, new PyTuple(), arguments[0], false, arguments[1]);
    return array;
  }

  private void fill(PickleInput in, Object shape, Object dtype, boolean fortran, Object data)
      throws CheckpointException {
    tensor = null;
    if (!(dtype instanceof NumpyDtype numpy)) {
      throw in.malformed("numpy array whose dtype is " + PickleValue.describe(dtype));
    }
    TensorType type = numpy.type();
    if (type == null) {
      problem = "a numpy array of the unsupported dtype " + CheckpointFile.quote(numpy.code());
      return;
    }
    long[] sizes = sizes(in, shape);
    long numel = TensorLayout.checkShape(in.file(), sizes);
    if (numel > Long.MAX_VALUE / type.byteSize()) {
      throw in.malformed("numpy array of " + numel + " elements: impossible");
    }
    ByteRegion bytes = bytes(in, data, numel * type.byteSize());
    if (bytes.size() != numel * type.byteSize()) {
      throw in.malformed(
          "numpy array of " + numel + " elements has " + bytes.size() + " bytes of data");
    }
    TensorLayout layout = fortran ? TensorLayout.fortran(sizes) : TensorLayout.dense(sizes);
    Storage storage = Storage.over(type, "numpy array", bytes, numpy.bigEndian());
    tensor = new RebuiltTensor(storage, type, layout);
  }

  private static long[] sizes(PickleInput in, Object shape) throws CheckpointException {
    if (!(shape instanceof PyTuple tuple)) {
      throw in.malformed("numpy array whose shape is " + PickleValue.describe(shape));
    }
    long[] sizes = new long[tuple.items.length];
    for (int i = 0; i < sizes.length; i++) {
      if (!(tuple.items[i] instanceof Long size)) {
        throw in.malformed("numpy array whose shape holds " + PickleValue.describe(tuple.items[i]));
      }
      sizes[i] = size;
    }
    return sizes;
  }

  /** Python 2 has one type for texts and bytes: its characters are the bytes. */
  private static ByteRegion bytes(PickleInput in, Object data, long expected)
      throws CheckpointException {
    if (data instanceof PyBytes bytes) {
      return bytes.region;
    }
    if (data instanceof EncodedText text
        && text.utf8.size() >= expected
        && text.utf8.size() / 2 <= expected) {
      return new LatinText(in.file(), text.utf8, expected);
    }
    if (data instanceof String text && text.chars().allMatch(c -> c < 256)) {
      return ByteRegion.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }
    throw in.malformed("numpy array whose data are " + PickleValue.describe(data));
  }
}
