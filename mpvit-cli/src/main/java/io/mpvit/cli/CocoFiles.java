/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.coco.CocoResults;
import io.mpvit.zoo.fetch.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The files of an evaluation.
 *
 * @param truth the file of the true objects
 * @param dataset its content
 * @param truthDigest its SHA-256, if that was asked for
 * @param detections the file of the detections
 * @param results its content
 * @param detectionsDigest its SHA-256, if that was asked for
 */
record CocoFiles(
    Path truth,
    CocoDataset dataset,
    Optional<String> truthDigest,
    Path detections,
    CocoResults results,
    Optional<String> detectionsDigest) {

  private record Read<T>(T content, Optional<String> digest) {}

  /** What reads a file. */
  @FunctionalInterface
  private interface Reader<T> {
    T read(Path file) throws IOException;
  }

  /** Reads both files at the same time. */
  static CocoFiles read(Path truth, Path detections, boolean digests) throws IOException {
    CompletableFuture<Read<CocoDataset>> first =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return read(truth, CocoDataset::read, digests);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    Read<CocoResults> second = read(detections, CocoResults::read, digests);
    Read<CocoDataset> other = joined(first);
    return new CocoFiles(
        truth, other.content(), other.digest(), detections, second.content(), second.digest());
  }

  private static <T> Read<T> read(Path file, Reader<T> reader, boolean digest) throws IOException {
    T content = reader.read(file);
    return new Read<>(content, digest ? Optional.of(Sha256.of(file)) : Optional.empty());
  }

  private static <T> T joined(CompletableFuture<T> running) throws IOException {
    try {
      return running.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof UncheckedIOException wrapped) {
        throw wrapped.getCause();
      }
      if (e.getCause() instanceof Error error) {
        throw error; // such as a full heap, which is explained
      }
      throw e;
    }
  }
}
