/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.pickle;

import io.mpvit.checkpoint.pickle.PickleValue.LongText;
import io.mpvit.checkpoint.pickle.PickleValue.None;
import io.mpvit.checkpoint.pickle.PickleValue.PyDict;
import io.mpvit.checkpoint.pickle.PickleValue.PyList;
import io.mpvit.checkpoint.pickle.PickleValue.PyTuple;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects texts, numbers and flags from a root object that may be cyclic or enormous: each
 * container is seen once, by its shortest path, and depth and count are bounded.
 */
public final class PlainValues {
  private static final int MAX_DEPTH = 6;
  private static final int MAX_VALUES = 10_000;
  private static final int MAX_LIST = 1_000;
  private static final int MAX_TEXT = 10_000;
  private static final int MAX_PATH = 1_000;

  /** Characters of paths and items of lists together: lists may be shared without bound. */
  private static final long MAX_WEIGHT = 1L << 20;

  private final Map<String, Object> values = new LinkedHashMap<>();
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<Node> queue = new ArrayDeque<>();

  private long weight;

  private record Node(String path, int depth, Object container) {}

  private PlainValues() {}

  /**
   * Returns the values by dotted path; the state dict itself is left out unless it is the root.
   *
   * @param root the root object
   * @param stateDict a part of it
   * @return texts, numbers and flags
   */
  public static Map<String, Object> collect(PyDict root, PyDict stateDict) {
    PlainValues collector = new PlainValues();
    if (stateDict != root) {
      collector.seen.add(stateDict);
    }
    collector.enqueue("", 0, root);
    while (!collector.queue.isEmpty() && !collector.full()) {
      collector.visit(collector.queue.remove());
    }
    return collector.values;
  }

  private void enqueue(String path, int depth, Object container) {
    if (depth < MAX_DEPTH && queue.size() < MAX_VALUES && seen.add(container)) {
      queue.add(new Node(path, depth, container));
    }
  }

  private void visit(Node node) {
    if (node.container() instanceof PyDict dict) {
      for (Map.Entry<Object, Object> item : dict.items().entrySet()) {
        if (item.getKey() instanceof String || item.getKey() instanceof Long) {
          take(join(node.path(), item.getKey()), node.depth(), item.getValue());
        }
        if (full()) {
          return;
        }
      }
      return;
    }
    List<Object> items = items(node.container());
    for (int i = 0; i < Math.min(items.size(), MAX_LIST) && !full(); i++) {
      take(join(node.path(), i), node.depth(), items.get(i));
    }
  }

  private void take(String path, int depth, Object value) {
    if (path.length() > MAX_PATH) {
      return;
    }
    if (plain(value)) {
      put(path, value, 0);
    } else if (value instanceof PyDict) {
      enqueue(path, depth + 1, value);
    } else if (value instanceof PyList || value instanceof PyTuple) {
      List<Object> items = items(value);
      if (items.size() <= MAX_LIST && items.stream().allMatch(PlainValues::plain)) {
        put(path, List.copyOf(items), items.size());
      } else {
        enqueue(path, depth + 1, value);
      }
    }
  }

  private void put(String path, Object value, int size) {
    values.put(path, value);
    weight += path.length() + size;
  }

  private boolean full() {
    return values.size() >= MAX_VALUES || weight >= MAX_WEIGHT;
  }

  private static boolean plain(Object value) {
    return PickleValue.isPlain(value)
        && value != None.NONE
        && !(value instanceof LongText)
        && !(value instanceof String text && text.length() > MAX_TEXT);
  }

  private static List<Object> items(Object container) {
    return container instanceof PyList list
        ? list.items
        : Arrays.asList(((PyTuple) container).items);
  }

  private static String join(String path, Object key) {
    return path.isEmpty() ? key.toString() : path + "." + key;
  }
}
