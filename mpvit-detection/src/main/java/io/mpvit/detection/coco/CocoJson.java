/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import io.mpvit.detection.mask.PolygonRasterizer;
import io.mpvit.detection.mask.Rle;
import io.mpvit.image.ImageSize;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The parts that COCO's files are made of, read as a stream; problems come with their place. */
final class CocoJson {
  private static final int BUFFER = 1 << 16;

  /** A polygon is filled on this picture to see whether it can be. */
  private static final ImageSize PIXEL = new ImageSize(1, 1);

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

  /** Opens a file. Bytes that are not UTF-8 become characters that JSON or a mask refuses. */
  static Reader open(Path file) throws IOException {
    return new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8);
  }

  private CocoJson(String file, Reader in) {
    this.file = file;
    this.json = new JsonReader(new BufferedReader(in, BUFFER));
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
      if (json.json.peek() != JsonToken.END_DOCUMENT) {
        throw json.problem("expected the end of the file, found " + json.json.peek());
      }
      return result;
    } catch (EOFException e) {
      throw json.problem("the file ends too early");
    } catch (IllegalStateException | NumberFormatException | MalformedJsonException e) {
      throw json.problem(reason(e));
    }
  }

  /** Gson's reason, without advice for programmers and without the place, which is added anyway. */
  private static String reason(Exception e) {
    String message = e.getMessage() == null ? "malformed JSON" : e.getMessage();
    int place = message.indexOf(" at line ");
    String reason = place < 0 ? message : message.substring(0, place);
    return reason.startsWith("Use JsonReader") ? "malformed JSON" : reason;
  }

  /** A complaint about what was just read, with line and column. */
  CocoFormatException problem(String what) {
    String place = json.toString().replaceFirst("^JsonReader at ", "");
    return new CocoFormatException(file, what + " (" + place + ")");
  }

  void array(Part element) throws IOException {
    json.beginArray();
    while (json.hasNext()) {
      element.read();
    }
    json.endArray();
  }

  /** Reads an object; members that are null count as absent. */
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

  long integer() throws IOException {
    return json.nextLong();
  }

  int smallInteger() throws IOException {
    return json.nextInt();
  }

  double number() throws IOException {
    return json.nextDouble();
  }

  String text() throws IOException {
    return json.nextString();
  }

  /** Reads 0 or 1, or a boolean. */
  boolean flag() throws IOException {
    return json.peek() == JsonToken.BOOLEAN ? json.nextBoolean() : json.nextInt() != 0;
  }

  /** Reads [x, y, width, height]; an empty array, which some tools write for none, gives null. */
  CocoBox box() throws IOException {
    double[] box = numbers();
    if (box.length == 0) {
      return null;
    }
    if (box.length != 4) {
      throw problem("bbox: expected 4 numbers, found " + box.length);
    }
    CocoBox read = new CocoBox(box[0], box[1], box[2], box[3]);
    if (!Double.isFinite(read.area())) {
      throw problem("bbox: expected a box of finite area, found " + read);
    }
    return read;
  }

  /** Reads a mask in any of its three forms into a store; gives its address. */
  long segmentation(SegmentationStore store) throws IOException {
    return json.peek() == JsonToken.BEGIN_ARRAY ? polygons(store) : runs(store);
  }

  private long polygons(SegmentationStore store) throws IOException {
    List<double[]> polygons = new ArrayList<>();
    array(() -> polygons.add(polygon()));
    return polygons.isEmpty() ? SegmentationStore.NONE : store.add(polygons);
  }

  private double[] polygon() throws IOException {
    double[] polygon = numbers();
    try {
      PolygonRasterizer.rasterize(polygon, PIXEL);
    } catch (IllegalArgumentException e) {
      throw problem("segmentation: " + e.getMessage());
    }
    return polygon;
  }

  /** Reads a mask of run lengths, compressed or not, into a store; gives its address. */
  long runs(SegmentationStore store) throws IOException {
    RunsMember runs = new RunsMember();
    object(runs);
    if (runs.size == null || runs.size.length != 2 || runs.text == null && runs.counts == null) {
      throw problem("segmentation: expected size [height, width] and counts");
    }
    try {
      ImageSize size = new ImageSize(whole(runs.size[0]), whole(runs.size[1]));
      return runs.text != null
          ? store.add(Rle.parse(size, runs.text), runs.text)
          : store.add(Rle.of(size, whole(runs.counts)));
    } catch (IllegalArgumentException e) {
      throw problem("segmentation: " + e.getMessage());
    }
  }

  private static int[] whole(double[] numbers) {
    int[] whole = new int[numbers.length];
    for (int i = 0; i < whole.length; i++) {
      whole[i] = whole(numbers[i]);
    }
    return whole;
  }

  private static int whole(double number) {
    if (number != (int) number) {
      throw new IllegalArgumentException("expected whole numbers, found " + number);
    }
    return (int) number;
  }

  private final class RunsMember implements Member {
    private double[] size;
    private double[] counts;
    private String text;

    @Override
    public void read(String name) throws IOException {
      if (name.equals("size")) {
        size = numbers();
      } else if (!name.equals("counts")) {
        skip();
      } else if (json.peek() == JsonToken.BEGIN_ARRAY) {
        counts = numbers();
      } else {
        text = text();
      }
    }
  }

  private double[] numbers() throws IOException {
    int n = 0;
    json.beginArray();
    while (json.hasNext()) {
      if (n == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * n);
      }
      numbers[n++] = json.nextDouble();
    }
    json.endArray();
    return Arrays.copyOf(numbers, n);
  }
}
