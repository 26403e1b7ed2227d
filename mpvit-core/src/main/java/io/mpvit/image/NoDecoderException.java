/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import java.io.IOException;
import java.util.Locale;

/** This Java runtime and the application's plug-ins cannot read a format. */
final class NoDecoderException extends IOException {
  private static final long serialVersionUID = 1L;

  NoDecoderException(ImageFormat format, boolean forPlugins) {
    super(
        "there is no decoder for %s%s"
            .formatted(
                format.title(),
                forPlugins
                    ? "; add com.twelvemonkeys.imageio:imageio-%s to the class path"
                        .formatted(format.name().toLowerCase(Locale.ROOT))
                    : " in this Java runtime"));
  }
}
