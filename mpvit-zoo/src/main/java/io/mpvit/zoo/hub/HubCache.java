/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * The cache that the hub's own library keeps: {@code models--OWNER--REPO/snapshots/COMMIT/FILE},
 * with {@code refs/REVISION} holding the commit of a branch or tag. It is only read.
 *
 * @param folder the cache's root, there or not
 */
public record HubCache(Path folder) {

  /** Checks that there is a folder's name. */
  public HubCache {
    Objects.requireNonNull(folder, "folder");
  }

  /**
   * Finds a file.
   *
   * @param reference a file of a repository
   * @return the file, or empty if the cache does not hold it whole
   */
  public Optional<Path> find(HubReference reference) {
    Path repository =
        folder.resolve("models--" + reference.owner() + "--" + reference.repository());
    // A snapshot's files are links to files that get their names when they are complete.
    return Optional.of(repository.resolve("snapshots").resolve(commit(repository, reference)))
        .map(snapshot -> snapshot.resolve(reference.file().orElseThrow()))
        .filter(Files::isRegularFile);
  }

  private static String commit(Path repository, HubReference reference) {
    Path ref = repository.resolve("refs").resolve(reference.revision());
    try {
      String commit = Files.isRegularFile(ref) ? Files.readString(ref).strip() : "";
      // What the revision names itself, if there is no such branch or tag.
      return commit.matches("[0-9a-f]{4,64}") ? commit : reference.revision();
    } catch (IOException e) {
      return reference.revision();
    }
  }
}
