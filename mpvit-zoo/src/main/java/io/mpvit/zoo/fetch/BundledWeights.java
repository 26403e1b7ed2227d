/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import io.mpvit.file.AtomicFile;
import io.mpvit.zoo.card.BundledFile;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.fetch.FetchException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Weights that come inside the library's jar. They are copied into the cache once, under their
 * digest, so that two versions of the library never take each other's.
 */
final class BundledWeights {

  private static final int DIGITS = 16;

  private final Path cache;
  private final Function<String, URL> resources;

  BundledWeights(Path cache) {
    this(cache, BundledWeights.class::getResource);
  }

  /**
   * Makes one that looks elsewhere.
   *
   * @param cache where copies go
   * @param resources finds a resource by its absolute name; null if there is none
   */
  BundledWeights(Path cache, Function<String, URL> resources) {
    this.cache = cache;
    this.resources = resources;
  }

  /** Whether a model's weights are in the jar. */
  boolean has(ModelCard card) {
    return resource(card).isPresent();
  }

  /** The copy in the cache, if it was made. */
  Optional<Path> find(ModelCard card) {
    return resource(card).map(url -> target(card, read(url))).filter(Files::isRegularFile);
  }

  /**
   * Copies the weights into the cache, unless the right file is there.
   *
   * @return the copy
   * @throws FetchException if it cannot be written
   */
  Path extract(ModelCard card) throws IOException {
    byte[] weights = read(resource(card).orElseThrow());
    Path target = target(card, weights);
    if (isCopy(target, weights)) {
      return target;
    }
    LocalFiles.makeFolder(target.getParent());
    try {
      AtomicFile.writeBytes(target, weights);
    } catch (IOException e) {
      throw new FetchException(
          Reason.LOCAL_DISK,
          "cannot write "
              + target
              + ": "
              + LocalFiles.describe(e)
              + "; make room, or set DJL_CACHE_DIR to a folder that can be written",
          e);
    }
    return target;
  }

  private static boolean isCopy(Path target, byte[] weights) {
    try {
      return Files.isRegularFile(target)
          && Files.size(target) == weights.length
          && Sha256.of(target).equals(digest(weights));
    } catch (IOException e) {
      return false; // it is written again, and then the reason shows
    }
  }

  private Optional<URL> resource(ModelCard card) {
    return Optional.ofNullable(resources.apply(BundledFile.resource(card.name())));
  }

  private Path target(ModelCard card, byte[] weights) {
    String version = digest(weights).substring(0, DIGITS);
    return cache.resolve("bundled").resolve(version).resolve(card.name() + BundledFile.ENDING);
  }

  private static String digest(byte[] weights) {
    Sha256 sha = new Sha256();
    sha.update(ByteBuffer.wrap(weights));
    return sha.finish();
  }

  private static byte[] read(URL resource) {
    try (InputStream in = resource.openStream()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + resource + " of the library", e);
    }
  }
}
