/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.repository;

import ai.djl.util.Progress;
import io.mpvit.zoo.fetch.ProgressListener;

/** Passes a download's course on to DJL's progress. */
final class DjlProgress implements ProgressListener {

  private final Progress progress;

  DjlProgress(Progress progress) {
    this.progress = progress;
  }

  @Override
  public void started(String name, long done, long total) {
    progress.reset("Downloading", total);
    advanced(done, total);
  }

  @Override
  public void advanced(long done, long total) {
    // DJL's bar counts from 0: its last step is total - 1
    progress.update(Math.max(0, done - 1));
  }
}
