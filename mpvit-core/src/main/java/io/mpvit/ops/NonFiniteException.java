/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.ops;

/** A computation gave numbers that are none: NaN, or infinite. Nothing can be concluded of them. */
public final class NonFiniteException extends ArithmeticException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what was found, and where
   */
  public NonFiniteException(String message) {
    super(message);
  }

  /**
   * The same failure, of something that the caller knows.
   *
   * @param where for example the names of pictures
   * @return an exception that names it first
   */
  public NonFiniteException of(String where) {
    NonFiniteException located = new NonFiniteException(where + ": " + getMessage());
    located.initCause(this);
    return located;
  }
}
