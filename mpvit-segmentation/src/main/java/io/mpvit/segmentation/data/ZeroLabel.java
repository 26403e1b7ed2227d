/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.data;

import io.mpvit.segmentation.LabelMap;
import java.util.List;
import java.util.stream.IntStream;

/** What the value 0 means in the label maps of a data set. In all of them 255 is ignored. */
public enum ZeroLabel {
  /** Nothing is labelled; classes begin at 1, as in ADE20K. */
  NOTHING(1) {
    @Override
    public LabelMap classes(LabelMap stored) {
      return stored.withoutZero();
    }

    @Override
    public String ignoredValues() {
      return "0 and 255";
    }

    @Override
    String allowed(int classes) {
      return "0 where nothing is labelled, 1 to " + classes + " for classes, 255 to be ignored";
    }
  },
  /** The first class. */
  A_CLASS(0) {
    @Override
    public LabelMap classes(LabelMap stored) {
      return stored;
    }

    @Override
    public String ignoredValues() {
      return "255";
    }

    @Override
    String allowed(int classes) {
      return "0 to " + (classes - 1) + " for classes, 255 to be ignored";
    }
  };

  private final int first;

  ZeroLabel(int first) {
    this.first = first;
  }

  /**
   * What 0 means where the classes are these values.
   *
   * @param values by class index
   * @return {@link #A_CLASS} if the first one is 0, {@link #NOTHING} if it is not or there is none
   */
  public static ZeroLabel of(List<Integer> values) {
    return !values.isEmpty() && values.get(0) == A_CLASS.first ? A_CLASS : NOTHING;
  }

  /**
   * The values that classes have in label maps.
   *
   * @param classes how many classes there are
   * @return by class index
   */
  public List<Integer> values(int classes) {
    return IntStream.range(first, first + classes).boxed().toList();
  }

  /**
   * The labels by class index.
   *
   * @param stored the values of a file
   * @return class indices from 0, and 255 for what is ignored
   */
  public abstract LabelMap classes(LabelMap stored);

  /**
   * The values that are of no class.
   *
   * @return for people
   */
  public abstract String ignoredValues();

  /** The values that files may have, for people. */
  abstract String allowed(int classes);
}
