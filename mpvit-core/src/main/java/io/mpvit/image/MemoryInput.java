/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * A file in memory for a decoder. Some decoders take the end of a file for zeros and read on; here
 * that ends after a while.
 */
final class MemoryInput extends ImageInputStreamImpl {
  private static final int PATIENCE = 500;

  private final byte[] file;
  private int ends;

  MemoryInput(byte... file) {
    this.file = file;
  }

  @Override
  public int read() throws IOException {
    checkClosed();
    bitOffset = 0;
    return streamPos < file.length ? file[(int) streamPos++] & 0xff : ended();
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    checkClosed();
    bitOffset = 0;
    if (length == 0) {
      return 0;
    }
    if (streamPos >= file.length) {
      return ended();
    }
    int count = (int) Math.min(length, file.length - streamPos);
    System.arraycopy(file, (int) streamPos, target, offset, count);
    streamPos += count;
    return count;
  }

  private int ended() throws IOException {
    if (++ends > PATIENCE) {
      throw new IOException("it is truncated: the file ends before the picture does");
    }
    return -1;
  }

  @Override
  public long length() {
    return file.length;
  }
}
