/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco;

import io.mpvit.detection.mask.PolygonRasterizer;
import io.mpvit.detection.mask.Rle;
import io.mpvit.image.ImageReader;
import io.mpvit.image.ImageSize;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads masks in all their forms: polygons, one polygon without brackets around it, run lengths,
 * compressed or not, and what tools write for none. A bad part of a mask is dropped.
 */
final class SegmentationReader {
  /** The longest side of a picture that is believed in. */
  static final int MAX_SIDE = 1_000_000;

  /** A polygon is filled on this picture to see whether it can be. */
  private static final ImageSize PIXEL = new ImageSize(1, 1);

  private final CocoJson json;
  private final SegmentationStore store;

  /** Corners of the last mask's polygons. */
  private int corners;

  SegmentationReader(CocoJson json, SegmentationStore store) {
    this.json = json;
    this.store = store;
  }

  /** How many corners the polygons of the last mask have. */
  int corners() {
    return corners;
  }

  /** Whether a size can be that of a picture; whatever is larger costs memory before it is seen. */
  static boolean isPlausible(ImageSize size) {
    return size.longSide() <= MAX_SIDE
        && (long) size.height() * size.width() <= ImageReader.MAX_PIXELS;
  }

  /** Reads a mask into the store; gives its address, or that of none. */
  long any(Consumer<String> faults) throws IOException {
    corners = 0;
    if (json.isList()) {
      return polygons(faults);
    }
    if (json.isObject()) {
      return runs(faults);
    }
    String expected = "expected polygons or run lengths, found ";
    if (json.isText()) {
      if (!json.textOrNull().isBlank()) {
        faults.accept(expected + "a text");
      }
    } else {
      faults.accept(expected + json.next());
      json.skip();
    }
    return SegmentationStore.NONE;
  }

  private long polygons(Consumer<String> faults) throws IOException {
    List<double[]> sound = new ArrayList<>();
    List<Double> flat = new ArrayList<>();
    int[] part = {0};
    long[] runs = {SegmentationStore.NONE};
    json.array(
        () -> {
          part[0]++;
          String name = "part " + part[0] + ": ";
          if (json.isList()) {
            double[] polygon = json.numbers("numbers", fault -> faults.accept(name + fault));
            if (polygon != null && polygon.length > 0) {
              add(polygon, name, sound, faults);
            }
          } else if (json.isNumber()) {
            Double number = json.number("a number", faults);
            flat.add(number == null ? Double.NaN : number);
          } else if (json.isObject()) {
            runs[0] = runs(fault -> faults.accept(name + fault));
          } else if (json.isText()) {
            if (!json.textOrNull().isBlank()) {
              faults.accept(name + "expected a list of numbers, found a text");
            }
          } else {
            if (!json.isNull()) {
              faults.accept(name + "expected a list of numbers, found " + json.next());
            }
            json.skip();
          }
        });
    if (!flat.isEmpty()) {
      add(flat.stream().mapToDouble(Double::doubleValue).toArray(), "", sound, faults);
    }
    corners = sound.stream().mapToInt(polygon -> polygon.length / 2).sum();
    return sound.isEmpty() ? runs[0] : store.add(sound);
  }

  private static void add(
      double[] polygon, String name, List<double[]> sound, Consumer<String> faults) {
    try {
      PolygonRasterizer.rasterize(polygon, PIXEL);
      sound.add(polygon);
    } catch (IllegalArgumentException e) {
      faults.accept(name + e.getMessage());
    }
  }

  /** Reads a mask of run lengths, compressed or not, into the store; gives its address. */
  long runs(Consumer<String> faults) throws IOException {
    if (!json.isObject()) {
      faults.accept("expected run lengths {\"size\", \"counts\"}, found " + json.next());
      json.skip();
      return SegmentationStore.NONE;
    }
    RunsMember runs = new RunsMember(faults);
    json.object(runs);
    boolean empty =
        runs.text != null && runs.text.isEmpty() || runs.counts != null && runs.counts.length == 0;
    if (!runs.wrong && (empty || runs.size == null && runs.text == null && runs.counts == null)) {
      return SegmentationStore.NONE;
    }
    if (runs.wrong) {
      return SegmentationStore.NONE; // and it was said why
    }
    if (runs.size == null || runs.size.length != 2 || runs.text == null && runs.counts == null) {
      faults.accept("expected \"size\": [height, width] and \"counts\"");
      return SegmentationStore.NONE;
    }
    try {
      ImageSize size = new ImageSize(whole(runs.size[0]), whole(runs.size[1]));
      if (!isPlausible(size)) {
        faults.accept("expected the size of a picture, found %s".formatted(size.text()));
        return SegmentationStore.NONE;
      }
      return runs.text != null
          ? store.add(Rle.parse(size, runs.text), runs.text)
          : store.add(Rle.of(size, whole(runs.counts)));
    } catch (IllegalArgumentException e) {
      faults.accept(e.getMessage());
      return SegmentationStore.NONE;
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

  private final class RunsMember implements CocoJson.Member {
    private final Consumer<String> faults;
    private double[] size;
    private double[] counts;
    private String text;
    private boolean wrong;

    RunsMember(Consumer<String> faults) {
      this.faults =
          fault -> {
            wrong = true;
            faults.accept(fault);
          };
    }

    @Override
    public void read(String name) throws IOException {
      if (name.equals("size")) {
        size = json.numbers("[height, width]", faults);
      } else if (!name.equals("counts")) {
        json.skip();
      } else if (json.isList()) {
        counts = json.numbers("numbers", faults);
      } else {
        text = json.text(faults);
      }
    }
  }
}
