/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.file;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Text files of UTF-8, or of UTF-16 with a byte order mark, as some editors write them. The mark is
 * no part of the text. Any other encoding is refused with the place of the byte that shows it:
 * replacement characters would go into names for ever.
 */
public final class TextFile {

  private static final int BUFFER = 1 << 16;
  private static final int LONGEST_MARK = 3;

  private TextFile() {}

  /**
   * Reads a whole file.
   *
   * @param file the file
   * @return its text, without a byte order mark
   * @throws IOException naming the file, if it is not text of these encodings
   */
  public static String read(Path file) throws IOException {
    try (Reader in = open(file)) {
      StringWriter text = new StringWriter();
      in.transferTo(text);
      return text.toString();
    }
  }

  /**
   * Opens a file to be read bit by bit.
   *
   * @param file the file
   * @return its text; reading fails, naming the file, where it is not of these encodings
   * @throws IOException if it cannot be opened
   */
  public static Reader open(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + ": it is a folder");
    }
    InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    try {
      in.mark(LONGEST_MARK);
      byte[] head = in.readNBytes(LONGEST_MARK);
      in.reset();
      Charset charset = StandardCharsets.UTF_8;
      int mark = 0;
      if (head.length >= 2 && (head[0] & 0xff) == 0xff && (head[1] & 0xff) == 0xfe) {
        charset = StandardCharsets.UTF_16LE;
        mark = 2;
      } else if (head.length >= 2 && (head[0] & 0xff) == 0xfe && (head[1] & 0xff) == 0xff) {
        charset = StandardCharsets.UTF_16BE;
        mark = 2;
      } else if (head.length == LONGEST_MARK
          && (head[0] & 0xff) == 0xef
          && (head[1] & 0xff) == 0xbb
          && (head[2] & 0xff) == 0xbf) {
        mark = LONGEST_MARK;
      }
      in.skipNBytes(mark);
      return new Strict(file, in, charset, mark);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** Decodes and counts bytes. */
  private static final class Strict extends Reader {
    private final Path file;
    private final InputStream in;
    private final CharsetDecoder decoder;
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).limit(0);
    private final CharBuffer chars = CharBuffer.allocate(BUFFER).limit(0);
    private long consumed;
    private boolean ended;

    Strict(Path file, InputStream in, Charset charset, long consumed) {
      this.file = file;
      this.in = in;
      this.consumed = consumed;
      this.decoder =
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
      while (!chars.hasRemaining() && length > 0) {
        chars.clear();
        int before = bytes.position();
        CoderResult result = decoder.decode(bytes, chars, ended);
        consumed += bytes.position() - before;
        chars.flip();
        if (result.isError() && !chars.hasRemaining()) {
          throw problem();
        }
        if (!chars.hasRemaining()) {
          if (ended) {
            return -1;
          }
          fill();
        }
      }
      int count = Math.min(length, chars.remaining());
      chars.get(target, offset, count);
      return count;
    }

    private void fill() throws IOException {
      bytes.compact();
      int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
      ended = count < 0;
      bytes.position(bytes.position() + Math.max(count, 0)).flip();
    }

    private IOException problem() {
      String found = bytes.hasRemaining() ? " (0x%02x)".formatted(bytes.get(bytes.position())) : "";
      return new IOException(
          "%s: byte %d%s is not %s: save the file as UTF-8"
              .formatted(file, consumed + 1, found, decoder.charset()));
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
