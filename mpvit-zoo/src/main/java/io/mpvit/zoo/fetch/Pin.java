/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.mpvit.file.AtomicFile;
import io.mpvit.zoo.fetch.FetchException.Reason;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The digest of a weights file as it was when first seen, kept beside it as {@code NAME.pin.json}.
 * A file that later differs is refused, and so is a later download that differs.
 *
 * @param sha256 the file's SHA-256, 64 lower-case hexadecimal digits
 * @param size its length in bytes
 * @param modified its time of last change, in milliseconds since 1970; while size and time stand,
 *     the file is not read again
 * @param source where it came from
 * @param seen when it was pinned, as ISO-8601 instant
 */
public record Pin(String sha256, long size, long modified, String source, String seen) {

  private static final Logger logger = LoggerFactory.getLogger(Pin.class);

  /**
   * Returns where a file's pin is kept.
   *
   * @param file a weights file
   * @return the pin's file
   */
  public static Path fileFor(Path file) {
    return file.resolveSibling(file.getFileName() + ".pin.json");
  }

  /**
   * Reads a file's pin.
   *
   * @param file a weights file, there or not
   * @return its pin, or empty if it has none
   * @throws FetchException if the pin's file is broken
   * @throws IOException if the pin's file cannot be read
   */
  public static Optional<Pin> read(Path file) throws IOException {
    Path pinFile = fileFor(file);
    if (!Files.isRegularFile(pinFile)) {
      return Optional.empty();
    }
    try {
      Pin pin = new Gson().fromJson(Files.readString(pinFile), Pin.class);
      if (pin != null && pin.sha256 != null) {
        return Optional.of(pin);
      }
    } catch (JsonParseException | CharacterCodingException e) {
      logger.debug("broken pin {}", pinFile, e);
    }
    throw new FetchException(
        Reason.WRONG_DIGEST,
        pinFile + " is not a readable pin; delete it to pin " + file.getFileName() + " anew");
  }

  /**
   * Checks a local file against its pin, and pins it if it has none.
   *
   * @param file an existing weights file
   * @param published the digest that its card gives, where known
   * @param source what to note as its origin if it is pinned now
   * @return the file's SHA-256
   * @throws FetchException if it differs from the pin or from the published digest; the message
   *     says what to do
   * @throws IOException if it cannot be read
   */
  public static String check(Path file, Optional<String> published, String source)
      throws IOException {
    Optional<Pin> pin = read(file);
    long size = Files.size(file);
    long modified = Files.getLastModifiedTime(file).toMillis();
    boolean untouched = pin.isPresent() && pin.get().size == size && pin.get().modified == modified;
    String sha256 = untouched ? pin.get().sha256 : Sha256.of(file);
    requirePublished(file, published, sha256);
    if (pin.isPresent() && !pin.get().sha256.equals(sha256)) {
      throw new FetchException(
          Reason.WRONG_DIGEST,
          file
              + " has changed since it was first seen ("
              + pin.get().seen
              + "): SHA-256 is "
              + sha256
              + ", was "
              + pin.get().sha256
              + "; delete it to get it again, or delete "
              + fileFor(file)
              + " if you trust the new file");
    }
    if (!untouched) {
      Pin fresh =
          new Pin(
              sha256,
              size,
              modified,
              pin.map(Pin::source).orElse(source),
              pin.map(Pin::seen).orElseGet(() -> Instant.now().toString()));
      fresh.writeIfPossible(file);
    }
    return sha256;
  }

  /** Pins a file of known digest. */
  static void write(Path file, String sha256, String source) throws IOException {
    long modified = Files.getLastModifiedTime(file).toMillis();
    new Pin(sha256, Files.size(file), modified, source, Instant.now().toString())
        .writeIfPossible(file);
  }

  private static void requirePublished(Path file, Optional<String> published, String sha256)
      throws FetchException {
    if (published.isPresent() && !published.get().equals(sha256)) {
      throw new FetchException(
          Reason.WRONG_DIGEST,
          file
              + " is not the published file: SHA-256 is "
              + sha256
              + ", expected "
              + published.get()
              + "; delete it to get it again, or pass it explicitly (-w FILE) if you want it");
    }
  }

  /** A cache that many machines share may be read-only; then there is just no pin. */
  private void writeIfPossible(Path file) {
    try {
      String text = new GsonBuilder().setPrettyPrinting().create().toJson(this);
      AtomicFile.writeText(fileFor(file), out -> out.write(text));
    } catch (IOException e) {
      logger.debug("cannot pin {}", file, e);
    }
  }
}
