/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn;

import ai.djl.ndarray.NDManager;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The arrays on their way through a network, from the inputs to the decoded outputs. It is made of
 * steps; another thread may close it at any time, which waits for the step that runs and refuses
 * those to come. Where the network has a {@link Lifetime}, nobody but this object can free the
 * arrays.
 */
public final class Computation implements AutoCloseable {

  private final Lifetime lifetime; // null if the network has none
  private final NDManager manager;
  private final ReentrantLock lock = new ReentrantLock();

  Computation(Lifetime lifetime, NDManager manager) {
    this.lifetime = lifetime;
    this.manager = manager;
  }

  /**
   * Begins a computation.
   *
   * @param network what the arrays go through
   * @param manager owns the arrays of networks without a {@link Lifetime}
   * @return the computation, to be closed
   * @throws IllegalStateException if the network is closed
   */
  public static Computation on(TorchBlock network, NDManager manager) {
    return network
        .lifetime()
        .map(lifetime -> lifetime.whileOpen(lifetime::begin))
        .orElseGet(() -> new Computation(null, manager.newSubManager()));
  }

  /**
   * The owner of the arrays.
   *
   * @return a manager that this computation closes
   */
  public NDManager manager() {
    return manager;
  }

  /**
   * Does a step. A step may contain others.
   *
   * @param body what is to be done with the arrays
   * @param <T> its result
   * @return its result
   * @throws IllegalStateException if the network or this computation is closed
   */
  public <T> T step(Supplier<T> body) {
    return lifetime == null ? locked(body) : lifetime.whileOpen(() -> locked(body));
  }

  private <T> T locked(Supplier<T> body) {
    lock.lock();
    try {
      if (!manager.isOpen()) {
        throw lifetime == null
            ? new IllegalStateException("the arrays of a prediction are freed already")
            : lifetime.freed();
      }
      return body.get();
    } finally {
      lock.unlock();
    }
  }

  /** Frees the arrays, once the step that runs has ended. Later calls do nothing. */
  @Override
  public void close() {
    lock.lock();
    try {
      manager.close();
      if (lifetime != null) {
        lifetime.ended(this);
      }
    } finally {
      lock.unlock();
    }
  }
}
