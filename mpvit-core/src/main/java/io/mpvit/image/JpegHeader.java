/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What decides how a JPEG file's components become colours, read from its markers.
 *
 * @param width declared width
 * @param height declared height
 * @param components how many: 1, 3 or 4 can be read
 * @param colour the colour space in which the components are stored
 * @param profiles where the marker codes of colour profile segments (APP2) stand in the file
 * @param scans how often the picture is gone over
 */
record JpegHeader(
    int width, int height, int components, Colour colour, List<Integer> profiles, int scans) {
  /** How the samples of a file are to be understood. */
  enum Colour {
    GREY,
    RGB,
    YCC,
    CMYK,
    YCCK
  }

  /** Even a scan that says nothing costs a walk over the whole picture. */
  private static final long MAX_PIXELS_OF_SCANS = 2_000_000_000L;

  /** No picture is refused for fewer; encoders make about ten. */
  private static final int FEW_SCANS = 20;

  private static final int MANY_SCANS = 1000;

  private static final int SOI = 0xd8;
  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;
  private static final int APP0 = 0xe0;
  private static final int APP2 = 0xe2;
  private static final int APP14 = 0xee;
  private static final byte APP15 = (byte) 0xef;

  /** Walks over all markers up to the end of the picture. */
  static JpegHeader read(byte[] file) throws IOException {
    return new Parser(file).read();
  }

  /** The most scans that are decoded. */
  long allowedScans() {
    long pixels = Math.max(1, (long) width * height);
    return Math.max(FEW_SCANS, Math.min(MANY_SCANS, MAX_PIXELS_OF_SCANS / pixels));
  }

  /**
   * The file with its colour profiles marked as something unknown: they are not applied, and the
   * JDK refuses a picture for a broken one.
   */
  byte[] withoutProfiles(byte[] file) {
    if (profiles.isEmpty()) {
      return file;
    }
    byte[] copy = file.clone();
    for (int at : profiles) {
      copy[at] = APP15;
    }
    return copy;
  }

  private static final class Parser {
    private final byte[] file;
    private int at = 2;
    private boolean jfif;
    private int adobeTransform = -1;
    private int frame; // where the frame header's data begins
    private int frameType;
    private int scans;
    private final List<Integer> profiles = new ArrayList<>();

    Parser(byte[] file) {
      this.file = file;
    }

    JpegHeader read() throws IOException {
      for (int marker = nextMarker(); marker != EOI; marker = nextMarker()) {
        if (marker == SOI || marker == 1 || isRestart(marker)) {
          continue; // stands alone
        }
        int length = u16(at);
        int data = at + 2;
        if (isFrame(marker) && frame == 0) {
          frame = data;
          frameType = marker;
        } else if (marker == APP0 && length >= 16 && startsWith(data, "JFIF\0")) {
          jfif = true;
        } else if (marker == APP14 && length >= 14 && startsWith(data, "Adobe")) {
          adobeTransform = u8(data + 11);
        } else if (marker == APP2) {
          profiles.add(at - 1);
        }
        at += Math.max(length, 2);
        scans += marker == SOS ? 1 : 0;
        if (marker == SOS && frame == 0) {
          throw new IOException("a scan comes before the frame header");
        }
      }
      if (frame == 0) {
        throw new IOException("it has no frame header");
      }
      return header();
    }

    private JpegHeader header() throws IOException {
      if (frameType > 0xc2) {
        throw new IOException("only baseline and progressive Huffman coding can be read");
      }
      if (u8(frame) != 8) {
        throw new IOException("it has " + u8(frame) + " bits per sample, only 8 can be read");
      }
      int components = u8(frame + 5);
      JpegHeader.Colour colour =
          switch (components) {
            case 1 -> Colour.GREY;
            case 3 -> threeComponents();
            case 4 -> adobeTransform > 0 ? Colour.YCCK : Colour.CMYK;
            default -> throw new IOException("it has " + components + " components, not 1, 3 or 4");
          };
      return new JpegHeader(
          u16(frame + 3), u16(frame + 1), components, colour, List.copyOf(profiles), scans);
    }

    /** libjpeg's order of evidence: JFIF, then Adobe, then the components' names. */
    private Colour threeComponents() throws IOException {
      if (jfif) {
        return Colour.YCC;
      }
      if (adobeTransform >= 0) {
        return adobeTransform == 0 ? Colour.RGB : Colour.YCC;
      }
      boolean named = u8(frame + 6) == 'R' && u8(frame + 9) == 'G' && u8(frame + 12) == 'B';
      return named ? Colour.RGB : Colour.YCC;
    }

    /** Skips entropy-coded data, too: there an 0xff is followed by 0 or a restart marker. */
    private int nextMarker() throws IOException {
      while (true) {
        while (u8(at) != 0xff) {
          at++;
        }
        while (u8(at) == 0xff) {
          at++;
        }
        int marker = u8(at++);
        if (marker != 0) {
          return marker;
        }
      }
    }

    private static boolean isRestart(int marker) {
      return marker >= 0xd0 && marker <= 0xd7;
    }

    private static boolean isFrame(int marker) {
      return marker >= 0xc0
          && marker <= 0xcf
          && marker != 0xc4 // Huffman tables
          && marker != 0xc8
          && marker != 0xcc;
    }

    private boolean startsWith(int from, String text) throws IOException {
      for (int i = 0; i < text.length(); i++) {
        if (u8(from + i) != text.charAt(i)) {
          return false;
        }
      }
      return true;
    }

    private int u16(int i) throws IOException {
      return u8(i) << 8 | u8(i + 1);
    }

    private int u8(int i) throws IOException {
      if (i >= file.length) {
        throw new EOFException("it is truncated: the file ends before the picture does");
      }
      return file[i] & 0xff;
    }
  }
}
