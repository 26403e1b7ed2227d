/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.work;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/**
 * A file that work in units writes as it goes, and from which it goes on after being killed at any
 * moment: one JSON object per line, the first of which says what work it is.
 *
 * <p>A line counts once its line end is there. What follows the last line end is the rest of an
 * interrupted write, and is cut off when the file is opened again. The file is locked while it is
 * open, so that two processes cannot write it. Interrupting a thread that works on it closes it;
 * its methods then throw {@link CancellationException}.
 */
public final class Journal implements AutoCloseable {
  private static final Gson LINE =
      new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

  private final Path file;
  private final FileChannel channel;
  private long size;
  private long records;

  private Journal(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Takes one record of a journal. */
  @FunctionalInterface
  public interface Reader {
    /**
     * Takes a record.
     *
     * @param record what {@link #append} was given
     * @throws IOException if it is not as expected
     */
    void read(JsonObject record) throws IOException;
  }

  /**
   * Opens a journal, or begins it if there is none or only a part of its first line.
   *
   * @param file where it is
   * @param header what the work is: everything on which its results depend
   * @return the journal, behind its last whole record
   * @throws IOException if it cannot be written, another process has it open, it is not a journal,
   *     or it is of other work; the message then names the members that differ
   */
  public static Journal open(Path file, JsonObject header) throws IOException {
    FileChannel channel;
    try {
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new IOException(
          "cannot open the journal " + file + ": " + e.getClass().getSimpleName(), e);
    }
    Journal journal = new Journal(file, channel);
    boolean opened = false;
    try {
      journal.lock();
      journal.restore(header);
      opened = true;
      return journal;
    } catch (ClosedByInterruptException e) {
      throw interrupted(e);
    } finally {
      if (!opened) {
        channel.close();
      }
    }
  }

  private void lock() throws IOException {
    try {
      if (channel.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      // This process holds it.
    }
    throw new IOException("the journal " + file + " is in use by another run");
  }

  private void restore(JsonObject header) throws IOException {
    String first = null;
    try (Lines lines = new Lines()) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        if (first == null) {
          first = line;
        } else {
          records++;
        }
        size = lines.position;
      }
    }
    if (first == null) {
      requireBeginning(LINE.toJson(header) + "\n");
      channel.truncate(0);
      write(header);
    } else {
      requireSame(parse(first, 1), header);
      channel.truncate(size);
    }
  }

  /** A file without a line end may be the beginning of this journal, but nothing else. */
  private void requireBeginning(String line) throws IOException {
    byte[] expected = line.getBytes(StandardCharsets.UTF_8);
    ByteBuffer found = ByteBuffer.allocate((int) Math.min(channel.size(), expected.length));
    channel.read(found, 0);
    if (channel.size() > expected.length
        || !found.flip().equals(ByteBuffer.wrap(expected, 0, found.limit()))) {
      throw new IOException(file + " is no journal of this work; it is left as it is");
    }
  }

  private void requireSame(JsonObject found, JsonObject expected) throws IOException {
    List<String> differences = new ArrayList<>();
    compare("", found, expected, differences);
    if (!differences.isEmpty()) {
      throw new IOException(
          "the journal "
              + file
              + " is of other work: "
              + String.join(", ", differences)
              + "; name another file, or delete it to start over");
    }
  }

  private static void compare(
      String name, JsonElement found, JsonElement expected, List<String> differences) {
    if (found instanceof JsonObject a && expected instanceof JsonObject b) {
      for (Map.Entry<String, JsonElement> member : b.entrySet()) {
        String path = name.isEmpty() ? member.getKey() : name + "." + member.getKey();
        compare(path, a.get(member.getKey()), member.getValue(), differences);
      }
      for (String key : a.keySet()) {
        if (!b.has(key)) {
          differences.add((name.isEmpty() ? key : name + "." + key) + " is not expected");
        }
      }
    } else if (found == null || !LINE.toJson(found).equals(LINE.toJson(expected))) {
      differences.add(
          name
              + " is "
              + (found == null ? "missing" : LINE.toJson(found))
              + " there, "
              + LINE.toJson(expected)
              + " here");
    }
  }

  /**
   * Returns the number of records.
   *
   * @return whole records in the file
   */
  public long records() {
    return records;
  }

  /**
   * Appends a record; it is in the system's hands when this returns, and survives the process.
   *
   * @param record what was done
   * @throws IOException if it cannot be written
   */
  public void append(JsonObject record) throws IOException {
    write(record);
    records++;
  }

  private void write(JsonObject line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((LINE.toJson(line) + "\n").getBytes(StandardCharsets.UTF_8));
    try {
      long position = size;
      while (bytes.hasRemaining()) {
        position += channel.write(bytes, position);
      }
      size = position;
    } catch (ClosedByInterruptException e) {
      throw interrupted(e);
    } catch (IOException e) {
      throw new IOException("cannot write the journal " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads all records from the first to the last.
   *
   * @param reader takes them
   * @throws IOException if the file cannot be read, a line is not a JSON object, or the reader
   *     throws; the message names the file and the line
   */
  public void read(Reader reader) throws IOException {
    try (Lines lines = new Lines()) {
      lines.next(); // the header
      for (long i = 0; i < records; i++) {
        JsonObject record = parse(lines.next(), i + 2);
        try {
          reader.read(record);
        } catch (IOException | RuntimeException e) {
          throw damaged(i + 2, e);
        }
      }
    } catch (ClosedByInterruptException e) {
      throw interrupted(e);
    }
  }

  /** An interrupt closes the channel in the midst of its work. */
  private static CancellationException interrupted(IOException cause) {
    CancellationException cancelled = new CancellationException("interrupted");
    cancelled.initCause(cause);
    return cancelled;
  }

  private JsonObject parse(String line, long number) throws IOException {
    try {
      return JsonParser.parseString(line).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw damaged(number, e);
    }
  }

  private IOException damaged(long line, Exception cause) {
    return new IOException(
        "the journal "
            + file
            + " is damaged at line "
            + line
            + " ("
            + cause.getMessage()
            + "); delete it to start over",
        cause);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** The file's lines up to the last line end. */
  private final class Lines implements AutoCloseable {
    private final InputStream in;
    private long position;

    Lines() throws IOException {
      channel.position(0);
      // Not closed: that would close the channel.
      in = new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
    }

    String next() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int b = in.read(); b >= 0; b = in.read()) {
        if (b == '\n') {
          position += line.size() + 1;
          return line.toString(StandardCharsets.UTF_8);
        }
        line.write(b);
      }
      return null;
    }

    @Override
    public void close() {
      // The channel stays open.
    }
  }
}
