/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.io.EOFException;
import java.io.IOException;
import javax.imageio.metadata.IIOMetadata;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** Decodes PNG, BMP and the first frame of GIF. */
final class RasterDecoder {
  private RasterDecoder() {}

  static RgbImage png(byte[] file) throws IOException {
    PngHeader header = PngHeader.read(file);
    ImageReader.checkSize(header.width(), header.height());
    AwtPixels.Grey16 grey16 =
        header.isGrey16() ? AwtPixels.Grey16.CLIPPED : AwtPixels.Grey16.SCALED;
    try {
      return JdkReaders.with(
          PngChunks.pixelsOnly(file),
          ImageFormat.PNG,
          reader -> AwtPixels.toRgb(reader.read(0), grey16));
    } catch (IOException e) {
      if (header.cutOff()) {
        throw new EOFException("it is truncated: the file ends before the picture does");
      }
      throw e;
    }
  }

  static RgbImage bmp(byte[] file) throws IOException {
    return JdkReaders.with(
        file,
        ImageFormat.BMP,
        reader -> {
          ImageReader.checkSize(reader.getWidth(0), reader.getHeight(0));
          return RgbImage.from(reader.read(0));
        });
  }

  /** The first frame on its canvas, which may be larger than the frame. */
  static RgbImage gif(byte[] file) throws IOException {
    return JdkReaders.with(file, ImageFormat.GIF, RasterDecoder::firstFrame);
  }

  private static RgbImage firstFrame(javax.imageio.ImageReader reader) throws IOException {
    Node screen = child(reader.getStreamMetadata(), "LogicalScreenDescriptor");
    Node place = child(reader.getImageMetadata(0), "ImageDescriptor");
    int left = number(place, "imageLeftPosition");
    int top = number(place, "imageTopPosition");
    // A frame that passes the canvas enlarges it.
    int width = Math.max(number(screen, "logicalScreenWidth"), left + reader.getWidth(0));
    int height = Math.max(number(screen, "logicalScreenHeight"), top + reader.getHeight(0));
    ImageReader.checkSize(width, height);
    BufferedImage frame = reader.read(0);
    RgbImage pixels = RgbImage.from(frame);
    if (pixels.width() == width && pixels.height() == height) {
      return pixels;
    }
    return onCanvas(pixels, left, top, width, height, background(frame.getColorModel()));
  }

  /** Pillow fills with the transparent colour, or else with the palette's first. */
  private static int background(ColorModel model) {
    if (model instanceof IndexColorModel palette) {
      return palette.getRGB(Math.max(palette.getTransparentPixel(), 0));
    }
    return 0;
  }

  private static RgbImage onCanvas(
      RgbImage frame, int left, int top, int width, int height, int background) {
    byte[] out = new byte[3 * width * height];
    byte[] fill = {(byte) (background >> 16), (byte) (background >> 8), (byte) background};
    for (int i = 0; i < out.length; i++) {
      out[i] = fill[i % 3];
    }
    int length = 3 * frame.width();
    for (int y = 0; y < frame.height(); y++) {
      System.arraycopy(frame.raw(), y * length, out, 3 * ((top + y) * width + left), length);
    }
    return RgbImage.wrap(width, height, out);
  }

  private static Node child(IIOMetadata metadata, String name) throws IOException {
    NodeList nodes = metadata.getAsTree(metadata.getNativeMetadataFormatName()).getChildNodes();
    for (int i = 0; i < nodes.getLength(); i++) {
      if (nodes.item(i).getNodeName().equals(name)) {
        return nodes.item(i);
      }
    }
    throw new IOException("it has no " + name);
  }

  private static int number(Node node, String attribute) {
    NamedNodeMap attributes = node.getAttributes();
    return Integer.parseInt(attributes.getNamedItem(attribute).getNodeValue());
  }
}
