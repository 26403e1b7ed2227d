/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import io.mpvit.zoo.hub.HubReference;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/**
 * What a download from the hub knows besides its address.
 *
 * @param reference the file on the hub
 * @param endpoint the base address of the hub or its mirror
 * @param token who asks; goes to the address's own host and is left out when it sends us elsewhere
 */
public record HubAccess(HubReference reference, URI endpoint, Optional<String> token) {

  /** Checks that all parts are there. */
  public HubAccess {
    Objects.requireNonNull(reference, "reference");
    Objects.requireNonNull(endpoint, "endpoint");
    Objects.requireNonNull(token, "token");
  }

  /** Returns all but the token, which must not get into logs. */
  @Override
  public String toString() {
    return reference + " at " + endpoint + (token.isPresent() ? ", with a token" : "");
  }
}
