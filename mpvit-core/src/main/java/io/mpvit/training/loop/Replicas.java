/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.loop;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Replica;
import io.mpvit.ops.Precision;
import io.mpvit.training.GradientTape;
import io.mpvit.training.LossValues;
import io.mpvit.training.Losses;
import io.mpvit.training.Objective;
import io.mpvit.training.RandomStreams;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Data parallelism: each replica goes forward through its batch, on its device and in its thread;
 * then one backward pass starts from the mean of all losses.
 *
 * <p>All replicas belong to one recorded graph. Other devices compute with copies of the parameters
 * that are part of it, so gradients come back to the one network added up; shared statistics are
 * sums in it. Nothing is exchanged, averaged or broadcast besides, there is one optimizer, and
 * replicas cannot drift apart. The engine runs the backward operations of each device in a thread
 * of its own. It needs all replicas in one process, where PyTorch's DistributedDataParallel has one
 * process each and therefore collects gradients itself; the update is the same.
 *
 * @param <B> a batch
 */
final class Replicas<B> {

  private final List<Device> devices;
  private final List<Objective<B>> objectives = new ArrayList<>();
  private final Precision precision;
  private final RandomStreams streams;

  Replicas(
      List<Device> devices, Objective<B> objective, Precision precision, RandomStreams streams) {
    this.devices = devices;
    this.precision = precision;
    this.streams = streams;
    objectives.add(objective);
    while (objectives.size() < devices.size()) {
      objectives.add(objective.replica());
    }
  }

  int count() {
    return devices.size();
  }

  /** A sub-manager on each replica's device. */
  List<NDManager> managers(NDManager parent) {
    return devices.stream().map(parent::newSubManager).toList();
  }

  /**
   * Adds the gradients of the replicas' mean loss.
   *
   * @param batches each replica's, its arrays on its device
   * @param managers each replica's, which own what is computed
   * @param iteration number of the step, from 0
   * @param part which of the step's accumulated parts
   * @param factor multiplies the gradients
   * @return the mean of the replicas' losses
   */
  @SuppressWarnings("try") // a tape records by being open
  LossValues backward(
      List<B> batches, List<NDManager> managers, long iteration, int part, double factor)
      throws InterruptedException {
    if (count() == 1) {
      try (GradientTape tape = new GradientTape()) {
        Losses losses = forward(Replica.ALONE, batches.get(0), managers.get(0), iteration, part);
        tape.backward(losses.total(), factor);
        return losses.allValues();
      }
    }
    List<Losses> all =
        new ReplicaGroup(devices)
            .run(
                replica -> {
                  int index = replica.index();
                  try (GradientTape tape = new GradientTape()) {
                    return forward(
                        replica, batches.get(index), managers.get(index), iteration, part);
                  }
                });
    try (GradientTape tape = new GradientTape()) {
      NDArray total = all.get(0).total();
      for (Losses losses : all.subList(1, all.size())) {
        total = total.add(losses.total().toDevice(devices.get(0), false));
      }
      tape.backward(total, factor / count());
    }
    return LossValues.mean(all.stream().map(Losses::allValues).toList());
  }

  private Losses forward(Replica replica, B batch, NDManager manager, long iteration, int part) {
    long place = (long) part * count() + replica.index();
    Pass pass =
        new Pass(
            new ParameterStore(manager, false),
            true,
            precision,
            streams.stream("pass", iteration, place),
            replica);
    return objectives.get(replica.index()).losses(pass, batch);
  }

  /** What the objectives carry; the first one's under its own names. */
  Map<String, Double> state() {
    Map<String, Double> state = new TreeMap<>();
    for (int index = 0; index < count(); index++) {
      String suffix = suffix(index);
      objectives.get(index).state().forEach((name, value) -> state.put(name + suffix, value));
    }
    return state;
  }

  void restore(Map<String, Double> state) {
    for (int index = 0; index < count(); index++) {
      Map<String, Double> own = new TreeMap<>();
      for (String name : objectives.get(index).state().keySet()) {
        Double value = state.get(name + suffix(index));
        if (value != null) {
          own.put(name, value);
        }
      }
      objectives.get(index).restore(own);
    }
  }

  private static String suffix(int index) {
    return index == 0 ? "" : "@" + index;
  }
}
