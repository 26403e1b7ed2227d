/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.mpvit.detection.Detections;
import io.mpvit.detection.Instance;
import io.mpvit.detection.InstanceSegmenter;
import io.mpvit.detection.Instances;
import io.mpvit.detection.ObjectDetector;
import io.mpvit.detection.box.Box;
import io.mpvit.detection.box.Candidates;
import io.mpvit.detection.mask.Rle;
import io.mpvit.detection.mask.RleSets;
import io.mpvit.detection.testing.GoldenDetections;
import io.mpvit.detection.testing.GoldenPictures;
import io.mpvit.detection.testing.Tweaks;
import io.mpvit.detection.transform.DetectorTransform;
import io.mpvit.detection.transform.ImageBatch;
import io.mpvit.image.ImageSize;
import io.mpvit.image.RgbImage;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.ops.Precision;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.testing.Golden;
import io.mpvit.testing.Npz;
import io.mpvit.testing.Tolerances;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every stage of inference against the reference implementation, for one network. */
@Tag("golden")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MaskRcnnGoldenContract {
  private static final double MAP_TOLERANCE = 1e-4;
  private static final double MASK_TOLERANCE = 5e-4;

  private final NDManager manager = NDManager.newBaseManager();
  private final MaskRcnnConfig config;
  private final MaskRcnn network;
  private final Npz golden;
  private final Golden maps;
  private final String name;
  private final String stage;
  private final GoldenPictures pictures;
  private final DetectorTransform noResize;

  /**
   * @param name the goldens' folder and name
   * @param stage what the backbone's maps are called there, without the number
   * @param config the network
   */
  MaskRcnnGoldenContract(String name, String stage, MaskRcnnConfig config) {
    this.name = name;
    this.stage = stage;
    this.config = config;
    pictures = new GoldenPictures(config.transform().normalization());
    noResize = pictures.transform();
    network = new MaskRcnn(config);
    golden = Npz.resource("/reference/" + name + ".golden.npz");
    maps = new Golden(golden, MAP_TOLERANCE);
  }

  @BeforeAll
  void fill() {
    ReferenceWeights.fill(network, manager, Tweaks.resource("/reference/" + name + ".tweaks.json"));
  }

  @AfterAll
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @CsvSource({"a, 200, 320", "b, 213, 333"})
  void everyMapAndTheResult(String image, int height, int width) {
    try (NDManager scope = manager.newSubManager()) {
      ImageBatch batch = noResize.batch(List.of(picture(height, width)), scope);
      maps.assertSampled(image + ".input", batch.tensor());
      NDList stages = run(network.pyramid().bottomUp(), new NDList(batch.tensor()));
      for (int i = 2; i <= 5; i++) {
        maps.assertSampled(image + "." + stage + i, stages.get(i - 2));
      }
      NDList levels = run(network.pyramid(), new NDList(batch.tensor()));
      RpnPredictions rpn = RpnPredictions.of(run(network.rpn(), levels));
      for (int i = 2; i <= 6; i++) {
        maps.assertSampled(image + ".p" + i, levels.get(i - 2));
        maps.assertSampled(image + ".rpn_logits.p" + i, rpn.logits().get(i - 2));
        maps.assertSampled(image + ".rpn_deltas.p" + i, rpn.deltas().get(i - 2));
      }
      ImageSize size = new ImageSize(height, width);
      float[] top20 = assertProposals(image, rpn, size);
      assertBoxStages(image, levels, top20, size);

      Detections found =
          new MaskRcnnDecoder().decode(run(network, batch.inputs()), batch.sizes()).get(0);
      GoldenDetections.assertDetections(golden, image + ".final", found);
      assertMasks(network.masks().orElseThrow(), image, levels, found);
      for (String output : List.of(image + ".post_same", image + ".post_resized")) {
        int[] outputSize = golden.ints(output + ".size");
        Detections mapped = found.resizedTo(new ImageSize(outputSize[0], outputSize[1]));
        double scale = Math.max((double) outputSize[0] / height, (double) outputSize[1] / width);
        GoldenDetections.assertDetections(golden, output, mapped, scale);
        assertPasted(output, Instances.of(mapped));
      }
    }
  }

  /** Returns the 20 best boxes. */
  private float[] assertProposals(String image, RpnPredictions rpn, ImageSize size) {
    Candidates proposals =
        new ProposalSelector(config.head().rpn(), config.thresholds().proposals())
            .select(rpn, 0, size);
    assertThat(proposals.size()).isEqualTo(golden.ints(image + ".proposals.count")[0]);
    float[] boxes = golden.floats(image + ".proposals.top50.boxes");
    float[] logits = golden.floats(image + ".proposals.top50.logits");
    for (int i = 0; i < 50; i++) {
      GoldenDetections.assertClose(
          image + " proposals", Box.at(proposals.boxes(), i), Box.at(boxes, i));
      Tolerances.assertClose(image + " proposals' logits", proposals.scores()[i], logits[i], 1e-4);
    }
    return Arrays.copyOf(proposals.boxes(), 4 * 20);
  }

  private void assertBoxStages(String image, NDList levels, float[] top20, ImageSize size) {
    Pass pass = pass();
    if (network.stages().size() == 1) {
      BoxStage stage = network.stages().get(0);
      NDArray pooled = stage.pooler().pool(levels, top20, new int[20], false);
      maps.assertSampled(image + ".roi.pooled_top20", pooled);
      maps.assertSampled(image + ".roi.fc2_top20", stage.head().forward(pass, pooled));
      NDList outputs = stage.predict(pass, levels, top20, new int[20]);
      maps.assertSampled(image + ".roi.cls_logits_top20", outputs.get(0));
      maps.assertSampled(image + ".roi.bbox_deltas_top20", outputs.get(1));
      return;
    }
    float[] boxes = top20.clone();
    for (int s = 0; s < network.stages().size(); s++) {
      String key = image + ".roi.stage" + s;
      BoxStage stage = network.stages().get(s);
      NDList outputs = stage.predict(pass, levels, boxes, new int[20]);
      maps.assertSampled(key + ".cls_logits_top20", outputs.get(0));
      maps.assertSampled(key + ".bbox_deltas_top20", outputs.get(1));
      boxes = stage.decode(boxes, outputs.get(1).toFloatArray());
      float[] expected = golden.floats(key + ".boxes_out_top20");
      for (int i = 0; i < 20; i++) {
        GoldenDetections.assertClose(key + " boxes", Box.at(boxes, i), Box.at(expected, i));
      }
      RegionBoxes.clipAll(boxes, size);
    }
    DetectionSelector unused = new DetectionSelector(config.thresholds());
    RegionPredictions all =
        new BoxStages(network.stages(), unused).predict(pass, levels, top20.clone(), size);
    String name = image + ".roi.mean_probs_top20";
    Tolerances.assertClose(
        name, all.probabilities(), golden.floats(name), GoldenDetections.SCORE_TOLERANCE);
  }

  private void assertMasks(MaskStage masks, String image, NDList levels, Detections found) {
    float[] top10 = Arrays.copyOf(golden.floats(image + ".final.boxes"), 4 * 10);
    maps.assertSampled(
        image + ".mask.pooled_top10", masks.pooler().pool(levels, top10, new int[10], false));
    float[] expected = golden.floats(image + ".final.mask_probs_top10");
    for (int i = 0; i < 10; i++) {
      Tolerances.assertClose(
          image + " masks",
          found.items().get(i).mask().orElseThrow().values(),
          Arrays.copyOfRange(expected, i * 28 * 28, (i + 1) * 28 * 28),
          MASK_TOLERANCE);
    }
  }

  private void assertPasted(String key, Instances pasted) {
    int[] areas = golden.ints(key + ".mask_area");
    assertThat(pasted.items()).hasSameSizeAs(areas);
    int allowed = Math.max(8, pasted.size().height() * pasted.size().width() / 1000);
    for (int i = 0; i < areas.length; i++) {
      Rle mask = pasted.items().get(i).mask();
      Tolerances.assertClose(key + " mask_area", mask.area(), areas[i], allowed);
      if (i < 5) {
        Rle expected = Rle.of(pasted.size(), golden.ints(key + ".mask_rle" + i));
        int common = RleSets.intersectionArea(mask, expected);
        long differing = mask.area() + expected.area() - 2 * common;
        Tolerances.assertWithin(key + " pixels of masks", differing, allowed);
      }
    }
  }

  @Test
  void theSegmenterGivesThePublishedMasksInOriginalPixels() {
    InstanceSegmenter segmenter =
        new InstanceSegmenter(new ObjectDetector(network, noResize, new MaskRcnnDecoder()));
    Instances found = segmenter.segment(List.of(picture(200, 320)), manager).get(0);
    assertThat(found.items().stream().mapToInt(Instance::classIndex).toArray())
        .isEqualTo(golden.ints("a.post_same.classes"));
    assertPasted("a.post_same", found);
  }

  /** b fills its batch alone and with a, so it must not notice; a gets 32 more padded columns. */
  @Test
  void aBatchOfMixedSizes() {
    ObjectDetector detector = new ObjectDetector(network, noResize, new MaskRcnnDecoder());
    RgbImage a = picture(200, 320);
    RgbImage b = picture(213, 333);
    List<Detections> found = detector.detect(List.of(a, b), manager);
    GoldenDetections.assertDetections(golden, "b.post_same", found.get(1));

    try (NDManager scope = manager.newSubManager()) {
      ImageSize padded = new ImageSize(224, 352);
      NDArray wide = config.transform().normalization().toBatch(List.of(a), padded, scope);
      NDArray size = scope.create(new long[] {200, 320}, new Shape(1, 2));
      NDList outputs = run(network, new NDList(wide, size));
      Detections alone = new MaskRcnnDecoder().decode(outputs, List.of(a.size())).get(0);
      assertThat(alone.items()).isNotEmpty();
      assertSameWithMasks(found.get(0), alone.resizedTo(a.size()));
    }
  }

  @Test
  void aPictureOfOnePixel() {
    InstanceSegmenter segmenter =
        new InstanceSegmenter(new ObjectDetector(network, noResize, new MaskRcnnDecoder()));
    Instances found = segmenter.segment(List.of(picture(1, 1)), manager).get(0);
    assertThat(found.size()).isEqualTo(new ImageSize(1, 1));
    for (Instance item : found.items()) {
      assertThat(item.box()).isEqualTo(item.box().clipped(1, 1));
      assertThat(item.mask().area()).isLessThanOrEqualTo(1);
    }
  }

  private NDList run(TorchBlock block, NDList inputs) {
    return block.forward(new ParameterStore(inputs.head().getManager(), false), inputs, false);
  }

  private Pass pass() {
    return new Pass(new ParameterStore(manager, false), false, Precision.FLOAT32);
  }

  private RgbImage picture(int height, int width) {
    return pictures.picture(height, width);
  }

  private static void assertSameWithMasks(Detections actual, Detections expected) {
    GoldenDetections.assertSame(actual, expected);
    for (int i = 0; i < expected.items().size(); i++) {
      Tolerances.assertClose(
          "masks",
          actual.items().get(i).mask().orElseThrow().values(),
          expected.items().get(i).mask().orElseThrow().values(),
          MASK_TOLERANCE);
    }
  }
}
