/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.resnet;

import io.mpvit.backbone.resnet.ResNetNames.Unit;
import io.mpvit.weights.KeyLayout;
import io.mpvit.weights.RenamedKeys;
import java.util.List;
import java.util.Map;

/**
 * The files in which weights of these networks are published: torchvision's and timm's,
 * detectron2's, and the ImageNet files of MSRA and FAIR with Caffe2's names. What belongs to a
 * classifier's head and counters of batches are left out: a backbone needs neither.
 */
public final class ResNetLayouts {

  private static final String COUNTER = "num_batches_tracked";

  /** The vectors of a norm and their ends in Caffe2's names. */
  private static final Map<String, String> CAFFE2_NORM =
      Map.of("weight", "s", "bias", "b", "running_mean", "rm", "running_var", "riv");

  private static final Map<Integer, String> CAFFE2_BRANCHES =
      Map.of(1, "branch2a", 2, "branch2b", 3, "branch2c");

  private ResNetLayouts() {}

  /**
   * All layouts of a backbone's files.
   *
   * @param own the names of the network
   * @return the layouts, {@link KeyLayout#OWN} first
   */
  public static List<KeyLayout> of(ResNetNames own) {
    return List.of(
        KeyLayout.OWN,
        renamed("detectron2", own, ResNetNames.DETECTRON2),
        renamed("torchvision", own, ResNetNames.TORCHVISION),
        caffe2(own));
  }

  private static KeyLayout renamed(String name, ResNetNames own, ResNetNames file) {
    RenamedKeys.Builder layout =
        RenamedKeys.builder(name).ignore("fc.{*}").ignore("stem.fc.{*}").ignore("{*}." + COUNTER);
    if (own != file) {
      rename(layout, file.stem(), file.conv(1), own.stem(), own.conv(1));
      for (int s = 0; s < ResNetConfig.STAGES; s++) {
        String from = file.stage(s) + ".{b}";
        String to = own.stage(s) + ".{b}";
        for (int c = 1; c <= CAFFE2_BRANCHES.size(); c++) {
          rename(layout, from, file.conv(c), to, own.conv(c));
        }
        rename(layout, from, file.shortcut(), to, own.shortcut());
      }
    }
    return new CompletedNorms(layout.build(), own);
  }

  private static void rename(
      RenamedKeys.Builder layout, String from, Unit file, String to, Unit own) {
    layout.rename(
        ResNetNames.join(from, file.convPath()) + ".weight",
        ResNetNames.join(to, own.convPath()) + ".weight");
    layout.rename(
        ResNetNames.join(from, file.normPath()) + ".{*}",
        ResNetNames.join(to, own.normPath()) + ".{*}");
  }

  private static KeyLayout caffe2(ResNetNames own) {
    RenamedKeys.Builder layout =
        RenamedKeys.builder("caffe2").ignore("fc1000_{*}").ignore("pred_{*}").ignore("conv1_b");
    caffe2(layout, "conv1", "res_conv1", own.stem(), own.conv(1));
    for (int s = 0; s < ResNetConfig.STAGES; s++) {
      String block = "res" + (s + 2) + "_{b}_";
      String to = own.stage(s) + ".{b}";
      CAFFE2_BRANCHES.forEach(
          (number, branch) -> caffe2(layout, block + branch, block + branch, to, own.conv(number)));
      caffe2(layout, block + "branch1", block + "branch1", to, own.shortcut());
    }
    return new CompletedNorms(layout.build(), own);
  }

  private static void caffe2(
      RenamedKeys.Builder layout, String conv, String norm, String to, Unit own) {
    layout.rename(conv + "_w", ResNetNames.join(to, own.convPath()) + ".weight");
    CAFFE2_NORM.forEach(
        (vector, end) ->
            layout.rename(
                norm + "_bn_" + end, ResNetNames.join(to, own.normPath()) + "." + vector));
  }
}
