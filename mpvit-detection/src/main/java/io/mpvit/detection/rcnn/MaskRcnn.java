/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.mpvit.backbone.Backbone;
import io.mpvit.backbone.Feature;
import io.mpvit.detection.fpn.FeaturePyramid;
import io.mpvit.detection.fpn.LastLevelMaxPool;
import io.mpvit.detection.transform.ImageBatch;
import io.mpvit.image.ImageSize;
import io.mpvit.nn.ClassRows;
import io.mpvit.nn.Pass;
import io.mpvit.nn.PerClass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Mask R-CNN, with one box stage or a cascade: backbone, feature pyramid, region proposals, box
 * stages, masks. Without a mask head it is Faster R-CNN.
 *
 * <p>Inputs: normalised pictures, [N, 3, H, W] with H and W multiples of 32, and the height and
 * width of each picture without padding, int64 [N, 2]; without the second array the pictures fill
 * the tensor. Outputs: {@link MaskRcnnPredictions}. The images of a batch share the pyramid's
 * forward; their regions are worked on one image after the other.
 *
 * @see <a href="https://arxiv.org/abs/1703.06870">Mask R-CNN</a>
 */
public final class MaskRcnn extends TorchBlock implements PerClass {
  private final MaskRcnnHeadConfig config;
  private final MaskRcnnThresholds thresholds;
  private final FeaturePyramid pyramid;
  private final RpnHead rpn;
  private final List<BoxStage> stages;
  private final Optional<MaskStage> masks;
  private final RegionInference regions;

  /**
   * Creates the network of a configuration.
   *
   * @param config its architecture and thresholds
   */
  public MaskRcnn(MaskRcnnConfig config) {
    this(config.backbone().build(), config.backboneName(), config.head(), config.thresholds());
  }

  /**
   * Creates a Mask R-CNN on any backbone.
   *
   * @param bottomUp the backbone
   * @param bottomUpName its path in the state dict below {@code backbone}
   * @param config pyramid and heads
   * @param thresholds what is kept of proposals and detections
   * @throws IllegalArgumentException if the pyramid's strides are not the anchors'
   */
  public MaskRcnn(
      Backbone bottomUp,
      String bottomUpName,
      MaskRcnnHeadConfig config,
      MaskRcnnThresholds thresholds) {
    this.config = config;
    this.thresholds = thresholds;
    List<String> sources = config.features();
    Feature last = bottomUp.features().get(bottomUp.indexOf(sources.get(sources.size() - 1)));
    int coarsest = Integer.numberOfTrailingZeros(last.stride());
    pyramid =
        child(
            "backbone",
            new FeaturePyramid(
                bottomUp,
                bottomUpName,
                sources,
                config.channels(),
                new LastLevelMaxPool(
                    new Feature("p" + coarsest, config.channels(), last.stride()))));
    checkStrides();
    rpn = child("proposal_generator.rpn_head", new RpnHead(config.channels(), config.rpn()));
    stages = boxStages();
    masks = config.mask().map(this::maskStage);
    regions =
        new RegionInference(
            new ProposalSelector(config.rpn(), thresholds.proposals()),
            new BoxStages(stages, new DetectionSelector(thresholds)),
            masks,
            thresholds.detections());
  }

  private void checkStrides() {
    List<Integer> strides = pyramid.features().stream().map(Feature::stride).toList();
    if (!strides.equals(config.rpn().anchors().strides())) {
      throw new IllegalArgumentException(
          "Mask R-CNN: the pyramid has strides "
              + strides
              + ", the anchors have "
              + config.rpn().anchors().strides());
    }
  }

  /** The state dict has all stages' hidden layers before all stages' predictors. */
  private List<BoxStage> boxStages() {
    BoxHeadConfig box = config.box();
    List<BoxHead> heads = new ArrayList<>();
    for (int s = 0; s < box.stages(); s++) {
      heads.add(child("roi_heads.box_head" + stageName(s), new BoxHead(config.channels(), box)));
    }
    List<BoxStage> built = new ArrayList<>();
    for (int s = 0; s < box.stages(); s++) {
      BoxPredictor predictor =
          child("roi_heads.box_predictor" + stageName(s), new BoxPredictor(box, config.classes()));
      built.add(new BoxStage(pooler(box.side()), heads.get(s), predictor, box.coders().get(s)));
    }
    return List.copyOf(built);
  }

