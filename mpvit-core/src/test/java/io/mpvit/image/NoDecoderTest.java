/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import org.junit.jupiter.api.Test;

/** An application without the plug-ins is told what to add. */
class NoDecoderTest {

  @Test
  void withoutPluginsItSaysWhatToAdd() throws IOException {
    IIORegistry registry = IIORegistry.getDefaultInstance();
    List<ImageReaderSpi> plugins = new ArrayList<>();
    for (Iterator<ImageReaderSpi> all = registry.getServiceProviders(ImageReaderSpi.class, false);
        all.hasNext(); ) {
      ImageReaderSpi one = all.next();
      if (one.getClass().getName().startsWith("com.twelvemonkeys.")) {
        plugins.add(one);
      }
    }
    assertThat(plugins).isNotEmpty();
    plugins.forEach(plugin -> registry.deregisterServiceProvider(plugin, ImageReaderSpi.class));
    try {
      assertThatThrownBy(() -> read("lossless.webp"))
          .isInstanceOf(ImageReadException.class)
          .hasMessage(
              "cannot read picture lossless.webp: there is no decoder for WebP; add"
                  + " com.twelvemonkeys.imageio:imageio-webp to the class path");
      assertThat(read("rgb_tiff_lzw.tif").width()).as("by the JDK itself").isEqualTo(61);
    } finally {
      plugins.forEach(plugin -> registry.registerServiceProvider(plugin, ImageReaderSpi.class));
    }
    assertThat(read("lossless.webp").width()).isEqualTo(61);
  }

  private static RgbImage read(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(NoDecoderTest.class.getResourceAsStream("/image/plugins/" + name))) {
      return ImageReader.read(in, name, Orientation.HONOUR_EXIF);
    }
  }
}
