/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.pth;

import io.mpvit.checkpoint.file.CheckpointFile;
import io.mpvit.checkpoint.pickle.NumpyArray;
import io.mpvit.checkpoint.pickle.PickleValue.PyDict;
import io.mpvit.checkpoint.pickle.PickleValue.PyList;
import io.mpvit.checkpoint.pickle.PickleValue.PyTuple;
import io.mpvit.checkpoint.pickle.RebuiltTensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the dicts of tensors in a root object, however deep training programs have packed them. The
 * object may be cyclic or enormous: each container is seen once, by its shortest path, and their
 * number is bounded. Members under numbers are an optimizer's and not looked at.
 */
final class StateDictSearch {

  private static final int MAX_CONTAINERS = 100_000;

  /** What has fewer tensors than this share of the largest is no network of its kind. */
  private static final int SHARE = 10;

  private static final int SHOWN = 12;

  /** What training programs call the state dict; model_state is pySlowFast's name. */
  static final List<String> USUAL = List.of("state_dict", "model", "model_state");

  /** A container and how it was reached. */
  private record Node(Node parent, String name, Object container) {

    List<String> path() {
      LinkedList<String> path = new LinkedList<>();
      for (Node node = this; node.parent != null; node = node.parent) {
        path.addFirst(node.name);
      }
      return path;
    }
  }

  /**
   * A dict with tensors.
   *
   * @param path the members that lead to it
   * @param dict the dict
   * @param tensors how many tensors are its members
   */
  record Candidate(List<String> path, PyDict dict, int tensors) {

    String name() {
      return String.join(".", path);
    }

    private boolean isUsual() {
      return !path.isEmpty() && USUAL.contains(path.get(path.size() - 1));
    }
  }

  private final List<Candidate> found = new ArrayList<>();
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<Node> queue = new ArrayDeque<>();

  private StateDictSearch() {}

  /** Finds what is below a container. */
  static List<Candidate> below(Object root) {
    StateDictSearch search = new StateDictSearch();
    search.enqueue(new Node(null, "", root));
    while (!search.queue.isEmpty()) {
      search.visit(search.queue.remove());
    }
    return search.found;
  }

  /** Follows a path from a root object; empty if it does not lead to a container. */
  static Optional<Object> follow(PyDict root, String dotted) {
    Object at = root;
    for (String name : dotted.split("\\.")) {
      at = at instanceof PyDict dict ? dict.get(name) : null;
    }
    return isContainer(at) ? Optional.of(at) : Optional.empty();
  }

  /**
   * Those among which there is a choice: if one is the only large one, or the only large one with a
   * usual name, then that one alone.
   */
  static List<Candidate> choice(List<Candidate> candidates) {
    int most = candidates.stream().mapToInt(Candidate::tensors).max().orElse(0);
    List<Candidate> large =
        candidates.stream().filter(one -> (long) one.tensors() * SHARE >= most).toList();
    // Beside the tensors of a root, dicts of further ones are copies.
    List<Candidate> root = large.stream().filter(one -> one.path().isEmpty()).toList();
    List<Candidate> usual = large.stream().filter(Candidate::isUsual).toList();
    return !root.isEmpty() ? root : usual.size() == 1 ? usual : large;
  }

  /** Lists candidates for a message. */
  static String list(List<Candidate> candidates) {
    return candidates.stream()
            .limit(SHOWN)
            .map(one -> CheckpointFile.quote(one.name()) + " (" + one.tensors() + " tensors)")
            .collect(Collectors.joining(", "))
        + (candidates.size() > SHOWN ? ", ..." : "");
  }

  private static boolean isContainer(Object value) {
    return value instanceof PyDict || value instanceof PyList || value instanceof PyTuple;
  }

  static boolean isTensor(Object value) {
    return value instanceof RebuiltTensor || value instanceof NumpyArray;
  }

  private void enqueue(Node node) {
    if (isContainer(node.container())
        && seen.size() < MAX_CONTAINERS
        && seen.add(node.container())) {
      queue.add(node);
    }
  }

  private void visit(Node node) {
    if (node.container() instanceof PyDict dict) {
      int tensors = 0;
      for (Map.Entry<Object, Object> item : dict.items().entrySet()) {
        if (item.getKey() instanceof String name) {
          tensors += isTensor(item.getValue()) ? 1 : 0;
          enqueue(new Node(node, name, item.getValue()));
        }
      }
      if (tensors > 0) {
        found.add(new Candidate(node.path(), dict, tensors));
      }
      return;
    }
    List<Object> items =
        node.container() instanceof PyList list
            ? list.items()
            : ((PyTuple) node.container()).items();
    for (int i = 0; i < items.size(); i++) {
      enqueue(new Node(node, Integer.toString(i), items.get(i)));
    }
  }
}
