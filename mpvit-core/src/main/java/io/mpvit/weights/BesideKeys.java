/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.weights;

import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.nn.StateEntry;
import io.mpvit.nn.TorchBlock;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells what merely lies beside a network's tensors in a file (moving averages, teachers, buffers
 * of other versions, parts of a training) from what shows that the file is of another network, such
 * as a deeper one: that would be computed with wrongly, and without a word, if it were passed over.
 *
 * <p>Beside lie: integers; names of buffers; copies of at least a third of the network's tensors,
 * whose names are theirs with something before or after them; and, where a network is made of named
 * parts, other parts. Everything else, such as one block more or a bias where the network has none,
 * belongs to another network.
 */
public final class BesideKeys {

  private static final Pattern BUFFER =
      Pattern.compile(
          "running_(mean|var)|num_batches_tracked|n_averaged|total_(ops|params)|inv_freq|strides?"
              + "|(pixel_)?(mean|std)|initialized|.*(index|mask|anchors?|grid|coords_table|buffer)");

  /** What programs train beside networks. */
  private static final Pattern TRAINING =
      Pattern.compile(
          "(?i).*(criterion|loss|ema|averag|teacher|momentum|discriminator|metric|queue|optim).*");

  private static final Pattern DIGITS = Pattern.compile("\\d+");
  private static final Pattern SIGNS = Pattern.compile("[^a-zA-Z0-9]");
  private static final int SHARE = 3;

  /** The network's shapes, by their keys without dots and underscores. */
  private final Map<String, long[]> needed = new HashMap<>();

  private final Set<String> parts = new HashSet<>();
  private final Set<String> numbered = new HashSet<>();
  private final boolean composed;

  /**
   * Learns what a network needs.
   *
   * @param network initialised or not
   * @param composed whether it is made of named parts, as a backbone with a head is
   */
  public BesideKeys(TorchBlock network, boolean composed) {
    this.composed = composed;
    for (StateEntry entry : network.stateEntries()) {
      needed.put(bare(entry.key()), entry.shape());
      String first = first(entry.key());
      parts.add(first);
      if (!numberless(first).equals(first)) {
        numbered.add(numberless(first));
      }
    }
  }

  /**
   * Tells whether nothing but such things is among some keys.
   *
   * @param keys of the file, none of which is the network's
   * @param file the file
   * @return whether they may be passed over
   */
  public boolean allBeside(Collection<String> keys, StateDict file) {
    Map<String, Integer> copies = new HashMap<>();
    for (String key : keys) {
      marker(key, file.get(key)).ifPresent(marker -> copies.merge(marker, 1, Integer::sum));
    }
    return keys.stream()
        .allMatch(
            key ->
                isBuffer(key, file.get(key))
                    || isOtherPart(first(key))
                    || marker(key, file.get(key))
                        .filter(marker -> copies.get(marker) * SHARE >= needed.size())
                        .isPresent());
  }

  private static boolean isBuffer(String key, CheckpointTensor tensor) {
    boolean whole =
        switch (tensor.type()) {
          case FLOAT16, BFLOAT16, FLOAT32, FLOAT64 -> false;
          default -> true;
        };
    return whole || BUFFER.matcher(key.substring(key.lastIndexOf('.') + 1)).matches();
  }

  /** A fifth stage beside four is no other part. */
  private boolean isOtherPart(String first) {
    return !parts.contains(first)
        && !numbered.contains(numberless(first))
        && (composed || TRAINING.matcher(first).matches());
  }

  /** What a copy's name has more than that of the network's tensor of which it is one. */
  private Optional<String> marker(String key, CheckpointTensor tensor) {
    String bare = bare(key);
    for (int cut = 1; cut < bare.length(); cut++) {
      if (isNeeded(bare.substring(cut), tensor)) {
        return Optional.of(bare.substring(0, cut) + "*");
      }
    }
    for (int cut = bare.length() - 1; cut > 0; cut--) {
      if (isNeeded(bare.substring(0, cut), tensor)) {
        return Optional.of("*" + bare.substring(cut));
      }
    }
    return Optional.empty();
  }

  private boolean isNeeded(String bare, CheckpointTensor tensor) {
    long[] shape = needed.get(bare);
    return shape != null && Arrays.equals(shape, tensor.shape());
  }

  /**
   * Names some keys by how they begin, for a message.
   *
   * @param keys any number
   * @return their first parts with their numbers, the most frequent first
   */
  public static String summary(Collection<String> keys) {
    Map<String, Integer> counts = new HashMap<>();
    keys.forEach(
        key ->
            counts.merge(
                key.contains(".") ? first(key) + ".*" : key.split("_", 2)[0] + "_*",
                1,
                Integer::sum));
    List<String> names =
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<String, Integer>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(3)
            .map(Map.Entry::getKey)
            .toList();
    return String.join(", ", names) + (counts.size() > names.size() ? ", ..." : "");
  }

  private static String first(String key) {
    return key.split("\\.", 2)[0];
  }

  private static String numberless(String name) {
    return DIGITS.matcher(name).replaceAll("#");
  }

  private static String bare(String key) {
    return SIGNS.matcher(key).replaceAll("");
  }
}
