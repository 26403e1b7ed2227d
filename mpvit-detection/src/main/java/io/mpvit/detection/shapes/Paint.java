/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.shapes;

/**
 * A pattern between two colours.
 *
 * @param texture the pattern
 * @param from the colour where the pattern is 0
 * @param to the colour where it is 1
 */
record Paint(Texture texture, Colour from, Colour to) {

  /** A picture of doubles, on which paint is laid. */
  static final class Sheet {
    private static final double MAX = 255;

    private final int width;
    private final int height;
    private final double[] rgb;

    Sheet(int width, int height) {
      this.width = width;
      this.height = height;
      this.rgb = new double[3 * width * height];
    }

    int width() {
      return width;
    }

    int height() {
      return height;
    }

    /** Paints everything. */
    void fill(Paint paint) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          lay(paint, x, y, 1);
        }
      }
    }

    /** Paints what a stencil leaves open. */
    void fill(Paint paint, Stencil stencil) {
      for (int y = stencil.top(); y < stencil.bottom(); y++) {
        for (int x = stencil.left(); x < stencil.right(); x++) {
          if (stencil.at(x, y) > 0) {
            lay(paint, x, y, (double) stencil.at(x, y) / Stencil.FULL);
          }
        }
      }
    }

    private void lay(Paint paint, int x, int y, double cover) {
      double t = paint.texture.at(x + 0.5, y + 0.5);
      int at = 3 * (y * width + x);
      rgb[at] += cover * (paint.from.r() + t * (paint.to.r() - paint.from.r()) - rgb[at]);
      rgb[at + 1] += cover * (paint.from.g() + t * (paint.to.g() - paint.from.g()) - rgb[at + 1]);
      rgb[at + 2] += cover * (paint.from.b() + t * (paint.to.b() - paint.from.b()) - rgb[at + 2]);
    }

    /**
     * Where a stencil owns pixels, the share of those whose colour is near another one; the stencil
     * must own one.
     *
     * @param distance squared, as of {@link Colour#distance}
     */
    double shareNear(Colour colour, Stencil stencil, double distance) {
      int near = 0;
      int count = 0;
      for (int y = stencil.top(); y < stencil.bottom(); y++) {
        for (int x = stencil.left(); x < stencil.right(); x++) {
          if (stencil.owns(x, y)) {
            int at = 3 * (y * width + x);
            Colour here = new Colour(rgb[at], rgb[at + 1], rgb[at + 2]);
            near += here.distance(colour) < distance ? 1 : 0;
            count++;
          }
        }
      }
      return (double) near / count;
    }

    /** Changes brightness and contrast, adds noise, and rounds to bytes. */
    byte[] expose(SceneRandom random, double contrast, double shift, double noise) {
      byte[] bytes = new byte[rgb.length];
      for (int i = 0; i < bytes.length; i++) {
        double value = (rgb[i] - MAX / 2) * contrast + MAX / 2 + shift + noise * random.normal();
        bytes[i] = (byte) (int) Math.max(0, Math.min(MAX, value + 0.5));
      }
      return bytes;
    }
  }
}
