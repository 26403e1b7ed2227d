/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.preset;

import io.mpvit.backbone.dpt.DptConfig;
import io.mpvit.detection.augment.DetectionAugmentation;
import io.mpvit.detection.rcnn.MaskRcnnConfig;
import io.mpvit.detection.rcnn.MaskRcnnLayouts;
import io.mpvit.detection.rcnn.RcnnLossConfig;
import io.mpvit.detection.retinanet.RetinaNetConfig;
import io.mpvit.detection.retinanet.RetinaNetLayouts;
import io.mpvit.image.KeepRatioResize;
import io.mpvit.training.loop.TrainingRecipe;
import io.mpvit.training.optimizer.AdamW;
import io.mpvit.training.optimizer.ParameterGroup;
import io.mpvit.training.schedule.WarmupSteps;
import io.mpvit.weights.KeyLayout;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.recipe.TrainingDefaults;
import io.mpvit.zoo.recipe.TrainingDefaults.Length;
import java.util.List;

/** The architectures on DPT: RetinaNet and Mask R-CNN as mmdetection runs and names them. */
final class DptPresets {

  private static final String BOTTOM_UP = "bottom_up";
  private static final List<String> ALL_STAGES = List.of("stage2", "stage3", "stage4", "stage5");
  private static final List<String> UPPER_STAGES = List.of("stage3", "stage4", "stage5");

  /** Eight devices with two pictures each. */
  private static final int BATCH = 16;

  private static final double RETINANET_RATE = 1e-4;
  private static final double MASK_RCNN_RATE = 2e-4;
  private static final double DECAY = 1e-4;
  private static final long WARMUP = 500;
  private static final double WARMUP_START = 0.001;

  private DptPresets() {}

  static List<Preset<?>> all() {
    return List.of(
        retinaNet("retinanet_dpt_tiny", DptConfig.tiny()),
        retinaNet("retinanet_dpt_small", DptConfig.small()),
        retinaNet("retinanet_dpt_medium", DptConfig.medium()),
        maskRcnn("mask_rcnn_dpt_tiny", DptConfig.tiny()),
        maskRcnn("mask_rcnn_dpt_small", DptConfig.small()),
        maskRcnn("mask_rcnn_dpt_medium", DptConfig.medium()));
  }

  private static Preset<?> retinaNet(String name, DptConfig backbone) {
    return new RetinaNetPreset(
        name,
        RetinaNetConfig.mmdetection(backbone, BOTTOM_UP, UPPER_STAGES),
        List.of(KeyLayout.OWN, RetinaNetLayouts.mmdetection(BOTTOM_UP)),
        TypicalInputs.PHOTOGRAPH,
        recipe(RETINANET_RATE));
  }

  private static Preset<?> maskRcnn(String name, DptConfig backbone) {
    return new MaskRcnnPreset(
        name,
        MaskRcnnConfig.mmdetection(backbone, BOTTOM_UP, ALL_STAGES),
        List.of(KeyLayout.OWN, MaskRcnnLayouts.mmdetection(BOTTOM_UP)),
        TypicalInputs.PHOTOGRAPH,
        RcnnLossConfig.published(),
        recipe(MASK_RCNN_RATE));
  }

  private static boolean once(ModelCard card) {
    return card.schedule().equals("1x");
  }

  private static DetectorRecipe recipe(double rate) {
    return new DetectorRecipe(
        card ->
            once(card)
                ? DetectionAugmentation.resizeAndFlip(KeepRatioResize.COCO)
                : DetectionAugmentation.detectron2(),
        card -> defaults(card, rate),
        false);
  }

  /** The rate falls to a tenth twice, at the end of the given rounds over the data. */
  private static TrainingDefaults defaults(ModelCard card, double rate) {
    int epochs = once(card) ? 12 : 36;
    List<Integer> falls = once(card) ? List.of(8, 11) : List.of(28, 34);
    return new TrainingDefaults(
        BATCH,
        rate,
        Length.epochs(epochs),
        (highest, length) ->
            new WarmupSteps(
                highest,
                Math.min(WARMUP, length / 10),
                WARMUP_START,
                falls.stream().map(epoch -> Math.round((double) epoch / epochs * length)).toList(),
                0.1),
        highest ->
            new TrainingRecipe(
                highest,
                List.of(ParameterGroup.all(DECAY)),
                AdamW.Settings.DEFAULT,
                Double.POSITIVE_INFINITY,
                1,
                0));
  }
}
