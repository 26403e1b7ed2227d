/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.mpvit.file.AtomicFile;
import io.mpvit.zoo.card.Digest;
import io.mpvit.zoo.card.Digest.Algorithm;
import io.mpvit.zoo.fetch.FetchException.Reason;
import io.mpvit.zoo.remedy.Remedy;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
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
 * @param checked published digests, as on cards, that the file was found to have; null in pins of
 *     earlier versions
 */
public record Pin(
    String sha256, long size, long modified, String source, String seen, List<String> checked) {

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
    return readFrom(fileFor(file), file);
  }

  private static Optional<Pin> readFrom(Path pinFile, Path file) throws IOException {
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
   * @param published what its card knows of its digest
   * @param source what to note as its origin if it is pinned now
   * @return the file's SHA-256
   * @throws FetchException if it differs from the pin or from the published digests; the message
   *     says what to do
   * @throws IOException if it cannot be read
   */
  public static String check(Path file, List<Digest> published, String source) throws IOException {
    return check(file, fileFor(file), published, source);
  }

  /** The same with the pin elsewhere: nothing is written beside files of other programs' caches. */
  static String check(Path file, Path pinFile, List<Digest> published, String source)
      throws IOException {
    Optional<Pin> pin = readFrom(pinFile, file);
    long size = Files.size(file);
    long modified = Files.getLastModifiedTime(file).toMillis();
    if (pin.isPresent()
        && pin.get().size == size
        && pin.get().modified == modified
        && pin.get().answers(published)) {
      return pin.get().sha256; // not read again
    }
    FileDigests found = FileDigests.of(file, published);
    requirePublished(file, published, found);
    String sha256 = found.sha256();
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
              + pinFile
              + " if you trust the new file");
    }
    new Pin(
            sha256,
            size,
            modified,
            pin.map(Pin::source).orElse(source),
            pin.map(Pin::seen).orElseGet(() -> Instant.now().toString()),
            texts(published))
        .writeIfPossible(pinFile);
    return sha256;
  }

  /** Whether an earlier look at the file tells that it has these digests. */
  private boolean answers(List<Digest> published) {
    return published.stream()
        .allMatch(
            digest ->
                digest.algorithm() == Algorithm.SHA256 && digest.matches(sha256)
                    || checked != null && checked.contains(digest.toString()));
  }

  /** Pins a file of known digest. */
  static void write(Path file, FileDigests found, List<Digest> published, String source)
      throws IOException {
    long modified = Files.getLastModifiedTime(file).toMillis();
    new Pin(
            found.sha256(),
            Files.size(file),
            modified,
            source,
            Instant.now().toString(),
            texts(published))
        .writeIfPossible(fileFor(file));
  }

  private static List<String> texts(List<Digest> digests) {
    return digests.stream().map(Digest::toString).toList();
  }

  private static void requirePublished(Path file, List<Digest> published, FileDigests found)
      throws FetchException {
    Optional<String> difference = found.difference(published);
    if (difference.isPresent()) {
      throw new FetchException(
          Reason.WRONG_DIGEST,
          file
              + " is not the published file: "
              + difference.get()
              + "; delete it to get it again, or, if you want this one, name the file",
          Remedy.NAME_A_FILE,
          null);
    }
  }

  /** A cache that many machines share may be read-only; then there is just no pin. */
  private void writeIfPossible(Path pinFile) {
    try {
      String text = new GsonBuilder().setPrettyPrinting().create().toJson(this);
      AtomicFile.writeText(pinFile, out -> out.write(text));
    } catch (IOException e) {
      logger.debug("cannot write {}", pinFile, e);
    }
  }
}
