/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.mvitv2;

import io.mpvit.weights.KeyLayout;
import io.mpvit.weights.RenamedKeys;
import io.mpvit.weights.SingletonAxis;
import java.util.List;

/**
 * How published files name the tensors of an MViTv2: the authors' with our names, where some
 * convolutions may have an axis of time of length 1, and timm's, which counts blocks per stage. A
 * detector's backbone takes a classifier's file without its head; the norms of its maps, which no
 * classifier has, are then missing.
 */
public final class MViTv2Layouts {

  private static final int WITH_TIME = 5;
  private static final int TIME_AXIS = 2;

  private MViTv2Layouts() {}

  /**
   * The layouts of a classifier's files.
   *
   * @param config the architecture
   * @return our own, the authors' {@code mvit}, and {@code timm}
   */
  public static List<KeyLayout> classifier(MViTv2Config config) {
    return List.of(
        KeyLayout.OWN,
        withoutTime(RenamedKeys.builder("mvit").build()),
        timm(config).rename("head.fc.{*}", "head.projection.{*}").build());
  }

  /**
   * The layouts of files that a detector's backbone can take.
   *
   * @param config the architecture
   * @return our own, the authors' {@code mvit}, and {@code timm}
   */
  static List<KeyLayout> backbone(MViTv2Config config) {
    return List.of(
        KeyLayout.OWN,
        withoutTime(RenamedKeys.builder("mvit").ignore("norm.{*}").ignore("head.{*}").build()),
        timm(config).ignore("norm.{*}").ignore("head.{*}").build());
  }

  private static KeyLayout withoutTime(KeyLayout names) {
    return new SingletonAxis(names, WITH_TIME, TIME_AXIS);
  }

  private static RenamedKeys.Builder timm(MViTv2Config config) {
    RenamedKeys.Builder names = RenamedKeys.builder("timm");
    String branch = config.widening() == Widening.ATTENTION ? "attn" : "mlp";
    int number = 0;
    for (int s = 0; s < MViTv2Config.STAGES; s++) {
      for (int i = 0; i < config.stages().get(s).blocks(); i++) {
        String timm = "stages." + s + ".blocks." + i + ".";
        String own = "blocks." + number++ + ".";
        names.rename(timm + "shortcut_proj_" + branch + ".{*}", own + "proj.{*}");
        names.rename(timm + "{*}", own + "{*}");
      }
    }
    return names;
  }
}
