/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.shapes;

/** A pattern over the plane, which {@link Paint} turns into colours. */
@FunctionalInterface
interface Texture {
  /** The pattern at a point in pixels, in [0, 1]. */
  double at(double x, double y);

  /** The kinds of patterns that scenes have. */
  enum Kind {
    /** One colour into the other. */
    GRADIENT {
      @Override
      Texture make(SceneRandom random, double extent) {
        Direction direction = new Direction(random);
        double offset = random.between(-0.5, 0.5) * extent;
        return (x, y) -> clip(0.5 + (direction.along(x, y) - offset) / extent);
      }
    },
    /** Soft stripes, bent a little. */
    STRIPES {
      @Override
      Texture make(SceneRandom random, double extent) {
        Direction direction = new Direction(random);
        double period = extent * random.between(0.05, 0.25);
        double bend = random.between(0, 1.5);
        ValueNoise noise = new ValueNoise(random.nextLong());
        return (x, y) -> {
          double phase =
              direction.along(x, y) / period + bend * noise.at(x / period / 3, y / period / 3);
          double saw = phase - Math.floor(phase);
          return clip(2 * Math.abs(2 * saw - 1) - 0.5);
        };
      }
    },
    /** Fields of a turned chessboard. */
    CHECKER {
      @Override
      Texture make(SceneRandom random, double extent) {
        Direction direction = new Direction(random);
        double period = extent * random.between(0.08, 0.3);
        return (x, y) -> {
          double i = Math.floor(direction.along(x, y) / period);
          double j = Math.floor(direction.across(x, y) / period);
          return i + j - 2 * Math.floor((i + j) / 2);
        };
      }
    },
    /** Clouds. */
    CLOUDS {
      @Override
      Texture make(SceneRandom random, double extent) {
        double period = extent * random.between(0.15, 0.6);
        ValueNoise noise = new ValueNoise(random.nextLong());
        return (x, y) -> clip(2 * noise.clouds(x / period, y / period) - 0.5);
      }
    },
    /** Irregular cells, each of its own shade. */
    CELLS {
      @Override
      Texture make(SceneRandom random, double extent) {
        double period = extent * random.between(0.08, 0.3);
        ValueNoise shift = new ValueNoise(random.nextLong());
        ValueNoise shade = new ValueNoise(random.nextLong());
        return (x, y) -> cell(x / period, y / period, shift, shade);
      }
    },
    /** Fine grain, like wood or brushed metal. */
    GRAIN {
      @Override
      Texture make(SceneRandom random, double extent) {
        Direction direction = new Direction(random);
        double length = extent * random.between(0.05, 0.5);
        double width = random.between(1.5, 4);
        ValueNoise noise = new ValueNoise(random.nextLong());
        return (x, y) -> noise.at(direction.along(x, y) / length, direction.across(x, y) / width);
      }
    },
    /** One colour. */
    PLAIN {
      @Override
      Texture make(SceneRandom random, double extent) {
        return (x, y) -> 0;
      }
    };

    /**
     * Makes a pattern.
     *
     * @param extent size in pixels of what is filled with it
     */
    abstract Texture make(SceneRandom random, double extent);

    private static double clip(double value) {
      return Math.max(0, Math.min(1, value));
    }

    /** The shade of the nearest of the scattered cell centres. */
    private static double cell(double x, double y, ValueNoise shift, ValueNoise shade) {
      long i = (long) Math.floor(x);
      long j = (long) Math.floor(y);
      double best = Double.MAX_VALUE;
      double value = 0;
      for (long a = i - 1; a <= i + 1; a++) {
        for (long b = j - 1; b <= j + 1; b++) {
          double dx = a + shift.lattice(a, 2 * b) - x;
          double dy = b + shift.lattice(a, 2 * b + 1) - y;
          if (dx * dx + dy * dy < best) {
            best = dx * dx + dy * dy;
            value = shade.lattice(a, b);
          }
        }
      }
      return value;
    }
  }

  /** A random direction. */
  final class Direction {
    private final double cos;
    private final double sin;

    Direction(SceneRandom random) {
      double angle = random.between(0, 2 * StrictMath.PI);
      cos = StrictMath.cos(angle);
      sin = StrictMath.sin(angle);
    }

    double along(double x, double y) {
      return x * cos + y * sin;
    }

    double across(double x, double y) {
      return y * cos - x * sin;
    }
  }
}
