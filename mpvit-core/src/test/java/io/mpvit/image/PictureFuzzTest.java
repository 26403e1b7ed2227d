/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import io.mpvit.testing.fuzz.Envelope;
import io.mpvit.testing.fuzz.Fuzzer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures damaged by chance: pixels, orientation and stored numbers. */
class PictureFuzzTest {

  private static final int CASES = 150;

  /** Large declared sizes are allowed, and cost what they say, for pixels and a copy or two. */
  private static final long MEGABYTES = 4000;

  @ParameterizedTest
  @CsvSource({
    "jpeg, NONE, formats/exif6.jpg formats/photo_prog_s1.jpg formats/cmyk.jpg odd/nonext.jpg",
    "png, PNG, formats/exif3.png formats/inter.png formats/p_trns.png odd/rawprofile.png",
    "png-raw, NONE, formats/rgb.png formats/i16.png formats/l2_trns.png",
    "bmp-gif, NONE, formats/p.bmp formats/b16_565.bmp formats/inter.gif formats/anim.gif",
    "webp, NONE, plugins/alpha_lossless.webp plugins/exif6_lossy.webp plugins/anim.webp",
    "tiff, NONE, plugins/orient6.tif plugins/rgb_packbits.tif plugins/g4.tif plugins/multi.tif"
  })
  void endsInPixelsOrOneException(String name, Envelope envelope, String files) throws Exception {
    List<byte[]> sound = new ArrayList<>();
    for (String file : files.split(" ")) {
      sound.add(resource(file));
    }
    new Fuzzer(name, MEGABYTES, ImageReadException.class)
        .run(
            sound,
            envelope,
            false,
            CASES,
            bytes -> ImageReader.read(bytes, "x", Orientation.HONOUR_EXIF));
    new Fuzzer(name + "-numbers", MEGABYTES, IOException.class)
        .run(sound, envelope, false, CASES / 2, IndexPicture::decode);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(PictureFuzzTest.class.getResourceAsStream("/image/" + name), name)) {
      return in.readAllBytes();
    }
  }
}
