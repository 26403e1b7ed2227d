/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import io.mpvit.zoo.fetch.FetchException.Reason;
import io.mpvit.zoo.hub.HubReference;
import java.net.http.HttpHeaders;
import java.util.Optional;

/**
 * Says what the hub's refusals mean. The hub answers 401 for what a stranger may not even know of,
 * and says more in {@code X-Error-Code}.
 */
final class HubAnswer {

  private HubAnswer() {}

  /** Returns the failure, or empty if the status has its usual meaning. */
  static Optional<FetchException> failure(int status, HttpHeaders headers, HubAccess hub) {
    if (status != 401 && status != 403 && status != 404) {
      return Optional.empty();
    }
    HubReference file = hub.reference();
    String repository = file.owner() + "/" + file.repository();
    String says = "the hub answers " + status + ": ";
    boolean known = hub.token().isPresent();
    String code = headers.firstValue("X-Error-Code").orElse("");
    if (code.equals("EntryNotFound") || status == 404 && code.isEmpty()) {
      return notFound(
          says + repository + " has no file " + file.file().orElse("") + " at " + file.revision());
    }
    if (code.equals("RevisionNotFound")) {
      return notFound(says + repository + " has no revision " + file.revision());
    }
    if (code.equals("GatedRepo") || status == 403) {
      return forbidden(
          says
              + repository
              + " wants its terms accepted: do so at "
              + file.page(hub.endpoint())
              + (known
                  ? " with the account of your token"
                  : ", and set HF_TOKEN to a token of that account")
              + (known ? ", and let the token read such repositories" : ""));
    }
    String missing = repository + " does not exist, or is private";
    return status == 404
        ? notFound(says + missing)
        : forbidden(
            says
                + missing
                + (known
                    ? " and your token (HF_TOKEN, or the hub's token file) is invalid or may not"
                        + " read it"
                    : ": set HF_TOKEN to a token that may read it"));
  }

  private static Optional<FetchException> notFound(String message) {
    return Optional.of(new FetchException(Reason.NOT_FOUND, message));
  }

  private static Optional<FetchException> forbidden(String message) {
    return Optional.of(new FetchException(Reason.FORBIDDEN, message));
  }
}
