/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * How long the memory of a network lasts. The engine ends the whole process when an array is freed
 * that another thread reads, and DJL's managers free at once what they own. So the arrays of a
 * network are not owned by the manager that users know, but by one that nobody else can close; the
 * users' manager owns this object, whose closing waits for what runs. What comes later is refused.
 *
 * <p>{@link Computation} does the same for the arrays on their way through the network.
 */
public final class Lifetime implements AutoCloseable {

  private final String name;
  private final NDManager owner;
  private final NDManager memory;
  private final String key = UUID.randomUUID().toString();
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final Map<NDManager, Computation> computations = new ConcurrentHashMap<>();
  private volatile boolean closed;
  private volatile boolean leftToUser; // closed by the thread that uses it

  private Lifetime(NDManager owner, String name) {
    this.owner = owner;
    this.name = name;
    memory = NDManager.newBaseManager(owner.getDevice(), owner.getEngine().getEngineName());
  }

  /**
   * Begins a lifetime that ends when a manager is closed.
   *
   * @param owner a model's manager
   * @param name the model's name, for messages
   * @return the lifetime, open
   */
  public static Lifetime within(NDManager owner, String name) {
    Lifetime lifetime = new Lifetime(owner, name);
    try {
      owner.attachInternal(lifetime.key, lifetime);
    } catch (IllegalStateException e) {
      lifetime.close(); // the owner is closed already
      throw e;
    }
    return lifetime;
  }

  /**
   * Where the network's arrays belong.
   *
   * @return a manager on the owner's device, not to be closed
   */
  public NDManager memory() {
    return memory;
  }

  /**
   * Does something for which the network must stay. Threads do so at the same time.
   *
   * @param body what is to be done
   * @param <T> its result
   * @return its result
   * @throws IllegalStateException if the network is closed, or somebody waits to close it
   */
  public <T> T whileOpen(Supplier<T> body) {
    lock.readLock().lock();
    try {
      if (closed && lock.getReadHoldCount() == 1) {
        throw new IllegalStateException("the model " + name + " is closed");
      }
      return body.get();
    } finally {
      lock.readLock().unlock();
      if (leftToUser) {
        free();
      }
    }
  }

  /** Begins a computation whose arrays have a manager of their own. */
  Computation begin() {
    Computation computation = new Computation(this, memory.newSubManager());
    computations.put(computation.manager(), computation);
    return computation;
  }

  void ended(Computation computation) {
    computations.remove(computation.manager());
  }

  IllegalStateException freed() {
    return new IllegalStateException(
        "the arrays of a prediction are freed: its predictor or manager, or the model "
            + name
            + ", was closed meanwhile");
  }

  /**
   * Runs a forward on arrays of a computation, or on aliases of others: their manager may be closed
   * at any time.
   */
  NDList forward(NDList inputs, boolean training, UnaryOperator<NDList> body) {
    return whileOpen(
        () -> {
          if (training || inputs.isEmpty()) {
            return body.apply(inputs);
          }
          NDManager manager = inputs.head().getManager();
          Computation known = computations.get(manager);
          return known == null
              ? forwardOfOthers(inputs, manager, body)
              : known.step(() -> body.apply(inputs));
        });
  }

  private NDList forwardOfOthers(NDList inputs, NDManager manager, UnaryOperator<NDList> body) {
    try (Computation own = begin()) {
      NDList aliases = new NDList(inputs.size());
      for (NDArray input : inputs) {
        if (input.isReleased()) {
          throw freed();
        }
        NDArray alias = input.reshape(input.getShape());
        alias.attach(own.manager());
        aliases.add(alias);
      }
      NDList result = body.apply(aliases);
      try {
        result.attach(manager);
      } catch (IllegalStateException e) {
        result.close();
        throw freed();
      }
      return result;
    }
  }

  /**
   * Frees the arrays, once what still runs has ended. A thread that closes what it is using itself
   * frees it on its way out. Later calls do nothing.
   */
  @Override
  public void close() {
    closed = true;
    free();
  }

  private void free() {
    if (lock.getReadHoldCount() > 0) {
      leftToUser = true;
      return;
    }
    lock.writeLock().lock();
    try {
      if (memory.isOpen()) {
        memory.close();
        owner.detachInternal(key);
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
