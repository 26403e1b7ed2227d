/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.pickle;

import io.mpvit.checkpoint.file.ByteRegion;
import io.mpvit.checkpoint.file.CheckpointFile;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a pickle can hold here, beside Java's {@link String}, {@link Long}, {@link BigInteger},
 * {@link Double} and {@link Boolean}. Containers may be cyclic and share parts without bound, so
 * none of them has content equality, a content hash, or a text form; each is compared by identity.
 */
public final class PickleValue {

  private PickleValue() {}

  /** Python's None. */
  public enum None {
    /** The only value. */
    NONE
  }

  /** A list or a set. */
  public static final class PyList {
    final boolean set;
    final List<Object> items = new ArrayList<>(0);

    PyList(boolean set) {
      this.set = set;
    }

    /**
     * Returns the items.
     *
     * @return in the order of the file
     */
    public List<Object> items() {
      return Collections.unmodifiableList(items);
    }
  }

  /** A tuple. */
  public static final class PyTuple {
    final Object[] items;

    PyTuple(Object... items) {
      this.items = items;
    }

    /**
     * Returns the items.
     *
     * @return in order
     */
    public List<Object> items() {
      return Collections.unmodifiableList(Arrays.asList(items));
    }
  }

  /** A dict in insertion order; a repeated key keeps its place and takes the last value. */
  public static final class PyDict {
    private final Map<Object, Object> items = new LinkedHashMap<>(4);

    void put(Object key, Object value) {
      items.put(normal(key), value);
    }

    /**
     * Returns a member.
     *
     * @param key a text
     * @return its value, or null
     */
    public Object get(String key) {
      return items.get(key);
    }

    /**
     * Returns all members.
     *
     * @return in the order of the file
     */
    public Map<Object, Object> items() {
      return Collections.unmodifiableMap(items);
    }

    /** Python holds True, 1 and 1.0 for one key. */
    private static Object normal(Object key) {
      if (key instanceof Boolean flag) {
        return flag ? 1L : 0L;
      }
      if (key instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15) {
        return number.longValue();
      }
      return key instanceof PyBytes bytes && bytes.shortText() != null
          ? new BytesKey(bytes.shortText())
          : key;
    }
  }

  /**
   * Short bytes as a key.
   *
   * @param latin1 the bytes as characters
   */
  record BytesKey(String latin1) {}

  /** A text too long to be a name or a setting, left where it is, as UTF-8. */
  static final class LongText {
    final ByteRegion utf8;

    LongText(ByteRegion utf8) {
      this.utf8 = utf8;
    }
  }

  /** Bytes that are spelled as a text; how many is known when they are decoded. */
  static final class EncodedText {
    final ByteRegion utf8;

    EncodedText(ByteRegion utf8) {
      this.utf8 = utf8;
    }
  }

  /** Bytes, left where they are until somebody wants them. */
  static final class PyBytes {
    final ByteRegion region;
    private final String shortText;

    /**
     * Wraps bytes.
     *
     * @param shortText the bytes as Latin-1 characters if they are few, otherwise null
     */
    PyBytes(ByteRegion region, String shortText) {
      this.region = region;
      this.shortText = shortText;
    }

    /** The bytes as Latin-1 characters if they are few, otherwise null. */
    String shortText() {
      return shortText;
    }
  }

  /**
   * The result of a call that is not interpreted: remembers what was called and ignores the rest.
   */
  public static final class Opaque {
    final Symbol symbol;

    Opaque(Symbol symbol) {
      this.symbol = symbol;
    }
  }

  /**
   * Names a value for a message, without looking inside.
   *
   * @param value anything that a pickle can hold
   * @return such as {@code a dict of 300}
   */
  public static String describe(Object value) {
    if (value instanceof Opaque opaque) {
      return "an object of " + opaque.symbol + ", which is not interpreted (unsupported)";
    }
    if (value instanceof Symbol symbol) {
      return "the global " + symbol;
    }
    if (value instanceof PyList list) {
      return "a " + (list.set ? "set" : "list") + " of " + list.items.size();
    }
    if (value instanceof PyTuple tuple) {
      return "a tuple of " + tuple.items.length;
    }
    if (value instanceof PyDict dict) {
      return "a dict of " + dict.items.size();
    }
    if (value instanceof PyBytes bytes) {
      return "bytes of length " + bytes.region.size();
    }
    if (value instanceof LongText text) {
      return "a text of " + text.utf8.size() + " bytes";
    }
    if (value instanceof EncodedText text) {
      return "bytes spelled as a text of " + text.utf8.size() + " bytes";
    }
    if (value instanceof String text) {
      return "the text " + CheckpointFile.quote(text);
    }
    if (isPlain(value)) {
      return value == None.NONE ? "None" : "the number " + value;
    }
    if (value instanceof RebuiltTensor) {
      return "a tensor";
    }
    return value instanceof NumpyArray ? "a numpy array" : "a storage or dtype";
  }

  /**
   * Returns text that may come as bytes in python-2 files.
   *
   * @param value anything that a pickle can hold
   * @return the text, or null for anything else
   */
  public static String text(Object value) {
    if (value instanceof PyBytes bytes && bytes.shortText() != null) {
      return new String(
          bytes.shortText().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
    return value instanceof String text ? text : null;
  }

  /**
   * Returns whether the value is a number, text, bool or None.
   *
   * @param value anything that a pickle can hold
   * @return whether it has no parts
   */
  public static boolean isPlain(Object value) {
    return value instanceof String
        || value instanceof Long
        || value instanceof BigInteger
        || value instanceof Double
        || value instanceof Boolean
        || value instanceof LongText
        || value == None.NONE;
  }
}
