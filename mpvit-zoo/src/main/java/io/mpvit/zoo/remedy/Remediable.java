/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.remedy;

import java.util.Optional;

/** An exception whose message ends in what a user can do. */
public interface Remediable {

  /**
   * What the end of the message is about.
   *
   * @return empty if there is nothing to do
   */
  Optional<Remedy> remedy();

  /**
   * The exception's message.
   *
   * @return as that of {@link Throwable}
   */
  String getMessage();

  /**
   * The message with a door's own words.
   *
   * @param remedy what they are about
   * @param words how it is said there, such as {@code -w FILE}
   * @return the message, with the words in parentheses if it is about that
   */
  default String messageWith(Remedy remedy, String words) {
    return remedy().filter(remedy::equals).isPresent()
        ? getMessage() + " (" + words + ")"
        : getMessage();
  }
}
