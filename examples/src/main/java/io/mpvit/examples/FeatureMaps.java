/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.examples;

import io.mpvit.zoo.model.FeatureMap;
import io.mpvit.zoo.model.FeatureModel;
import java.nio.file.Path;
import java.util.Arrays;

/** Looks at what a backbone sees: the feature maps that heads are built on. */
public final class FeatureMaps {

  private FeatureMaps() {}

  /**
   * Prints name, shape and range of each feature map of a picture at its own size.
   *
   * @param args a picture of any size; the name of any model; optionally its weights file
   * @throws Exception if the picture or the weights cannot be read
   */
  public static void main(String[] args) throws Exception {
    if (args.length < 2) {
      System.err.println("usage: FeatureMaps PICTURE MODEL [WEIGHTS]");
      return;
    }
    FeatureModel.Builder builder = FeatureModel.builder().model(args[1]).unresized();
    if (args.length > 2) {
      builder.weights(Path.of(args[2]));
    }
    try (FeatureModel backbone = builder.build()) {
      for (FeatureMap map : backbone.extract(Path.of(args[0])).maps()) {
        float[] values = map.values();
        Arrays.sort(values);
        System.out.printf(
            "%s of every %d pixels, from %.3f to %.3f%n",
            map, map.stride(), values[0], values[values.length - 1]);
      }
    }
  }
}
