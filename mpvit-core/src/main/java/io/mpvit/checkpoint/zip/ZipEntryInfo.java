/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.zip;

/**
 * One entry of a zip archive's central directory, as declared there and not yet believed.
 *
 * @param name entry name
 * @param flags general-purpose bits
 * @param method 0 stored, 8 deflated
 * @param crc CRC-32 of the bytes
 * @param compressedSize bytes in the archive
 * @param size bytes after inflating
 * @param headerOffset position of the local header
 */
record ZipEntryInfo(
    String name,
    int flags,
    int method,
    long crc,
    long compressedSize,
    long size,
    long headerOffset) {

  static final int STORED = 0;
  static final int DEFLATED = 8;

  boolean encrypted() {
    return (flags & 1) != 0;
  }
}
