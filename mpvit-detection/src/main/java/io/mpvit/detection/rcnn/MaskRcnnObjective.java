/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import io.mpvit.detection.box.Candidates;
import io.mpvit.detection.target.DetectionBatch;
import io.mpvit.detection.target.GroundTruth;
import io.mpvit.detection.target.Matches;
import io.mpvit.detection.target.Sampler;
import io.mpvit.detection.target.Sampling.Sample;
import io.mpvit.image.ImageSize;
import io.mpvit.nn.Pass;
import io.mpvit.ops.HostArrays;
import io.mpvit.ops.LossOps;
import io.mpvit.training.Losses;
import io.mpvit.training.Objective;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Training a Mask R-CNN, or without masks a Faster R-CNN, with one box stage or a cascade.
 *
 * <p>Losses: {@code loss_rpn_cls}, {@code loss_rpn_loc}, {@code loss_cls}, {@code loss_box_reg} (in
 * a cascade one pair per stage, with the suffix {@code _stage0} and so on), {@code loss_mask} where
 * there are masks. Pictures without objects are fine: all their regions are background.
 */
public final class MaskRcnnObjective implements Objective<DetectionBatch> {

  private final MaskRcnn network;
  private final RcnnLossConfig config;
  private final Function<RandomGenerator, Sampler> samplers;
  private final RpnLoss rpnLoss;
  private final int background;

  /**
   * Joins a network with its losses; anchors and regions are sampled at random.
   *
   * @param network the network
   * @param config how it is trained, with as many stages as the network has
   */
  public MaskRcnnObjective(MaskRcnn network, RcnnLossConfig config) {
    this(network, config, Sampler::random);
  }

  /**
   * Joins a network with its losses.
   *
   * @param network the network
   * @param config how it is trained, with as many stages as the network has
   * @param samplers makes the sampler of a step from the pass' random numbers
   */
  public MaskRcnnObjective(
      MaskRcnn network, RcnnLossConfig config, Function<RandomGenerator, Sampler> samplers) {
    if (config.stages().size() != network.stages().size()) {
      throw new IllegalArgumentException(
          "expected matchers for %d box stages, found %d"
              .formatted(network.stages().size(), config.stages().size()));
    }
    this.network = network;
    this.config = config;
    this.samplers = samplers;
    rpnLoss = new RpnLoss(network.config().rpn(), config);
    background = network.config().classes();
  }

  @Override
  public Losses losses(Pass pass, DetectionBatch batch) {
    List<GroundTruth> truths = batch.truths();
    truths.forEach(this::check);
    Sampler sampler = samplers.apply(pass.random());
    return new Losses(
        keeping(
            () -> {
              NDList maps = network.pyramid().forward(pass, new NDList(batch.images().tensor()));
              RpnPredictions proposals = RpnPredictions.of(network.rpn().forward(pass, maps));
              Map<String, NDArray> parts = rpnLoss.evaluate(proposals, truths, sampler);
              List<ImageSize> sizes = batch.images().sizes();
              List<float[]> regions = regions(proposals, sizes);
              parts.putAll(regionLosses(pass, maps, regions, truths, sizes, sampler));
              return parts;
            }));
  }

  private void check(GroundTruth truth) {
    truth.requireClassesBelow(background);
    if (network.masks().isPresent() && truth.polygons().size() != truth.size()) {
      throw new IllegalArgumentException(
          "ground truth: masks are learned from polygons, found none");
    }
  }

