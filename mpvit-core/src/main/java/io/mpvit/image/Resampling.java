/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

/** The interpolation kernels of Pillow that the published pipelines use. */
public enum Resampling {
  /** Pillow's {@code BILINEAR}: a triangle, widened when shrinking. */
  BILINEAR(1) {
    @Override
    double weight(double x) {
      double a = Math.abs(x);
      return a < 1 ? 1 - a : 0;
    }
  },

  /** Pillow's {@code BICUBIC}: Keys' kernel with a = -0.5, widened when shrinking. */
  BICUBIC(2) {
    @Override
    double weight(double x) {
      double a = Math.abs(x);
      if (a < 1) {
        return ((CUBIC_A + 2) * a - (CUBIC_A + 3)) * a * a + 1;
      }
      return a < 2 ? (((a - 5) * a + 8) * a - 4) * CUBIC_A : 0;
    }
  };

  private static final double CUBIC_A = -0.5;

  private final double radius;

  Resampling(double radius) {
    this.radius = radius;
  }

  /** Half the kernel's width in source pixels, before widening. */
  double radius() {
    return radius;
  }

  /** The kernel at a distance from its centre. */
  abstract double weight(double x);
}
