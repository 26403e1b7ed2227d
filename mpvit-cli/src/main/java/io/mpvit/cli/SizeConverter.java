/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import io.mpvit.image.ImageSize;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a height and a width, such as {@code 480x640}. */
final class SizeConverter implements ITypeConverter<ImageSize> {

  @Override
  public ImageSize convert(String text) {
    try {
      return ImageSize.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
