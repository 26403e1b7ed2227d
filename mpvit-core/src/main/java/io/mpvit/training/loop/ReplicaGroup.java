/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.loop;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import io.mpvit.nn.Replica;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Function;

/**
 * Forward passes that run at the same time, each in a thread of its own, and wait for each other
 * where they add something up. If one fails, those that wait for it are woken and fail too.
 *
 * <p>The first replica's thread does all additions, in the replicas' order, and all threads are
 * fresh: the engine goes backward in an order that depends on how many operations each thread has
 * recorded, and so the gradients of a step are the same to the bit whenever it is done.
 */
final class ReplicaGroup {

  private final List<Device> devices;
  private final NDArray[] given;
  private final NDArray[] sums;
  private int waiting;
  private int finished;
  private long round;
  private Throwable failure;

  /**
   * Makes a group for one forward pass.
   *
   * @param devices each replica's
   */
  ReplicaGroup(List<Device> devices) {
    this.devices = devices;
    given = new NDArray[devices.size()];
    sums = new NDArray[devices.size()];
  }

  /**
   * Runs the passes.
   *
   * @param pass from a replica to its result
   * @param <T> a result
   * @return the replicas' results
   * @throws InterruptedException if the calling thread was interrupted; no pass runs any more
   */
  <T> List<T> run(Function<Replica, T> pass) throws InterruptedException {
    List<T> results = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int index = 0; index < devices.size(); index++) {
      results.add(null);
      Member member = new Member(index);
      threads.add(new Thread(() -> run(pass, member, results), "mpvit-replica-" + index));
    }
    threads.forEach(Thread::start);
    join(threads);
    if (failure instanceof RuntimeException exception) {
      throw exception;
    } else if (failure != null) {
      throw (Error) failure;
    }
    return results;
  }

  private <T> void run(Function<Replica, T> pass, Member member, List<T> results) {
    Throwable thrown = null;
    try {
      T result = pass.apply(member);
      synchronized (this) {
        results.set(member.index, result);
      }
    } catch (RuntimeException | Error e) {
      thrown = e;
    }
    synchronized (this) {
      finished++;
      // The first failure is the cause of all others.
      failure = failure == null ? thrown : failure;
      notifyAll();
    }
  }

  /** What the threads compute cannot be interrupted, so they are waited for in any case. */
  private void join(List<Thread> threads) throws InterruptedException {
    InterruptedException interrupt = null;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupt = e;
          synchronized (this) {
            failure = failure == null ? new CancellationException("interrupted") : failure;
            notifyAll();
          }
        }
      }
    }
    if (interrupt != null) {
      throw interrupt;
    }
  }

  private synchronized NDArray sum(int index, NDArray values) {
    given[index] = values;
    waiting++;
    notifyAll();
    long mine = round;
    if (index == 0) {
      while (waiting < devices.size()) {
        await();
      }
      addUp();
      waiting = 0;
      round++;
      notifyAll();
    }
    while (round == mine) {
      await();
    }
    NDScope.register(sums[index]);
    return sums[index];
  }

  private void await() {
    if (failure != null) {
      throw new CancellationException("another replica failed: " + failure);
    }
    if (finished > 0) {
      throw new IllegalStateException(
          "replicas must add up equally often, found one that ended while another waited for it");
    }
    try {
      wait();
    } catch (InterruptedException e) {
      throw new CancellationException("a replica was interrupted");
    }
  }

  private void addUp() {
    NDArray total = given[0];
    for (int index = 1; index < given.length; index++) {
      total = total.add(given[index].toDevice(devices.get(0), false));
    }
    for (int index = 0; index < given.length; index++) {
      sums[index] = total.toDevice(devices.get(index), true);
      sums[index].attach(given[index].getManager());
      // It is to live as long as the scope of the thread that it is for.
      NDScope.unregister(sums[index]);
    }
  }

  private final class Member implements Replica {
    private final int index;

    Member(int index) {
      this.index = index;
    }

    @Override
    public int index() {
      return index;
    }

    @Override
    public int count() {
      return devices.size();
    }

    @Override
    public NDArray sum(NDArray values) {
      return ReplicaGroup.this.sum(index, values);
    }
  }
}
