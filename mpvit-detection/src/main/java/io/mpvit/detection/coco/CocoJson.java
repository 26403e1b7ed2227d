/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import io.mpvit.file.TextFile;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values that COCO's files are made of, read as a stream. What is no JSON ends the reading; a
 * value of the wrong kind is passed over, and whoever asked for it hears what was expected.
 */
final class CocoJson {
  private static final int BUFFER = 1 << 16;
  private static final Pattern PLACE = Pattern.compile(" at line (\\d+) column (\\d+)");

  /** Below, doubles tell all whole numbers apart. */
  private static final double EXACT = 1L << 53;

  private final String file;
  private final JsonReader json;
  private double[] numbers = new double[64];

  /** Something that reads the next value of a file. */
  @FunctionalInterface
  interface Part {
    void read() throws IOException;
  }

  /** Something that reads a member of an object, or skips it. */
  @FunctionalInterface
  interface Member {
    void read(String name) throws IOException;
  }

  /** Opens a file. */
  static Reader open(Path file) throws IOException {
    return TextFile.open(file);
  }

  private CocoJson(String file, Reader in) {
    this.file = file;
    this.json = new JsonReader(new BufferedReader(new PythonNumbers(in), BUFFER));
  }

  /** Something that reads a whole file. */
  @FunctionalInterface
  interface Document<T> {
    T read(CocoJson json) throws IOException;
  }

  /** Reads a file to its end; whatever JSON it is not becomes a {@link CocoFormatException}. */
  static <T> T read(String file, Reader in, Document<T> document) throws IOException {
    CocoJson json = new CocoJson(file, in);
    try {
      T result = document.read(json);
      JsonToken rest;
      try {
        rest = json.json.peek();
      } catch (MalformedJsonException e) {
        throw json.problem("there is more behind what should be all");
      }
      if (rest != JsonToken.END_DOCUMENT) {
        throw json.problem("there is more behind what should be all");
      }
      return result;
    } catch (EOFException e) {
      throw json.problem("the file ends too early");
    } catch (IllegalStateException | NumberFormatException | MalformedJsonException e) {
      throw json.problem("it is not JSON");
    }
  }

  /** A complaint about what was just read, with line and column. */
  CocoFormatException problem(String what) {
    return new CocoFormatException(file, what + " (" + place() + ")");
  }

  private String place() {
    Matcher matcher = PLACE.matcher(json.toString());
    return matcher.find()
        ? "line " + matcher.group(1) + ", column " + matcher.group(2)
        : "at its beginning";
  }

  /** What comes next, for people. */
  String next() throws IOException {
    return switch (json.peek()) {
      case BEGIN_ARRAY -> "a list";
      case BEGIN_OBJECT -> "an object";
      case STRING -> "a text";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      case NULL -> "null";
      default -> "nothing";
    };
  }

  boolean isList() throws IOException {
    return json.peek() == JsonToken.BEGIN_ARRAY;
  }

  boolean isObject() throws IOException {
    return json.peek() == JsonToken.BEGIN_OBJECT;
  }

  boolean isText() throws IOException {
    return json.peek() == JsonToken.STRING;
  }

  boolean isNumber() throws IOException {
    return json.peek() == JsonToken.NUMBER;
  }

  boolean isNull() throws IOException {
    return json.peek() == JsonToken.NULL;
  }

  /** Reads a list, of which it is known that it is one. */
  void array(Part element) throws IOException {
    json.beginArray();
    while (json.hasNext()) {
      element.read();
    }
    json.endArray();
  }

  /** Reads an object, of which it is known that it is one; members that are null are absent. */
  void object(Member member) throws IOException {
    json.beginObject();
    while (json.hasNext()) {
      String name = json.nextName();
      if (json.peek() == JsonToken.NULL) {
        json.nextNull();
      } else {
        member.read(name);
      }
    }
    json.endObject();
  }

  void skip() throws IOException {
    json.skipValue();
  }

  private <T> T wrong(String expected, Consumer<String> faults) throws IOException {
    faults.accept("expected " + expected + ", found " + next());
    json.skipValue();
    return null;
  }

  /** Reads the number of an image or annotation, which may be a text. */
  Long id(CocoIds ids, Consumer<String> faults) throws IOException {
    if (json.peek() == JsonToken.STRING) {
      String text = json.nextString();
      if (!text.isEmpty() && !PythonNumbers.isNone(text)) {
        return ids.of(text);
      }
      faults.accept("expected a number or a text, found none");
      return null;
    }
    return integer(faults);
  }

