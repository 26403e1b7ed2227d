/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.benchmarks;

import ai.djl.ndarray.NDManager;
import io.mpvit.image.ImageReader;
import io.mpvit.image.Normalization;
import io.mpvit.image.Orientation;
import io.mpvit.image.RgbImage;
import io.mpvit.image.ShortestEdgeResize;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From the bytes of a 640 x 480 JPEG to the tensor that a detector takes (800 x 1067, padded to 800
 * x 1088).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PictureBenchmark {

  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;

  private byte[] jpeg;
  private RgbImage picture;
  private RgbImage resized;

  /**
   * Makes a picture with as much detail as a photograph: soft shapes and a little noise.
   *
   * @throws IOException never: it writes to memory
   */
  @Setup(Level.Trial)
  public void build() throws IOException {
    Random random = new Random(1);
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int red = level(random, Math.sin(x / 23.0) + Math.cos(y / 31.0));
        int green = level(random, Math.sin((x + y) / 47.0) * 2);
        int blue = level(random, Math.cos(x * y / 9000.0));
        image.setRGB(x, y, red << 16 | green << 8 | blue);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "jpg", out);
    jpeg = out.toByteArray();
    picture = decode();
    resized = resize();
  }

  private static int level(Random random, double wave) {
    return (int) Math.max(0, Math.min(255, 128 + 50 * wave + 8 * random.nextGaussian()));
  }

  /** Decoding alone. */
  @Benchmark
  public RgbImage decode() throws IOException {
    return ImageReader.read(jpeg, "benchmark.jpg", Orientation.HONOUR_EXIF);
  }

  /** Pillow's bilinear resize alone. */
  @Benchmark
  public RgbImage resize() {
    return ShortestEdgeResize.DETECTRON2.apply(picture);
  }

  /**
   * Normalising alone.
   *
   * @param engine the engine
   */
  @Benchmark
  public void normalise(EngineState engine) {
    try (NDManager scope = engine.manager.newSubManager()) {
      Normalization.DETECTRON2.toTensor(resized, scope);
    }
  }

  /**
   * All three.
   *
   * @param engine the engine
   * @throws IOException never: it reads from memory
   */
  @Benchmark
  public void pictureToTensor(EngineState engine) throws IOException {
    try (NDManager scope = engine.manager.newSubManager()) {
      Normalization.DETECTRON2.toTensor(ShortestEdgeResize.DETECTRON2.apply(decode()), scope);
    }
  }
}
