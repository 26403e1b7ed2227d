/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

/** Hears how a download goes. Called from the thread that downloads. */
public interface ProgressListener {

  /** Hears nothing. */
  ProgressListener NONE = new ProgressListener() {};

  /**
   * A line for the user: the weights' licence, a retry, a wait.
   *
   * @param line the text, without line end
   */
  default void message(String line) {}

  /**
   * Bytes are about to flow. Called again when a broken download goes on or starts over.
   *
   * @param name the file's name
   * @param done bytes already here
   * @param total the file's size in bytes, or -1 if the server does not say
   */
  default void started(String name, long done, long total) {}

  /**
   * More bytes are here.
   *
   * @param done bytes here now
   * @param total the file's size in bytes, or -1 if the server does not say
   */
  default void advanced(long done, long total) {}

  /** The flow ended, well or not. */
  default void ended() {}
}
