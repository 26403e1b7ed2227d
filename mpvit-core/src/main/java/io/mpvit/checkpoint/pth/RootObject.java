/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.pth;

import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.file.CheckpointFile;
import io.mpvit.checkpoint.pickle.NumpyArray;
import io.mpvit.checkpoint.pickle.PickleValue;
import io.mpvit.checkpoint.pickle.PickleValue.Opaque;
import io.mpvit.checkpoint.pickle.PickleValue.PyDict;
import io.mpvit.checkpoint.pickle.PlainValues;
import io.mpvit.checkpoint.pickle.RebuiltTensor;
import io.mpvit.checkpoint.pickle.Symbol;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.checkpoint.tensor.NamedTensors;
import io.mpvit.checkpoint.tensor.StoredTensor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the state dict in a pickle's root object and collects its tensors. */
final class RootObject {
  private static final String MOMENTUM = "_momentum";
  private static final int MAX_ENTRIES = 1_000;

  private final CheckpointFile file;
  private final ParsedCheckpoint parsed;
  private final Optional<String> wanted;

  private RootObject(CheckpointFile file, ParsedCheckpoint parsed, Optional<String> wanted) {
    this.file = file;
    this.parsed = parsed;
    this.wanted = wanted;
  }

  static NamedTensors tensors(CheckpointFile file, ParsedCheckpoint parsed, Optional<String> wanted)
      throws IOException, CheckpointException {
    return new RootObject(file, parsed, wanted).tensors();
  }

  private NamedTensors tensors() throws IOException, CheckpointException {
    if (!(parsed.root() instanceof PyDict root)) {
      throw file.damaged(
          "the root object is "
              + PickleValue.describe(parsed.root())
              + ", expected a state dict (a dict of tensors)");
    }
    String entry = entry(root);
    PyDict chosen = root;
    if (entry != null) {
      Object member = root.get(entry);
      if (!(member instanceof PyDict dict)) {
        throw file.damaged(
            "its entry "
                + CheckpointFile.quote(entry)
                + " is "
                + PickleValue.describe(member)
                + ", expected a state dict (a dict of tensors)");
      }
      chosen = dict;
    }
    Map<String, String> skipped = new LinkedHashMap<>();
    Map<String, CheckpointTensor> tensors = collect(chosen, caffe2(root), skipped);
    if (tensors.isEmpty()) {
      throw file.damaged(
          "no tensor in "
              + (entry == null ? "the root object" : "its entry " + CheckpointFile.quote(entry))
              + ", not a state dict; the root object's entries are "
              + names(root));
    }
    List<String> path = entry == null ? List.of() : List.of(entry);
    return new NamedTensors(
        tensors, path, PlainValues.collect(root, chosen), entries(root, chosen), skipped);
  }

  /** The member to take; null for the root itself. One step only: wrappers do not nest. */
  private String entry(PyDict root) throws CheckpointException {
    if (wanted.isPresent()) {
      String name = wanted.get();
      if (root.get(name) == null) {
        throw file.damaged(
            "no entry " + CheckpointFile.quote(name) + "; the root object has " + names(root));
      }
      return name;
    }
    if (caffe2(root) && root.get("blobs") instanceof PyDict) {
      return "blobs";
    }
    for (String name : List.of("state_dict", "model", "model_state")) {
      Object member = root.get(name);
      // A number, a text or a tensor of that name is not a wrapper.
      if (member != null
          && !PickleValue.isPlain(member)
          && !(member instanceof RebuiltTensor)
          && !(member instanceof NumpyArray)) {
        return name;
      }
    }
    return null;
  }

  /** detectron2's rule: its own files name their author, other pickles are Caffe2's. */
  private boolean caffe2(PyDict root) {
    return parsed.plain() && (root.get("__author__") == null || root.get("model") == null);
  }

  private Map<String, CheckpointTensor> collect(
      PyDict dict, boolean caffe2, Map<String, String> skipped)
      throws IOException, CheckpointException {
    Map<String, CheckpointTensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<Object, Object> item : dict.items().entrySet()) {
      if (!(item.getKey() instanceof String name)) {
        throw file.damaged(
            "a key of the state dict is " + PickleValue.describe(item.getKey()) + ", no text");
      }
      Object value = item.getValue();
      if (caffe2 && name.endsWith(MOMENTUM)) {
        skipped.put(name, "momentum of the optimizer");
      } else if (value instanceof RebuiltTensor tensor) {
        tensors.put(name, attach(tensor));
      } else if (value instanceof NumpyArray array) {
        if (array.tensor() == null) {
          throw unusable(name, array.problem());
        }
        tensors.put(name, attach(array.tensor()));
      } else if (value instanceof Opaque || value instanceof Symbol) {
        throw unusable(name, PickleValue.describe(value));
      } else {
        skipped.put(name, PickleValue.describe(value));
      }
    }
    return tensors;
  }

  private CheckpointException unusable(String key, String what) {
    return file.damaged(
        "entry " + CheckpointFile.quote(key) + " of the state dict is no tensor but " + what);
  }

  private CheckpointTensor attach(RebuiltTensor tensor) throws IOException, CheckpointException {
    parsed.storages().attach(tensor.storage());
    return new StoredTensor(file, tensor.storage(), tensor.type(), tensor.layout());
  }

  /** The root's members; the tensors of a root that is the state dict are no news. */
  private static Map<String, String> entries(PyDict root, PyDict chosen) {
    Map<String, String> entries = new LinkedHashMap<>();
    for (Map.Entry<Object, Object> item : root.items().entrySet()) {
      boolean tensor =
          item.getValue() instanceof RebuiltTensor || item.getValue() instanceof NumpyArray;
      if (item.getKey() instanceof String name && !(root == chosen && tensor)) {
        entries.put(name, PickleValue.describe(item.getValue()));
      }
      if (entries.size() >= MAX_ENTRIES) {
        break;
      }
    }
    return entries;
  }

  private static String names(PyDict root) {
    List<String> names =
        root.items().keySet().stream()
            .filter(String.class::isInstance)
            .limit(12)
            .map(k -> CheckpointFile.quote((String) k))
            .toList();
    return names.isEmpty() ? "none" : String.join(", ", names);
  }
}