  /** Reads a whole number; all of its digits count. */
  Long integer(Consumer<String> faults) throws IOException {
    JsonToken token = json.peek();
    String expected = "a whole number";
    if (token != JsonToken.NUMBER && token != JsonToken.STRING) {
      return wrong(expected, faults);
    }
    String text = json.nextString();
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      // such as 1.0 or 1e3
    }
    Double number = finite(text, expected, faults);
    if (number == null) {
      return null;
    }
    if (number != Math.rint(number) || Math.abs(number) >= EXACT) {
      faults.accept("expected a whole number, found " + text(number));
      return null;
    }
    return number.longValue();
  }

  private static String text(double number) {
    return number == (long) number ? Long.toString((long) number) : Double.toString(number);
  }

  /** Reads a whole number that fits 32 bits. */
  Integer smallInteger(Consumer<String> faults) throws IOException {
    Long number = integer(faults);
    if (number != null && number != number.intValue()) {
      faults.accept("expected a number of at most 32 bits, found " + number);
      return null;
    }
    return number == null ? null : number.intValue();
  }

  /** Reads a finite number, which may stand in quotes. */
  Double number(String expected, Consumer<String> faults) throws IOException {
    JsonToken token = json.peek();
    if (token != JsonToken.NUMBER && token != JsonToken.STRING) {
      return wrong(expected, faults);
    }
    return finite(json.nextString(), expected, faults);
  }

  private static Double finite(String text, String expected, Consumer<String> faults) {
    try {
      double number = Double.parseDouble(text);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    faults.accept(
        "expected " + expected + ", found " + (PythonNumbers.isNone(text) ? "NaN" : quoted(text)));
    return null;
  }

  private static String quoted(String text) {
    return "'" + (text.length() > 40 ? text.substring(0, 40) + "..." : text) + "'";
  }

  String text(Consumer<String> faults) throws IOException {
    JsonToken token = json.peek();
    return token == JsonToken.STRING || token == JsonToken.NUMBER
        ? json.nextString()
        : wrong("a text", faults);
  }

  /** Reads a text; whatever else stands there is skipped and gives null. */
  String textOrNull() throws IOException {
    return text(fault -> {});
  }

  /** Reads 0 or 1, or a boolean. */
  boolean flag(Consumer<String> faults) throws IOException {
    if (json.peek() == JsonToken.BOOLEAN) {
      return json.nextBoolean();
    }
    Double number = number("0 or 1", faults);
    return number != null && number != 0;
  }

  /** Reads [x, y, width, height]; an empty array, which some tools write for none, gives null. */
  CocoBox box(Consumer<String> faults) throws IOException {
    double[] box = numbers("4 numbers", faults);
    if (box == null || box.length == 0) {
      return null;
    }
    if (box.length != 4) {
      faults.accept("expected 4 numbers, found " + box.length);
      return null;
    }
    CocoBox read = new CocoBox(box[0], box[1], box[2], box[3]);
    if (!Double.isFinite(read.area() + read.x() + read.y())) {
      faults.accept("expected finite numbers, found " + Arrays.toString(box));
      return null;
    }
    return read;
  }

  /** Reads a list of numbers; those that are none, as Python writes them, are NaN. */
  double[] numbers(String expected, Consumer<String> faults) throws IOException {
    if (json.peek() != JsonToken.BEGIN_ARRAY) {
      return wrong(expected, faults);
    }
    int n = 0;
    boolean sound = true;
    json.beginArray();
    while (json.hasNext()) {
      if (n == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * n);
      }
      double[] next = {Double.NaN};
      if (json.peek() == JsonToken.NULL) {
        json.nextNull();
      } else {
        sound &= value(next, expected, sound ? faults : fault -> {});
      }
      numbers[n++] = next[0];
    }
    json.endArray();
    return sound ? Arrays.copyOf(numbers, n) : null;
  }

  /** One of them; false if it is something else than a number. */
  private boolean value(double[] target, String expected, Consumer<String> faults)
      throws IOException {
    JsonToken token = json.peek();
    if (token == JsonToken.NUMBER) {
      target[0] = Double.parseDouble(json.nextString());
      return true;
    }
    if (token == JsonToken.STRING) {
      String text = json.nextString();
      try {
        target[0] = PythonNumbers.isNone(text) ? Double.NaN : Double.parseDouble(text);
        return true;
      } catch (NumberFormatException e) {
        faults.accept("expected " + expected + ", found " + quoted(text));
        return false;
      }
    }
    wrong(expected, faults);
    return false;
  }
}
