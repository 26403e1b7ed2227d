/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.zip;

import io.mpvit.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Writes a zip archive of stored entries whose data start at multiples of 64 bytes, as PyTorch
 * does. Sizes are known beforehand, so there are no data descriptors; zip64 fields appear where 32
 * bits do not do.
 */
public final class ZipWriter {
  private static final int ALIGNMENT = 64;
  private static final int LOCAL_SIZE = 30;
  private static final int CRC_AT = 14;
  private static final long SATURATED = 0xffffffffL;
  private static final int SATURATED_COUNT = 0xffff;

  /** 1 January 1980, the earliest that the format knows: equal input gives equal bytes. */
  private static final short DATE = 0x21;

  private static final short VERSION = 20;
  private static final short VERSION_ZIP64 = 45;

  private final FileChannel channel;
  private final List<Entry> entries = new ArrayList<>();

  private record Entry(byte[] name, long crc, long size, long offset) {
    boolean wide() {
      return size >= SATURATED || offset >= SATURATED;
    }
  }

  /** Produces the data of an entry. */
  @FunctionalInterface
  public interface Data {
    /**
     * Writes exactly the announced bytes.
     *
     * @param channel where to write
     * @throws IOException if writing fails
     * @throws CheckpointException if the file that the data come from is damaged
     */
    void writeTo(WritableByteChannel channel) throws IOException, CheckpointException;
  }

  /**
   * Begins an archive.
   *
   * @param channel an empty file; stays open
   */
  public ZipWriter(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Adds an entry.
   *
   * @param name its name
   * @param data all its bytes
   * @throws IOException if writing fails
   * @throws CheckpointException never, with bytes at hand
   */
  public void add(String name, byte[] data) throws IOException, CheckpointException {
    add(name, data.length, out -> writeFully(out, ByteBuffer.wrap(data)));
  }

  /**
   * Adds an entry.
   *
   * @param name its name
   * @param size number of bytes
   * @param data writes them
   * @throws IOException if writing fails, or other than the announced number of bytes came
   * @throws CheckpointException if the file that the data come from is damaged
   */
  public void add(String name, long size, Data data) throws IOException, CheckpointException {
    byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
    long offset = channel.position();
    writeFully(channel, localHeader(nameBytes, size, offset));
    Summing sum = new Summing();
    data.writeTo(sum);
    if (sum.count != size) {
      throw new IOException(
          "zip entry " + name + ": " + sum.count + " bytes came, " + size + " were announced");
    }
    ByteBuffer crc = buffer(4).putInt((int) sum.crc.getValue()).flip();
    channel.write(crc, offset + CRC_AT);
    entries.add(new Entry(nameBytes, sum.crc.getValue(), size, offset));
  }

  /**
   * Writes the directory.
   *
   * @throws IOException if writing fails
   */
  public void finish() throws IOException {
    long start = channel.position();
    for (Entry entry : entries) {
      writeFully(channel, directoryEntry(entry));
    }
    long size = channel.position() - start;
    if (entries.size() >= SATURATED_COUNT || start >= SATURATED || size >= SATURATED) {
      writeFully(channel, end64(start, size));
    }
    int count = Math.min(entries.size(), SATURATED_COUNT);
    ByteBuffer end = buffer(22).putInt(0x06054b50).putInt(0);
    end.putShort((short) count).putShort((short) count);
    end.putInt((int) Math.min(size, SATURATED)).putInt((int) Math.min(start, SATURATED));
    writeFully(channel, end.putShort((short) 0).flip());
  }

  private static ByteBuffer localHeader(byte[] name, long size, long offset) {
    boolean wide = size >= SATURATED;
    int fixed = LOCAL_SIZE + name.length + (wide ? 20 : 0);
    // An extra field takes at least its four bytes of head.
    int padding = (int) (-(offset + fixed + 4) & ALIGNMENT - 1);
    ByteBuffer header = buffer(fixed + 4 + padding).putInt(0x04034b50);
    header.putShort(wide ? VERSION_ZIP64 : VERSION).putShort((short) 0).putShort((short) 0);
    header.putShort((short) 0).putShort(DATE).putInt(0);
    header.putInt((int) Math.min(size, SATURATED)).putInt((int) Math.min(size, SATURATED));
    header.putShort((short) name.length).putShort((short) ((wide ? 20 : 0) + 4 + padding));
    header.put(name);
    if (wide) {
      header.putShort((short) 1).putShort((short) 16).putLong(size).putLong(size);
    }
    header.put((byte) 'F').put((byte) 'B').putShort((short) padding);
    while (header.hasRemaining()) {
      header.put((byte) 'Z');
    }
    return header.flip();
  }

  private static ByteBuffer directoryEntry(Entry entry) {
    boolean wide = entry.wide();
    int extra = wide ? 28 : 0;
    ByteBuffer out = buffer(46 + entry.name.length + extra).putInt(0x02014b50);
    short version = wide ? VERSION_ZIP64 : VERSION;
    out.putShort(version).putShort(version).putShort((short) 0).putShort((short) 0);
    out.putShort((short) 0).putShort(DATE).putInt((int) entry.crc);
    int size = (int) (wide ? SATURATED : entry.size);
    out.putInt(size).putInt(size).putShort((short) entry.name.length).putShort((short) extra);
    out.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0);
    out.putInt((int) (wide ? SATURATED : entry.offset)).put(entry.name);
    if (wide) {
      out.putShort((short) 1).putShort((short) 24);
      out.putLong(entry.size).putLong(entry.size).putLong(entry.offset);
    }
    return out.flip();
  }

  /** The zip64 end record and its locator. */
  private ByteBuffer end64(long start, long size) {
    ByteBuffer out = buffer(56 + 20).putInt(0x06064b50).putLong(44);
    out.putShort(VERSION_ZIP64).putShort(VERSION_ZIP64).putInt(0).putInt(0);
    out.putLong(entries.size()).putLong(entries.size()).putLong(size).putLong(start);
    return out.putInt(0x07064b50).putInt(0).putLong(start + size).putInt(1).flip();
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void writeFully(WritableByteChannel out, ByteBuffer data) throws IOException {
    while (data.hasRemaining()) {
      out.write(data);
    }
  }

  /** Passes bytes on to the file and sums them up. */
  private final class Summing implements WritableByteChannel {
    private final CRC32 crc = new CRC32();
    private long count;

    @Override
    public int write(ByteBuffer source) throws IOException {
      int size = source.remaining();
      crc.update(source.duplicate());
      writeFully(channel, source);
      count += size;
      return size;
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() {
      // The file is closed by its owner.
    }
  }
}
