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
import io.mpvit.checkpoint.pth.StateDictSearch.Candidate;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.checkpoint.tensor.NamedTensors;
import io.mpvit.checkpoint.tensor.StoredTensor;
import java.io.IOException;
import java.util.ArrayList;
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
    Chosen found = chosen(root);
    PyDict chosen = found.dict();
    Map<String, String> skipped = new LinkedHashMap<>();
    Map<String, CheckpointTensor> tensors = collect(chosen, caffe2(root), skipped);
    if (tensors.isEmpty()) {
      throw file.damaged(
          "no tensor in "
              + (chosen == root
                  ? "the root object"
                  : "its entry " + CheckpointFile.quote(String.join(".", found.path())))
              + ", not a state dict; the root object's entries are "
              + names(root));
    }
    NamedTensors content =
        new NamedTensors(
            tensors,
            found.path(),
            PlainValues.collect(root, chosen),
            entries(root, chosen),
            skipped);
    return found.prefix().isEmpty() ? content : content.under(found.prefix().get());
  }

  /**
   * What to take.
   *
   * @param path the members that lead to it
   * @param dict the state dict
   * @param prefix of its keys only those that begin so; empty for all
   */
  private record Chosen(List<String> path, PyDict dict, Optional<String> prefix) {}

  private Chosen chosen(PyDict root) throws CheckpointException {
    if (wanted.isPresent()) {
      return wanted(root, wanted.get());
    }
    Optional<String> usual = usual(root);
    if (usual.isPresent() && hasTensors(root.get(usual.get()))) {
      return new Chosen(List.of(usual.get()), (PyDict) root.get(usual.get()), Optional.empty());
    }
    List<Candidate> choice = StateDictSearch.choice(StateDictSearch.below(root));
    if (choice.isEmpty()) {
      return usual.isPresent() ? member(root, usual.get()) : whole(root);
    }
    return only(choice);
  }

  private Chosen only(List<Candidate> choice) throws CheckpointException {
    if (choice.size() > 1) {
      throw file.damaged(
          "holds "
              + choice.size()
              + " state dicts, in its entries "
              + StateDictSearch.list(choice)
              + "; say which by the entry's name (--entry NAME)");
    }
    return new Chosen(choice.get(0).path(), choice.get(0).dict(), Optional.empty());
  }

  /** A member, the end of a path, the name of a state dict anywhere, or a prefix of keys. */
  private Chosen wanted(PyDict root, String name) throws CheckpointException {
    Object direct = root.get(name);
    Optional<Object> container =
        Optional.ofNullable(direct).or(() -> StateDictSearch.follow(root, name));
    List<String> path = direct != null ? List.of(name) : List.of(name.split("\\."));
    if (container.isPresent()) {
      List<Candidate> choice = StateDictSearch.choice(StateDictSearch.below(container.get()));
      if (choice.isEmpty() && direct == null) {
        throw file.damaged("no tensor in its entry " + CheckpointFile.quote(name));
      }
      if (choice.isEmpty()) {
        return member(root, name);
      }
      Chosen inner = only(choice);
      List<String> all = new ArrayList<>(path);
      all.addAll(inner.path());
      return new Chosen(all, inner.dict(), Optional.empty());
    }
    List<Candidate> all = StateDictSearch.below(root);
    List<Candidate> named =
        all.stream()
            .filter(one -> !one.path().isEmpty())
            .filter(one -> one.path().get(one.path().size() - 1).equals(name))
            .toList();
    if (!named.isEmpty()) {
      return only(named);
    }
    List<Candidate> choice = StateDictSearch.choice(all);
    if (choice.size() == 1 && hasPrefix(choice.get(0).dict(), NamedTensors.prefix(name))) {
      Candidate one = choice.get(0);
      return new Chosen(one.path(), one.dict(), Optional.of(name));
    }
    throw file.damaged(
        "no entry "
            + CheckpointFile.quote(name)
            + "; the root object has "
            + names(root)
            + (all.isEmpty() ? "" : "; state dicts are in " + StateDictSearch.list(all)));
  }

  private static Chosen whole(PyDict root) {
    return new Chosen(List.of(), root, Optional.empty());
  }

  private Chosen member(PyDict root, String entry) throws CheckpointException {
    Object member = root.get(entry);
    if (!(member instanceof PyDict dict)) {
      throw file.damaged(
          "its entry "
              + CheckpointFile.quote(entry)
              + " is "
              + PickleValue.describe(member)
              + ", expected a state dict (a dict of tensors)");
    }
    return new Chosen(List.of(entry), dict, Optional.empty());
  }

  private static boolean hasPrefix(PyDict dict, String prefix) {
    return dict.items().keySet().stream()
        .anyMatch(key -> key instanceof String name && name.startsWith(prefix));
  }

  private static boolean hasTensors(Object member) {
    return member instanceof PyDict dict
        && dict.items().values().stream().anyMatch(StateDictSearch::isTensor);
  }

  /** The member where training programs usually put the state dict. */
  private Optional<String> usual(PyDict root) {
    if (caffe2(root) && root.get("blobs") instanceof PyDict) {
      return Optional.of("blobs");
    }
    // A number, a text or a tensor of that name is not a wrapper.
    return StateDictSearch.USUAL.stream()
        .filter(
            name -> {
              Object member = root.get(name);
              return member != null
                  && !PickleValue.isPlain(member)
                  && !StateDictSearch.isTensor(member);
            })
        .findFirst();
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
