/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.pickle;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Emits the few opcodes of protocols 2 and 3 that a checkpoint needs and restricted readers allow.
 */
public final class PickleWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Map<String, Integer> memo = new HashMap<>();

  /** Begins a pickle. */
  public PickleWriter() {
    this(2);
  }

  /**
   * Begins a pickle.
   *
   * @param protocol 2, or 3 if it is to hold bytes objects
   */
  public PickleWriter(int protocol) {
    op(0x80);
    op(protocol);
  }

  /**
   * Emits opcodes without arguments.
   *
   * @param opcodes their characters
   * @return this writer
   */
  public PickleWriter ops(String opcodes) {
    out.writeBytes(opcodes.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /**
   * Emits a global.
   *
   * @param module its module
   * @param name its name
   * @return this writer
   */
  public PickleWriter global(String module, String name) {
    String text = "c" + module + "\n" + name + "\n";
    if (!recall(text)) {
      ops(text);
      remember(text);
    }
    return this;
  }

  /**
   * Emits a text.
   *
   * @param text any text
   * @return this writer
   */
  public PickleWriter text(String text) {
    byte[] bytes = PickleText.toUtf8(text);
    op('X');
    little(bytes.length, 4);
    out.writeBytes(bytes);
    return this;
  }

  /**
   * Emits a text that comes again and again.
   *
   * @param text any text
   * @return this writer
   */
  public PickleWriter repeatedText(String text) {
    if (!recall(text)) {
      text(text);
      remember(text);
    }
    return this;
  }

  /**
   * Emits an integer.
   *
   * @param value any value
   * @return this writer
   */
  public PickleWriter integer(long value) {
    if (value >= 0 && value < 1 << 8) {
      op('K');
      little(value, 1);
    } else if (value >= 0 && value < 1 << 16) {
      op('M');
      little(value, 2);
    } else if (value == (int) value) {
      op('J');
      little(value, 4);
    } else {
      byte[] big = BigInteger.valueOf(value).toByteArray();
      op(0x8a);
      op(big.length);
      for (int i = big.length - 1; i >= 0; i--) {
        op(big[i]);
      }
    }
    return this;
  }

  /**
   * Emits a tuple of integers.
   *
   * @param values any values
   * @return this writer
   */
  public PickleWriter integers(long... values) {
    op('(');
    for (long value : values) {
      integer(value);
    }
    op('t');
    return this;
  }

  /**
   * Emits a value without tensors.
   *
   * @param value a text, an {@link Integer} or {@link Long}, or a list or a map of texts to such
   *     values
   * @return this writer
   * @throws IllegalArgumentException if it is something else
   */
  public PickleWriter plain(Object value) {
    if (value instanceof String text) {
      return text(text);
    }
    if (value instanceof Integer || value instanceof Long) {
      return integer(((Number) value).longValue());
    }
    if (value instanceof List<?> list) {
      ops("](");
      list.forEach(this::plain);
      return ops("e");
    }
    if (value instanceof Map<?, ?> map) {
      ops("}(");
      map.forEach((key, item) -> plain(key).plain(item));
      return ops("u");
    }
    throw new IllegalArgumentException("expected texts and integers, found " + value);
  }

  /**
   * Emits what stands before the elements of a bytes object, which the caller writes after what
   * {@link #take} gives.
   *
   * @param length bytes that follow, below 2^32
   * @return this writer
   * @throws IllegalArgumentException if there are too many
   */
  public PickleWriter bytesHeader(long length) {
    if (length < 0 || length > 0xffff_ffffL) {
      throw new IllegalArgumentException("a bytes object of " + length + " bytes is too long");
    }
    op('B');
    little(length, 4);
    return this;
  }

  /**
   * Takes away what was emitted so far.
   *
   * @return the bytes; what is emitted next follows them
   */
  public byte[] take() {
    byte[] part = out.toByteArray();
    out.reset();
    return part;
  }

  /**
   * Ends the pickle.
   *
   * @return its bytes, without those that were taken
   */
  public byte[] stop() {
    op('.');
    return out.toByteArray();
  }

  private boolean recall(String value) {
    Integer index = memo.get(value);
    if (index != null) {
      op('h');
      op(index);
    }
    return index != null;
  }

  /** BINPUT has one byte; there are fewer globals than that. */
  private void remember(String value) {
    op('q');
    op(memo.size());
    memo.put(value, memo.size());
  }

  private void op(int code) {
    out.write(code);
  }

  private void little(long value, int bytes) {
    ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.write(buffer.putLong(value).array(), 0, bytes);
  }
}
