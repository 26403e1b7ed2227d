/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import io.mpvit.zoo.remedy.Remediable;
import io.mpvit.zoo.remedy.Remedy;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** Weights could not be had. The message says why and what to do. */
public class FetchException extends IOException implements Remediable {

  private static final long serialVersionUID = 1L;

  /** Why a file could not be had. */
  public enum Reason {
    /** The server does not have the file (404, 410), or a local file does not exist. */
    NOT_FOUND,
    /** The server does not give the file out (401, 403), or redirects from https to http. */
    FORBIDDEN,
    /** The server cannot serve at present (5xx, 429), or answers something unexpected. */
    UNAVAILABLE,
    /** No connection: unknown host, refused, unreachable, no secure channel. */
    NO_NETWORK,
    /** The connection broke off or stalled, again and again. */
    DROPPED,
    /** What came is a web page or other text. */
    NOT_WEIGHTS,
    /** The server's file has another size than the published one. */
    WRONG_SIZE,
    /** The file's digest is not the known one, or not the one pinned or said by the server. */
    WRONG_DIGEST,
    /** The network is switched off by {@code ai.djl.offline} or {@code HF_HUB_OFFLINE}. */
    OFFLINE,
    /** Somebody has to click on a page; no program can get the file. */
    BY_HAND,
    /** This machine cannot store the file. */
    LOCAL_DISK
  }

  /** The kind of failure. */
  private final Reason reason;

  private final Remedy remedy; // or null

  /**
   * Makes an exception.
   *
   * @param reason the kind of failure
   * @param message what happened and what to do, in one line; where several places failed, in one
   *     line each
   * @param cause what lies behind it, or null
   */
  public FetchException(Reason reason, String message, Throwable cause) {
    this(reason, message, null, cause);
  }

  FetchException(Reason reason, String message, Remedy remedy, Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.remedy = remedy;
  }

  /**
   * The same failure as another door says it.
   *
   * @param wanted what the words are about
   * @param words how a user does it there
   * @return this, if it is not about that, or a copy with the words
   */
  public FetchException in(Remedy wanted, String words) {
    if (remedy != wanted) {
      return this;
    }
    FetchException said = new FetchException(reason, messageWith(wanted, words), null, getCause());
    Arrays.stream(getSuppressed()).forEach(said::addSuppressed);
    return said;
  }

  @Override
  public Optional<Remedy> remedy() {
    return Optional.ofNullable(remedy);
  }

  /**
   * Makes an exception without a cause.
   *
   * @param reason the kind of failure
   * @param message what happened and what to do, in one line; where several places failed, in one
   *     line each
   */
  public FetchException(Reason reason, String message) {
    this(reason, message, null);
  }

  /**
   * Returns the kind of failure.
   *
   * @return the reason
   */
  public Reason reason() {
    return reason;
  }
}
