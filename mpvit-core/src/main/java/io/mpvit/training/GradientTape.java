/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * Records gradients in the calling thread while it is open.
 *
 * <p>DJL's own collector sets the gradients of all arrays of the process to zero when it is made
 * and may exist once per process, so neither gradients of several batches can be added up nor two
 * replicas trained at once. This one leaves gradients as they are: {@link #backward} adds.
 *
 * <pre>{@code
 * try (GradientTape tape = new GradientTape()) {
 *   tape.backward(loss(network.forward(pass, images)));
 * }
 * }</pre>
 */
public final class GradientTape implements AutoCloseable {

  private final boolean before;

  /** Starts recording. */
  public GradientTape() {
    before = JniUtils.isGradMode();
    JniUtils.setGradMode(true);
  }

  /**
   * Adds the gradients of a loss to those of the parameters it depends on, and drops what was
   * recorded for it.
   *
   * @param loss a scalar
   */
  public void backward(NDArray loss) {
    backward(loss, 1);
  }

  /**
   * As {@link #backward(NDArray)}, all gradients multiplied by a number.
   *
   * @param loss a scalar
   * @param factor the gradient to begin with
   */
  public void backward(NDArray loss, double factor) {
    if (loss.size() != 1) {
      throw new IllegalArgumentException("a loss is a single number, found " + loss.getShape());
    }
    try (NDManager scratch = loss.getManager().newSubManager()) {
      NDArray first = scratch.full(loss.getShape(), (float) factor, loss.getDataType());
      JniUtils.backward((PtNDArray) loss, (PtNDArray) first, false, false);
    }
  }

  /** Goes back to the state before. */
  @Override
  public void close() {
    JniUtils.setGradMode(before);
  }
}
