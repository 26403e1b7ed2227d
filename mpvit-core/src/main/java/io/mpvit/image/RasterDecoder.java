/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import javax.imageio.metadata.IIOMetadata;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** Decodes PNG, BMP and the first frame of GIF. */
final class RasterDecoder {
  private RasterDecoder() {}

  static RgbImage decode(byte[] file, ImageFormat format) throws IOException {
    if (format == ImageFormat.GIF) {
      return JdkReaders.with(file, format, RasterDecoder::firstFrame);
    }
    return JdkReaders.with(
        file,
        format,
        reader -> {
          ImageReader.checkSize(reader.getWidth(0), reader.getHeight(0));
          return AwtPixels.toRgb(reader.read(0), AwtPixels.Grey16.CLIPPED);
        });
  }

  /** The frame on its canvas, which may be larger than the frame. */
  private static RgbImage firstFrame(javax.imageio.ImageReader reader) throws IOException {
    Node screen = child(reader.getStreamMetadata(), "LogicalScreenDescriptor");
    int width = number(screen, "logicalScreenWidth");
    int height = number(screen, "logicalScreenHeight");
    ImageReader.checkSize(width, height);
    ImageReader.checkSize(reader.getWidth(0), reader.getHeight(0));
    BufferedImage frame = reader.read(0);
    Node place = child(reader.getImageMetadata(0), "ImageDescriptor");
    int left = number(place, "imageLeftPosition");
    int top = number(place, "imageTopPosition");
    RgbImage pixels = AwtPixels.toRgb(frame, AwtPixels.Grey16.CLIPPED);
    if (left == 0 && top == 0 && pixels.width() == width && pixels.height() == height) {
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
    int columns = Math.min(frame.width(), width - left);
    for (int y = 0; y < Math.min(frame.height(), height - top) && columns > 0; y++) {
      System.arraycopy(
          frame.raw(), 3 * y * frame.width(), out, 3 * ((top + y) * width + left), 3 * columns);
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
