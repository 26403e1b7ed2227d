/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.shapes;

import io.mpvit.detection.mask.Rle;
import io.mpvit.image.ImageSize;
import io.mpvit.image.RgbImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes synthetic pictures with known contents: filled shapes of eight kinds, turned, scaled and
 * squeezed, in plain, striped, cloudy and other paint, on textured backgrounds, covering each other
 * and cut by the border, with noise over everything.
 *
 * <p>Sizes reach from 5 % to 45 % of the side in radius, on a logarithmic scale: at 192 pixels all
 * of COCO's size classes occur. A pixel belongs to the topmost shape that covers at least half of
 * it, measured by 16 samples; masks are exact in that sense.
 *
 * <p>Nothing is in a picture that is not in its list of objects: a shape that would leave less than
 * 40 % of itself or of an earlier shape visible, or fewer than {@value #MIN_PIXELS} pixels, is put
 * elsewhere, and left out if no place is found in 20 attempts. So a picture of few and large
 * objects may have fewer than were drawn by lot, but never none.
 *
 * <p>Picture i depends on the seed, the size and i only. Its pixels are the same on every machine
 * and Java version: no library's random numbers, no platform's fonts or drawing. Threads may share
 * a generator.
 *
 * @param size height and width of the pictures
 * @param seed chooses the data set
 */
public record SceneGenerator(ImageSize size, long seed) {
  /** The fewest visible pixels of an object. */
  public static final int MIN_PIXELS = 32;

  /** The smallest side of a picture. */
  public static final int MIN_SIDE = 32;

  private static final int MAX_OBJECTS = 8;
  private static final int ATTEMPTS = 20;
  private static final double MIN_VISIBLE = 0.4;
  private static final double MIN_RADIUS = 0.05;
  private static final double MAX_RADIUS = 0.45;

  /** Squared distance of a shape's colour from what it covers. */
  private static final double CONTRAST = 90 * 90;

  /** The share of a shape that may lie on what has about its colour. */
  private static final double MAX_NEAR = 0.1;

  private static final ShapeKind[] KINDS = ShapeKind.values();
  private static final Texture.Kind[] TEXTURES = Texture.Kind.values();

  /**
   * Checks the size.
   *
   * @throws IllegalArgumentException if a side is shorter than {@value #MIN_SIDE} pixels
   */
  public SceneGenerator {
    if (size.shortSide() < MIN_SIDE) {
      throw new IllegalArgumentException(
          "pictures of shapes need at least " + MIN_SIDE + " pixels a side, found " + size);
    }
  }

  /**
   * Makes a picture.
   *
   * @param index its number, at least 0
   * @return the picture and its objects
   */
  public Scene scene(long index) {
    if (index < 0) {
      throw new IllegalArgumentException("picture numbers start at 0, found " + index);
    }
    return new Composition(SceneRandom.of(seed, index)).scene();
  }

  /** A picture in the making. */
  private final class Composition {
    private final SceneRandom random;
    private final Paint.Sheet sheet = new Paint.Sheet(size.width(), size.height());

    /** The topmost shape of each pixel, from 1; 0 for the background. */
    private final int[] owner = new int[size.width() * size.height()];

    private final List<ShapeKind> kinds = new ArrayList<>();
    private final List<Double> areas = new ArrayList<>();

    Composition(SceneRandom random) {
      this.random = random;
    }

    Scene scene() {
      sheet.fill(background());
      int wanted = 1 + random.below(MAX_OBJECTS);
      while (kinds.isEmpty()) {
        for (int i = 0; i < wanted; i++) {
          add();
        }
      }
      byte[] pixels =
          sheet.expose(
              random,
              random.between(0.75, 1.1),
              random.between(-15, 15),
              12 * random.unit() * random.unit());
      return new Scene(RgbImage.of(size.width(), size.height(), pixels), objects());
    }

    private Paint background() {
      Colour colour = Colour.random(random);
      Texture texture = random.pick(TEXTURES).make(random, size.longSide());
      return new Paint(texture, colour, colour.near(random, 60));
    }

    private void add() {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        double reach = size.shortSide() * radius();
        Placement place = place(reach);
        Stencil stencil = place.draw(size.width(), size.height());
        if (fits(stencil, place.area())) {
          paint(stencil, reach);
          kinds.add(place.kind());
          areas.add(place.area());
          own(stencil, kinds.size());
          return;
        }
      }
    }

    /** Logarithmic, so that small ones are as frequent as large ones. */
    private double radius() {
      return MIN_RADIUS * StrictMath.pow(MAX_RADIUS / MIN_RADIUS, random.unit());
    }

    private Placement place(double radius) {
      return new Placement(
          random.pick(KINDS),
          random.between(0, size.width()),
          random.between(0, size.height()),
          radius,
          random.between(0, 2 * StrictMath.PI),
          random.between(0.75, 1));
    }

    /** Whether enough is seen of the new shape and of all the earlier ones. */
    private boolean fits(Stencil stencil, double area) {
      if (stencil.area() < Math.max(MIN_PIXELS, MIN_VISIBLE * area)) {
        return false;
      }
      int[] left = visible();
      for (int y = stencil.top(); y < stencil.bottom(); y++) {
        for (int x = stencil.left(); x < stencil.right(); x++) {
          if (stencil.owns(x, y)) {
            left[owner[y * size.width() + x]]--;
          }
        }
      }
      for (int i = 1; i < left.length; i++) {
        if (left[i] < Math.max(MIN_PIXELS, MIN_VISIBLE * areas.get(i - 1))) {
          return false;
        }
      }
      return true;
    }

    /** Visible pixels of the background and of each shape. */
    private int[] visible() {
      int[] counts = new int[kinds.size() + 1];
      for (int shape : owner) {
        counts[shape]++;
      }
      return counts;
    }

    private void paint(Stencil stencil, double radius) {
      Colour colour = Colour.random(random);
      double near = sheet.shareNear(colour, stencil, CONTRAST);
      for (int attempt = 1; attempt < ATTEMPTS && near > MAX_NEAR; attempt++) {
        Colour other = Colour.random(random);
        double share = sheet.shareNear(other, stencil, CONTRAST);
        if (share < near) {
          colour = other;
          near = share;
        }
      }
      Texture texture = random.pick(TEXTURES).make(random, 2 * radius);
      sheet.fill(new Paint(texture, colour, colour.near(random, 40)), stencil);
    }

    private void own(Stencil stencil, int shape) {
      for (int y = stencil.top(); y < stencil.bottom(); y++) {
        for (int x = stencil.left(); x < stencil.right(); x++) {
          if (stencil.owns(x, y)) {
            owner[y * size.width() + x] = shape;
          }
        }
      }
    }

    private List<SceneObject> objects() {
      List<SceneObject> objects = new ArrayList<>();
      boolean[] pixels = new boolean[owner.length];
      for (int shape = 1; shape <= kinds.size(); shape++) {
        Arrays.fill(pixels, false);
        for (int i = 0; i < pixels.length; i++) {
          pixels[i] = owner[i] == shape;
        }
        objects.add(new SceneObject(kinds.get(shape - 1), Rle.ofBitmap(size, pixels)));
      }
      return objects;
    }
  }
}