  private static Map<String, NDArray> keeping(Supplier<Map<String, NDArray>> body) {
    Map<String, NDArray> parts;
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      parts = body.get();
      parts.values().forEach(NDScope::unregister);
    }
    parts.values().forEach(NDScope::register);
    return parts;
  }

  /** The proposals of each picture, through which no gradient flows. */
  private List<float[]> regions(RpnPredictions predictions, List<ImageSize> sizes) {
    RpnPredictions fixed =
        new RpnPredictions(
            predictions.logits().stream().map(NDArray::stopGradient).toList(),
            predictions.deltas().stream().map(NDArray::stopGradient).toList());
    ProposalSelector selector = new ProposalSelector(network.config().rpn(), config.proposals());
    return IntStream.range(0, sizes.size())
        .mapToObj(image -> selector.select(fixed, image, sizes.get(image)))
        .map(Candidates::boxes)
        .toList();
  }

  /**
   * The losses of the box stages and of the masks.
   *
   * @param maps the pyramid's maps
   * @param proposals packed boxes of each picture
   * @param truths the objects of each picture
   * @param sizes the size of each picture without padding
   * @param sampler chooses the first stage's regions
   */
  Map<String, NDArray> regionLosses(
      Pass pass,
      NDList maps,
      List<float[]> proposals,
      List<GroundTruth> truths,
      List<ImageSize> sizes,
      Sampler sampler) {
    RegionTargets first = sample(proposals, truths, sampler);
    Map<String, NDArray> parts = new LinkedHashMap<>();
    RegionTargets targets = first;
    int count = network.stages().size();
    for (int s = 0; s < count; s++) {
      BoxStage stage = network.stages().get(s);
      String suffix = count == 1 ? "" : "_stage" + s;
      if (targets.size() == 0) {
        parts.put("loss_cls" + suffix, zero(maps));
        parts.put("loss_box_reg" + suffix, zero(maps));
        continue;
      }
      NDList outputs = predict(pass, maps, stage, targets);
      parts.put("loss_cls" + suffix, RegionLoss.ofClasses(outputs.get(0), targets));
      parts.put(
          "loss_box_reg" + suffix,
          RegionLoss.ofBoxes(outputs.get(1), targets, truths, background, stage.coder()));
      if (s + 1 < count) {
        float[] boxes = stage.decode(targets.boxes(), outputs.get(1).toFloatArray());
        targets = refined(boxes, targets.images(), s + 1, truths, sizes);
      }
    }
    network
        .masks()
        .ifPresent(
            stage ->
                parts.put(
                    "loss_mask",
                    maskLoss(stage, pass, maps, first.foreground(background), truths)));
    return parts;
  }

  /** Objects themselves are proposals too, after the others. */
  private RegionTargets sample(List<float[]> proposals, List<GroundTruth> truths, Sampler sampler) {
    List<RegionTargets> parts = new ArrayList<>();
    for (int image = 0; image < truths.size(); image++) {
      GroundTruth truth = truths.get(image);
      float[] own = proposals.get(image);
      float[] regions = Arrays.copyOf(own, own.length + truth.boxes().length);
      System.arraycopy(truth.boxes(), 0, regions, own.length, truth.boxes().length);
      Matches matches = config.stages().get(0).match(truth.boxes(), regions);
      Sample sample = config.regionSampling().sample(matches, sampler);
      int[] taken =
          IntStream.concat(IntStream.of(sample.objects()), IntStream.of(sample.background()))
              .toArray();
      parts.add(RegionTargets.of(regions, image, matches, truth, background, taken));
    }
    return RegionTargets.concatenate(parts);
  }

  /** A stage of a cascade gives the pyramid its share of the gradient. */
  private NDList predict(Pass pass, NDList maps, BoxStage stage, RegionTargets targets) {
    NDArray pooled = stage.pooler().pool(maps, targets.boxes(), targets.images(), true);
    int count = network.stages().size();
    if (count > 1) {
      pooled = LossOps.scaleGradient(pooled, 1f / count);
    }
    return stage.predictor().forward(pass, new NDList(stage.head().forward(pass, pooled)));
  }

  /** What a stage makes of its regions is matched anew for the next; all of it is learned from. */
  private RegionTargets refined(
      float[] boxes, int[] images, int stage, List<GroundTruth> truths, List<ImageSize> sizes) {
    List<RegionTargets> parts = new ArrayList<>();
    for (int image = 0; image < truths.size(); image++) {
      int wanted = image;
      ImageSize size = sizes.get(image);
      int[] own =
          IntStream.range(0, images.length)
              .filter(i -> images[i] == wanted)
              .filter(i -> RegionBoxes.isFinite(boxes, i))
              .filter(i -> !RegionBoxes.clip(boxes, i, size).isEmpty())
              .toArray();
      parts.add(
          RegionTargets.all(
              RegionBoxes.select(boxes, own),
              image,
              config.stages().get(stage),
              truths.get(image),
              background));
    }
    return RegionTargets.concatenate(parts);
  }

  private static NDArray maskLoss(
      MaskStage stage, Pass pass, NDList maps, RegionTargets targets, List<GroundTruth> truths) {
    if (targets.size() == 0) {
      return zero(maps);
    }
    NDManager manager = maps.head().getManager();
    NDArray pooled = stage.pooler().pool(maps, targets.boxes(), targets.images(), true);
    NDArray classes = HostArrays.of(manager, targets.labels(), targets.size());
    NDList outputs = stage.head().forward(pass, new NDList(pooled, classes));
    return RegionLoss.ofMasks(outputs.singletonOrThrow(), targets, truths);
  }

  private static NDArray zero(NDList maps) {
    return HostArrays.of(maps.head().getManager(), new float[1]);
  }
}
