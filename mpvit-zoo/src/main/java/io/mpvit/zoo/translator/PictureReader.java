/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.translator;

import ai.djl.translate.TranslateException;
import io.mpvit.image.RgbImage;
import java.io.IOException;

/**
 * Reads a picture from one of the forms in which DJL hands them over.
 *
 * @param <I> the form
 */
@FunctionalInterface
public interface PictureReader<I> {

  /**
   * Reads a picture.
   *
   * @param input what the user handed over
   * @return its pixels
   * @throws IOException if it cannot be read or is not a picture
   * @throws TranslateException if it holds no picture at all
   */
  RgbImage read(I input) throws IOException, TranslateException;
}
