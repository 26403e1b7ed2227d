/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpvit.image.ImageSize;
import io.mpvit.image.ImageWriter;
import io.mpvit.reference.ReferenceInputs;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelMapReaderTest {

  @TempDir private Path folder;

  @Test
  void readsWhatLabelMapsWrite() throws IOException {
    LabelMap map = new LabelMap(new ImageSize(2, 2), new short[] {0, 149, 255, 7});
    Path file = folder.resolve("a.png");
    map.writePng(file);
    assertThat(LabelMapReader.read(file)).isEqualTo(map);
  }

  @Test
  void palettePicturesAreIndices() throws IOException {
    byte[] channel = {10, 20, (byte) 200};
    IndexColorModel colours = new IndexColorModel(8, 3, channel, channel, channel);
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_INDEXED, colours);
    image.getRaster().setSamples(0, 0, 3, 1, 0, new int[] {2, 0, 1});
    Path file = folder.resolve("palette.png");
    ImageWriter.write(image, file);
    assertThat(LabelMapReader.read(file).toArray()).containsExactly(2, 0, 1);
  }

  @Test
  void sixteenBitsAreRead() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setSamples(0, 0, 2, 1, 0, new int[] {300, 50_000});
    Path file = folder.resolve("deep.png");
    ImageWriter.write(image, file);
    assertThat(LabelMapReader.read(file).label(1, 0)).isEqualTo(50_000);
  }

  @Test
  void whatIsNoLabelMapIsNamed() throws IOException {
    Path colour = folder.resolve("colour.png");
    ImageWriter.write(ReferenceInputs.image("image", 3, 4), colour);
    assertThatThrownBy(() -> LabelMapReader.read(colour))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("colour.png")
        .hasMessageContaining("3 channels");
    Path text = Files.writeString(folder.resolve("text.png"), "no picture");
    assertThatThrownBy(() -> LabelMapReader.read(text))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("text.png");
    assertThatThrownBy(() -> LabelMapReader.read(folder.resolve("missing.png")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("missing.png");
  }

  @Test
  void transparencyIsNoneOfTheirBusiness() throws IOException {
    Path file = folder.resolve("a.png");
    LabelMap map = new LabelMap(new ImageSize(2, 2), new short[] {0, 1, 2, 1});
    map.writePng(file);
    byte[] bytes = Files.readAllBytes(file);
    byte[] transparent = {0, 0, 0, 2, 't', 'R', 'N', 'S', 0, 1, 0, 0, 0, 0};
    CRC32 sum = new CRC32();
    sum.update(transparent, 4, 6);
    ByteBuffer.wrap(transparent).putInt(10, (int) sum.getValue());
    byte[] changed =
        ByteBuffer.allocate(bytes.length + transparent.length)
            .put(bytes, 0, 33)
            .put(transparent)
            .put(bytes, 33, bytes.length - 33)
            .array();
    Files.write(file, changed);
    assertThat(LabelMapReader.read(file)).isEqualTo(map);

    ColorModel greyAlpha =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            true,
            false,
            Transparency.TRANSLUCENT,
            DataBuffer.TYPE_BYTE);
    WritableRaster raster = greyAlpha.createCompatibleWritableRaster(2, 1);
    raster.setSamples(0, 0, 2, 1, 0, new int[] {3, 5});
    ImageWriter.write(new BufferedImage(greyAlpha, raster, false, null), file);
    assertThat(LabelMapReader.read(file).toArray()).containsExactly(3, 5);
  }

  @Test
  void whatDoesNotKeepNumbersIsRefused() throws IOException {
    Path file = folder.resolve("a.png");
    BufferedImage grey = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(grey, "jpg", out)).isTrue();
    Files.write(file, out.toByteArray());
    assertThatThrownBy(() -> LabelMapReader.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("it is JPEG, which does not keep numbers");
  }

  @Test
  void aHeaderThatPromisesTooMuchIsNotBelieved() throws IOException {
    Path file = folder.resolve("huge.png");
    new LabelMap(new ImageSize(1, 1), new short[1]).writePng(file);
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer.wrap(bytes).putInt(16, 50_000).putInt(20, 50_000); // width and height
    CRC32 sum = new CRC32();
    sum.update(bytes, 12, 17);
    ByteBuffer.wrap(bytes).putInt(29, (int) sum.getValue());
    Files.write(file, bytes);
    assertThatThrownBy(() -> LabelMapReader.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(
            "huge.png: it declares 50000 x 50000 pixels, more than the 178956970");
  }
}
