/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The arrays of a NumPy {@code .npz} (or the single array of a {@code .npy}) on the class path.
 *
 * <p>Reads stored and deflated entries, C order, little-endian, of dtypes f4, f8, i1, i2, i4, i8,
 * u1, u2 and b1. Values come out row-major; a typed accessor widens or converts where the value
 * fits the asked type.
 */
public final class Npz {
  private static final Pattern DESCR = Pattern.compile("'descr':\\s*'([<|=]?)([a-z])(\\d+)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order':\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([^)]*)\\)");

  private final String source;
  private final Map<String, Array> arrays;

  private record Array(String dtype, long[] shape, ByteBuffer data) {
    int size() {
      long n = 1;
      for (long s : shape) {
        n *= s;
      }
      return Math.toIntExact(n);
    }
  }

  private Npz(String source, Map<String, Array> arrays) {
    this.source = source;
    this.arrays = arrays;
  }

  /**
   * Reads a resource.
   *
   * @param resource absolute name, such as {@code /reference/mpvit/preprocess.golden.npz}; a name
   *     that ends with {@code .npy} gives one array called {@code arr}
   */
  public static Npz resource(String resource) {
    try (InputStream in = Npz.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + resource + " on the test class path");
      }
      Map<String, Array> arrays = new LinkedHashMap<>();
      if (resource.endsWith(".npy")) {
        arrays.put("arr", parse(resource, in.readAllBytes()));
        return new Npz(resource, arrays);
      }
      try (ZipInputStream zip = new ZipInputStream(in)) {
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
          String name = entry.getName().replaceFirst("\\.npy$", "");
          arrays.put(name, parse(resource + "!" + name, zip.readAllBytes()));
        }
      }
      return new Npz(resource, arrays);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }

  /** The names of the arrays, in file order. */
  public Set<String> names() {
    return Collections.unmodifiableSet(arrays.keySet());
  }

  /** Whether the file has an array of this name. */
  public boolean has(String name) {
    return arrays.containsKey(name);
  }

  /** The dtype as NumPy writes it without byte order, such as {@code f4}. */
  public String dtype(String name) {
    return array(name).dtype;
  }

  /** The shape; empty for a 0-d array. */
  public long[] shape(String name) {
    return array(name).shape.clone();
  }

  /** The values of an f4 array, or of an integer array whose values float32 holds exactly. */
  public float[] floats(String name) {
    Array a = array(name);
    if (a.dtype.equals("f8") || a.dtype.equals("i8") || a.dtype.equals("i4")) {
      throw new IllegalArgumentException(source + ": " + name + " is " + a.dtype + ", not float32");
    }
    float[] out = new float[a.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) real(a, i);
    }
    return out;
  }

  /** The values of any array but i8 as doubles. */
  public double[] doubles(String name) {
    Array a = array(name);
    double[] out = new double[a.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = real(a, i);
    }
    return out;
  }

  /** The values of an integer or boolean array that fit an int. */
  public int[] ints(String name) {
    Array a = array(name);
    int[] out = new int[a.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.toIntExact(whole(name, a, i));
    }
    return out;
  }

  /** The values of an integer or boolean array. */
  public long[] longs(String name) {
    Array a = array(name);
    long[] out = new long[a.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = whole(name, a, i);
    }
    return out;
  }

  /** The raw bytes of an array of one-byte elements (u1, i1, b1). */
  public byte[] bytes(String name) {
    Array a = array(name);
    if (!a.dtype.endsWith("1")) {
      throw new IllegalArgumentException(source + ": " + name + " is " + a.dtype + ", not bytes");
    }
    byte[] out = new byte[a.size()];
    a.data.get(a.data.position(), out);
    return out;
  }

  /** The values of a b1 array. */
  public boolean[] booleans(String name) {
    byte[] raw = bytes(name);
    boolean[] out = new boolean[raw.length];
    for (int i = 0; i < raw.length; i++) {
      out[i] = raw[i] != 0;
    }
    return out;
  }

  private Array array(String name) {
    Array a = arrays.get(name);
    if (a == null) {
      throw new IllegalArgumentException(
          source + " has no array " + name + "; it has " + arrays.keySet());
    }
    return a;
  }

  private static double real(Array a, int i) {
    int at = a.data.position();
    return switch (a.dtype) {
      case "f4" -> a.data.getFloat(at + 4 * i);
      case "f8" -> a.data.getDouble(at + 8 * i);
      default -> whole("", a, i);
    };
  }

  private static long whole(String name, Array a, int i) {
    int at = a.data.position();
    return switch (a.dtype) {
      case "i1" -> a.data.get(at + i);
      case "u1", "b1" -> a.data.get(at + i) & 0xff;
      case "i2" -> a.data.getShort(at + 2 * i);
      case "u2" -> a.data.getShort(at + 2 * i) & 0xffff;
      case "i4" -> a.data.getInt(at + 4 * i);
      case "i8" -> a.data.getLong(at + 8 * i);
      default -> throw new IllegalArgumentException(name + " is " + a.dtype + ", not an integer");
    };
  }

  private static Array parse(String where, byte[] file) throws IOException {
    ByteBuffer data = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (file.length < 12 || (file[0] & 0xff) != 0x93 || file[1] != 'N' || file[2] != 'U') {
      throw new IOException(where + " is not a NumPy array");
    }
    int start = file[6] == 1 ? 10 : 12;
    int length = file[6] == 1 ? data.getShort(8) & 0xffff : data.getInt(8);
    String header = new String(file, start, length, StandardCharsets.ISO_8859_1);
    Matcher descr = find(DESCR, header, where);
    if (find(ORDER, header, where).group(1).equals("True")) {
      throw new IOException(where + " is in Fortran order, which is not read");
    }
    String dims = find(SHAPE, header, where).group(1).strip();
    long[] shape =
        dims.isEmpty()
            ? new long[0]
            : Pattern.compile(",")
                .splitAsStream(dims)
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .mapToLong(Long::parseLong)
                .toArray();
    data.position(start + length);
    int width = Integer.parseInt(descr.group(3));
    Array array = new Array(descr.group(2) + descr.group(3), shape, data);
    if (data.remaining() != (long) array.size() * width) {
      throw new IOException(where + " holds " + data.remaining() + " bytes for header " + header);
    }
    return array;
  }

  private static Matcher find(Pattern pattern, String header, String where) throws IOException {
    Matcher m = pattern.matcher(header);
    if (!m.find()) {
      throw new IOException(where + " has a header that is not read: " + header);
    }
    return m;
  }
}
