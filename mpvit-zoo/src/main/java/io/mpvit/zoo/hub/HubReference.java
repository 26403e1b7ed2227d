/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.hub;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A repository of the hub, or a file in one, as users write it: {@code hf://OWNER/REPO}, {@code
 * hf://OWNER/REPO@REVISION}, {@code hf://OWNER/REPO/FILE}, {@code hf://OWNER/REPO@REVISION/FILE}.
 *
 * @param owner a user or an organisation
 * @param repository the repository's name
 * @param revision a branch, a tag or a commit
 * @param file the file's path in the repository; empty for the repository as a whole
 */
public record HubReference(
    String owner, String repository, String revision, Optional<String> file) {

  /** How references begin. */
  public static final String SCHEME = "hf://";

  /** The revision that is meant where none is named. */
  public static final String MAIN = "main";

  // Segments become folders on this machine, so none may be "." or "..".
  private static final String NAME = "[A-Za-z0-9_-][A-Za-z0-9._-]*";
  private static final String FILE = "[A-Za-z0-9_-][A-Za-z0-9._+=-]*";
  private static final Pattern FORM =
      Pattern.compile(
          "hf://("
              + NAME
              + ")/("
              + NAME
              + ")(?:@("
              + NAME
              + "))?(?:/("
              + FILE
              + "(?:/"
              + FILE
              + ")*))?/?");

  /** Checks that all parts are there. */
  public HubReference {
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(repository, "repository");
    Objects.requireNonNull(revision, "revision");
    Objects.requireNonNull(file, "file");
  }

  /**
   * Whether a text that names a model file means the hub.
   *
   * @param text what a user typed
   * @return whether it begins with {@value #SCHEME}
   */
  public static boolean isReference(String text) {
    return text.startsWith(SCHEME);
  }

  /**
   * Reads a reference.
   *
   * @param text as above
   * @return the reference
   * @throws IllegalArgumentException if it has another form
   */
  public static HubReference of(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not of the form hf://OWNER/REPO[@REVISION][/FILE]");
    }
    String revision = matcher.group(3);
    return new HubReference(
        matcher.group(1),
        matcher.group(2),
        revision == null ? MAIN : revision,
        Optional.ofNullable(matcher.group(4)));
  }

  /**
   * Names a file of the same repository and revision.
   *
   * @param path the file's path in the repository
   * @return the reference to it
   * @throws IllegalArgumentException if it is no plain path
   */
  public HubReference withFile(String path) {
    return of(repositoryText() + "/" + path);
  }

  /**
   * Returns the address from which the hub gives the file out.
   *
   * @param endpoint the hub's or a mirror's base address, which ends in {@code /}
   * @return the address
   * @throws java.util.NoSuchElementException if this is a repository as a whole
   */
  public URI address(URI endpoint) {
    return endpoint.resolve(
        owner + "/" + repository + "/resolve/" + revision + "/" + file.orElseThrow());
  }

  /**
   * Returns the page on which people read about the repository and accept its terms.
   *
   * @param endpoint the hub's or a mirror's base address, which ends in {@code /}
   * @return the address
   */
  public URI page(URI endpoint) {
    return endpoint.resolve(owner + "/" + repository);
  }

  private String repositoryText() {
    return SCHEME + owner + "/" + repository + (revision.equals(MAIN) ? "" : "@" + revision);
  }

  /** Returns the shortest text that {@link #of} reads as this. */
  @Override
  public String toString() {
    return repositoryText() + file.map(path -> "/" + path).orElse("");
  }
}
