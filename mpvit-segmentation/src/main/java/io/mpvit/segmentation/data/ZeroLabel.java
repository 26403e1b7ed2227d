/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.data;

import io.mpvit.segmentation.LabelMap;

/** What the value 0 means in the label maps of a data set. In all of them 255 is ignored. */
public enum ZeroLabel {
  /** Nothing is labelled; classes begin at 1, as in ADE20K. */
  NOTHING {
    @Override
    public LabelMap classes(LabelMap stored) {
      return stored.withoutZero();
    }

    @Override
    String allowed(int classes) {
      return "0 where nothing is labelled, 1 to " + classes + " for classes, 255 to be ignored";
    }
  },
  /** The first class. */
  A_CLASS {
    @Override
    public LabelMap classes(LabelMap stored) {
      return stored;
    }

    @Override
    String allowed(int classes) {
      return "0 to " + (classes - 1) + " for classes, 255 to be ignored";
    }
  };

  /**
   * The labels by class index.
   *
   * @param stored the values of a file
   * @return class indices from 0, and 255 for what is ignored
   */
  public abstract LabelMap classes(LabelMap stored);

  /** The values that files may have, for people. */
  abstract String allowed(int classes);
}
