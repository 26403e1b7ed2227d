/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.voc;

import io.mpvit.image.ImageSize;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads an XML file of annotations as a stream. Files come from anywhere: a document type, and with
 * it every entity, is refused, nothing outside the file is ever opened, and size, depth and number
 * of objects are bounded.
 */
final class VocXml {

  /** A hundred thousand objects take less. */
  private static final long MAX_BYTES = 32L << 20;

  private static final int MAX_DEPTH = 32;
  private static final int MAX_OBJECTS = 100_000;
  private static final int MAX_TEXT = 4096;
  private static final List<String> CORNERS = List.of("xmin", "ymin", "xmax", "ymax");

  private static final XMLInputFactory FACTORY = factory();

  private final List<VocFile.Item> objects = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private String picture = "";
  private String name = "";
  private double[] box = new double[0];
  private double width = Double.NaN;
  private double height = Double.NaN;

  private VocXml() {}

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("it refers to " + systemId);
        });
    return factory;
  }

  /**
   * Reads a file.
   *
   * @throws IOException saying, without the file's name, why it is no such file
   */
  static VocFile read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException("it has more than " + MAX_BYTES + " bytes");
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      XMLStreamReader xml = FACTORY.createXMLStreamReader(in);
      try {
        return new VocXml().read(xml);
      } finally {
        xml.close();
      }
    } catch (XMLStreamException e) {
      throw new IOException("it is no sound XML (" + reason(e) + ")", e);
    } catch (RuntimeException e) {
      // The JDK's parser meets some hostile bytes with these.
      throw new IOException("it is no sound XML (" + e.getClass().getSimpleName() + ")", e);
    }
  }

  /** The JDK's message spans lines and repeats itself. */
  private static String reason(XMLStreamException e) {
    String place =
        e.getLocation() == null || e.getLocation().getLineNumber() < 1
            ? ""
            : "line " + e.getLocation().getLineNumber() + ": ";
    String message = String.valueOf(e.getMessage());
    int own = message.indexOf("Message: ");
    String line =
        (own < 0 ? message : message.substring(own + "Message: ".length()))
            .lines()
            .findFirst()
            .orElse("");
    return place + line.strip();
  }

  private VocFile read(XMLStreamReader xml) throws XMLStreamException, IOException {
    List<String> path = new ArrayList<>();
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          path.add(xml.getLocalName());
          text.setLength(0);
          begin(path);
        }
        case XMLStreamConstants.END_ELEMENT -> {
          end(String.join("/", path.subList(1, path.size())));
          path.remove(path.size() - 1);
          text.setLength(0);
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          if (text.length() + xml.getTextLength() <= MAX_TEXT) {
            text.append(xml.getText());
          }
        }
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw new IOException("it has a document type or an entity, which are not read");
        default -> {
          // Comments and processing instructions say nothing.
        }
      }
    }
    return new VocFile(picture, size(), objects);
  }

  private void begin(List<String> path) throws IOException {
    if (path.size() == 1 && !path.get(0).equals("annotation")) {
      throw new IOException("expected <annotation>, found <" + path.get(0) + ">");
    }
    if (path.size() > MAX_DEPTH) {
      throw new IOException("its elements are nested more than " + MAX_DEPTH + " deep");
    }
    if (path.size() == 2 && path.get(1).equals("object")) {
      name = "";
      box = new double[CORNERS.size()];
      Arrays.fill(box, Double.NaN);
    }
  }

  /** Parts of objects have names and boxes, too; their paths are longer. */
  private void end(String path) throws IOException {
    String value = text.toString().strip();
    switch (path) {
      case "filename" -> picture = value;
      case "size/width" -> width = number(value);
      case "size/height" -> height = number(value);
      case "object/name" -> name = value;
      case "object" -> {
        if (objects.size() == MAX_OBJECTS) {
          throw new IOException("it has more than " + MAX_OBJECTS + " objects");
        }
        objects.add(new VocFile.Item(name, box));
      }
      default -> {
        int corner =
            path.startsWith("object/bndbox/")
                ? CORNERS.indexOf(path.substring("object/bndbox/".length()))
                : -1;
        if (corner >= 0) {
          box[corner] = number(value);
        }
      }
    }
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** Tools that do not know it write 0. */
  private Optional<ImageSize> size() {
    boolean known = width >= 1 && height >= 1 && width <= Integer.MAX_VALUE;
    return known && height <= Integer.MAX_VALUE
        ? Optional.of(new ImageSize((int) height, (int) width))
        : Optional.empty();
  }
}
