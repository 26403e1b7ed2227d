/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Objects;

/**
 * Turns 8-bit pixels into float32 channels: {@code (x / divisor - mean) / std}, every step rounded
 * to float32 as in the original pipelines.
 *
 * @param divisor what a pixel of 0..255 is divided by first: 255, or 1 where mean and std are on
 *     the 0..255 scale
 * @param mean subtracted, per channel in the network's order
 * @param std divided by, per channel in the network's order
 * @param order the order of the network's channels
 */
public record Normalization(float divisor, List<Float> mean, List<Float> std, ChannelOrder order) {

  /** The order in which a network takes colours. */
  public enum ChannelOrder {
    /** Red first. */
    RGB,
    /** Blue first, as the networks of Caffe and detectron2 take them. */
    BGR
  }

  /** The classifiers' normalisation, on the 0..1 scale. */
  public static final Normalization IMAGENET =
      new Normalization(255f, List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f));

  /** The detectron2 models' normalisation, on the 0..255 scale. */
  public static final Normalization DETECTRON2 =
      new Normalization(1f, List.of(123.675f, 116.28f, 103.53f), List.of(58.395f, 57.12f, 57.375f));

  /**
   * That of detectron2's own models on networks of MSRA, whose first convolution has the scale in
   * it: blue first, the mean subtracted.
   */
  public static final Normalization DETECTRON2_MSRA =
      new Normalization(
          1f, List.of(103.53f, 116.28f, 123.675f), List.of(1f, 1f, 1f), ChannelOrder.BGR);

  /** That of detectron2's own models on networks of FAIR (ResNeXt): blue first. */
  public static final Normalization DETECTRON2_FAIR =
      new Normalization(
          1f,
          List.of(103.53f, 116.28f, 123.675f),
          List.of(57.375f, 57.12f, 58.395f),
          ChannelOrder.BGR);

  private static final int CHANNELS = 3;

  /**
   * A normalisation for a network that takes red first.
   *
   * @param divisor what a pixel of 0..255 is divided by first
   * @param mean subtracted, per channel R, G, B
   * @param std divided by, per channel R, G, B
   */
  public Normalization(float divisor, List<Float> mean, List<Float> std) {
    this(divisor, mean, std, ChannelOrder.RGB);
  }

  /** Checks that there are three channels and nothing divides by zero. */
  public Normalization {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    Objects.requireNonNull(order, "order");
    if (mean.size() != CHANNELS || std.size() != CHANNELS) {
      throw new IllegalArgumentException(
          "mean and std need 3 values each, not " + mean + " and " + std);
    }
    if (!(divisor > 0) || !std.stream().allMatch(s -> s > 0)) {
      throw new IllegalArgumentException(
          "divisor and std must be positive, not " + divisor + " and " + std);
    }
  }

  /**
   * Turns an array back into a picture; what was cut off or rounded by other changes is not undone.
   *
   * @param batch float32 [N, 3, H, W] as this normalisation makes it
   * @param index which of its pictures
   * @param size the part at the top left that is the picture; the rest is padding
   * @return the picture
   */
  public RgbImage toPicture(NDArray batch, int index, ImageSize size) {
    int rows = (int) batch.getShape().get(2);
    int row = (int) batch.getShape().get(3);
    float[] values;
    try (NDArray own = batch.get(index)) {
      values = own.toFloatArray();
    }
    byte[] rgb = new byte[CHANNELS * size.height() * size.width()];
    for (int c = 0; c < CHANNELS; c++) {
      int channel = order == ChannelOrder.RGB ? c : CHANNELS - 1 - c;
      for (int i = 0; i < size.height() * size.width(); i++) {
        int at = (channel * rows + i / size.width()) * row + i % size.width();
        float level = (values[at] * std.get(channel) + mean.get(channel)) * divisor;
        rgb[CHANNELS * i + c] = (byte) Math.min(Math.max(Math.round(level), 0), 255);
      }
    }
    return RgbImage.of(size.width(), size.height(), rgb);
  }

  /** The picture as an array [3, height, width] that owns its memory. */
  public NDArray toTensor(RgbImage image, NDManager manager) {
    return toOwned(List.of(image), image.size(), manager, false);
  }

  /**
   * Pictures of any sizes as one array [N, 3, height, width], each at the top left, zeros elsewhere
   * (zeros after normalisation, as detectron2 pads).
   *
   * @param padded a size that covers every picture
   */
  public NDArray toBatch(List<RgbImage> images, ImageSize padded, NDManager manager) {
    if (images.isEmpty()) {
      throw new IllegalArgumentException("a batch needs at least one picture");
    }
    return toOwned(images, padded, manager, true);
  }

  private NDArray toOwned(
      List<RgbImage> images, ImageSize padded, NDManager manager, boolean batched) {
    long plane = (long) padded.height() * padded.width();
    long floats = CHANNELS * plane * images.size();
    if (floats > Integer.MAX_VALUE / Float.BYTES) {
      throw new IllegalArgumentException(
          images.size() + " pictures of " + padded + " are too large for one array");
    }
    Shape shape =
        batched
            ? new Shape(images.size(), CHANNELS, padded.height(), padded.width())
            : new Shape(CHANNELS, padded.height(), padded.width());
    try (NDManager host = manager.newSubManager(Device.cpu())) {
      NDArray array = host.zeros(shape, DataType.FLOAT32);
      // A view of the engine's own memory. An array made from a Java buffer would borrow that
      // buffer, and tens of megabytes outside the heap would wait for the garbage collector.
      FloatBuffer values = array.toByteBuffer(true).asFloatBuffer();
      for (int n = 0; n < images.size(); n++) {
        write(images.get(n), values, (int) (n * CHANNELS * plane), padded);
      }
      NDArray placed = array.toDevice(manager.getDevice(), false);
      placed.attach(manager);
      return placed;
    }
  }

  /**
   * Writes one picture's three planes at the top left of a padded place; the padding itself is not
   * touched.
   *
   * @param target absolute puts are used, its position does not matter
   * @param offset index of the first value of the first plane
   * @param padded height and width of each plane in the target
   */
  public void write(RgbImage image, FloatBuffer target, int offset, ImageSize padded) {
    if (!padded.cover(image.size()).equals(padded)) {
      throw new IllegalArgumentException(
          "a picture of " + image.size() + " does not fit into " + padded);
    }
    byte[] pixels = image.raw();
    int width = image.width();
    float[] row = new float[width];
    for (int c = 0; c < CHANNELS; c++) {
      float[] table = table(c);
      int colour = order == ChannelOrder.RGB ? c : CHANNELS - 1 - c;
      int plane = offset + c * padded.height() * padded.width();
      for (int y = 0; y < image.height(); y++) {
        lookUp(pixels, CHANNELS * y * width + colour, table, row);
        target.put(plane + y * padded.width(), row);
      }
    }
  }

  private static void lookUp(byte[] pixels, int at, float[] table, float[] row) {
    for (int x = 0; x < row.length; x++) {
      row[x] = table[pixels[at + CHANNELS * x] & 0xff];
    }
  }

  /** The result for each of the 256 values that a pixel's colour can have in a channel. */
  float[] table(int channel) {
    float m = mean.get(channel);
    float s = std.get(channel);
    float[] table = new float[256];
    for (int v = 0; v < table.length; v++) {
      table[v] = (v / divisor - m) / s;
    }
    return table;
  }
}
