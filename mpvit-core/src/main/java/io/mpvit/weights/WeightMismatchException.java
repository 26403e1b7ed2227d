/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.weights;

import ai.djl.MalformedModelException;
import java.util.List;

/** A checkpoint's tensors are not those of the network. Lists every disagreement, grouped. */
public final class WeightMismatchException extends MalformedModelException {

  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 4;

  private final transient Mismatch mismatch;

  /**
   * Creates the exception.
   *
   * @param file the checkpoint
   * @param network what was to be loaded
   * @param mismatch the disagreements
   */
  WeightMismatchException(String file, String network, Mismatch mismatch) {
    super(file + " does not fit " + network + ": " + mismatch.describe());
    this.mismatch = mismatch;
  }

  /** The disagreements by kind. */
  public Mismatch mismatch() {
    return mismatch;
  }

  /**
   * Disagreements between a file and a network.
   *
   * @param missing keys that the network needs and the file lacks
   * @param unexpected keys of the file that the network does not know
   * @param misshaped keys whose shapes differ, each with both shapes
   */
  public record Mismatch(List<String> missing, List<String> unexpected, List<String> misshaped) {

    /** Copies the lists. */
    public Mismatch {
      missing = List.copyOf(missing);
      unexpected = List.copyOf(unexpected);
      misshaped = List.copyOf(misshaped);
    }

    /** Whether the file fits. */
    public boolean isEmpty() {
      return missing.isEmpty() && unexpected.isEmpty() && misshaped.isEmpty();
    }

    /**
     * The number of disagreements.
     *
     * @return 0 if the file fits
     */
    public int count() {
      return missing.size() + unexpected.size() + misshaped.size();
    }

    private String describe() {
      StringBuilder text = new StringBuilder();
      append(text, missing, "missing");
      append(text, unexpected, "unexpected");
      append(text, misshaped, "of another shape");
      return text.toString();
    }

    private static void append(StringBuilder text, List<String> keys, String what) {
      if (keys.isEmpty()) {
        return;
      }
      text.append(text.isEmpty() ? "" : "; ");
      text.append(keys.size())
          .append(keys.size() == 1 ? " key " : " keys ")
          .append(what)
          .append(" (");
      text.append(String.join(", ", keys.subList(0, Math.min(SHOWN, keys.size()))));
      text.append(keys.size() > SHOWN ? ", ...)" : ")");
    }
  }
}