  private MaskStage maskStage(MaskHeadConfig mask) {
    MaskHead head = child("roi_heads.mask_head", new MaskHead(mask, config.classes()));
    return new MaskStage(pooler(mask.side()), head);
  }

  /** Only a cascade numbers its stages. */
  private String stageName(int stage) {
    return config.box().stages() == 1 ? "" : "." + stage;
  }

  private RoiPooler pooler(int side) {
    List<Feature> levels = pyramid.features().subList(0, config.features().size());
    return new RoiPooler(levels, config.levels(), side);
  }

  /**
   * Returns the architecture of pyramid and heads.
   *
   * @return the configuration
   */
  public MaskRcnnHeadConfig config() {
    return config;
  }

  /**
   * Returns the pyramid.
   *
   * @return levels p2 to p6
   */
  public FeaturePyramid pyramid() {
    return pyramid;
  }

  /**
   * Returns the region proposal head.
   *
   * @return the shared predictors
   */
  public RpnHead rpn() {
    return rpn;
  }

  /**
   * Returns the box stages.
   *
   * @return one, or several in a cascade
   */
  public List<BoxStage> stages() {
    return stages;
  }

  /**
   * Returns what makes masks.
   *
   * @return empty in a Faster R-CNN
   */
  public Optional<MaskStage> masks() {
    return masks;
  }

  @Override
  protected NDList compute(Pass pass, NDList inputs) {
    List<ImageSize> sizes = ImageBatch.sizes("Mask R-CNN", inputs);
    NDList maps = pyramid.forward(pass, new NDList(inputs.head()));
    RpnPredictions predictions = RpnPredictions.of(rpn.forward(pass, maps));
    return regions.detect(pass, maps, predictions, sizes).toNDList();
  }

  /**
   * {@inheritDoc}
   *
   * <p>The work depends on the picture; this is the most there can be.
   */
  @Override
  public Shape[] trace(Tracer tracer, Shape... inputs) {
    long count = inputs[0].get(0);
    rpn.trace(tracer, pyramid.trace(tracer, inputs[0]));
    long channels = config.channels();
    stages.forEach(s -> s.trace(tracer, count * thresholds.proposals().proposals(), channels));
    long rows = thresholds.detections();
    List<Shape> outputs =
        new ArrayList<>(
            List.of(
                new Shape(count, rows, 4),
                new Shape(count, rows),
                new Shape(count, rows),
                new Shape(count)));
    masks.ifPresent(
        stage -> {
          int side = stage.pooler().side();
          Shape regions = new Shape(count * rows, channels, side, side);
          Shape made = stage.head().trace(tracer, regions, new Shape(count * rows))[0];
          outputs.add(new Shape(count, rows, made.get(1), made.get(2)));
        });
    return outputs.toArray(new Shape[0]);
  }

  /** The last score is the background's; boxes have four rows per class, or are for all. */
  @Override
  public Map<String, ClassRows> classRows() {
    Map<String, ClassRows> rows = new HashMap<>();
    for (int s = 0; s < stages.size(); s++) {
      String predictor = "roi_heads.box_predictor" + stageName(s) + ".";
      bothOf(predictor + "cls_score", new ClassRows(1, 1, 1), rows);
      if (!config.box().classAgnostic()) {
        bothOf(predictor + "bbox_pred", new ClassRows(1, 4, 0), rows);
      }
    }
    if (masks.isPresent()) {
      bothOf("roi_heads.mask_head.predictor", ClassRows.ONE_EACH, rows);
    }
    return rows;
  }

  private static void bothOf(String layer, ClassRows layout, Map<String, ClassRows> rows) {
    rows.put(layer + ".weight", layout);
    rows.put(layer + ".bias", layout);
  }
}
