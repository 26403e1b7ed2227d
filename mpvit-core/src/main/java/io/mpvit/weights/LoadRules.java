/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.weights;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * How the keys of a file relate to those of a network.
 *
 * @param prefix what stands before the network's keys in the file; keys without it are ignored
 * @param ignored further keys of the file (after the prefix) that need no place in the network
 */
public record LoadRules(String prefix, Predicate<String> ignored) {

  /**
   * Constants of detectors that early versions of detectron2 saved and that are not weights: the
   * pixel statistics and the anchors.
   */
  private static final Pattern CONSTANTS =
      Pattern.compile("(.*\\.)?pixel_(mean|std)|(.*\\.)?anchor_generator\\.cell_anchors\\.\\d+");

  /** The file's keys are the network's; saved constants are tolerated. */
  public static LoadRules strict() {
    return new LoadRules("", key -> CONSTANTS.matcher(key).matches());
  }

  /**
   * The same rules for a network whose keys have a prefix in the file.
   *
   * @param value for example {@code backbone.}
   * @return new rules
   */
  public LoadRules withPrefix(String value) {
    return new LoadRules(value, ignored);
  }

  /**
   * The same rules, tolerating more keys.
   *
   * @param more whether a key (after the prefix) needs no place in the network
   * @return new rules
   */
  public LoadRules ignoring(Predicate<String> more) {
    return new LoadRules(prefix, ignored.or(more));
  }
}
