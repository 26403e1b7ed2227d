/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.retinanet;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import ai.djl.training.ParameterStore;
import io.mpvit.detection.Detection;
import io.mpvit.detection.Detections;
import io.mpvit.detection.ObjectDetector;
import io.mpvit.detection.testing.GoldenDetections;
import io.mpvit.detection.testing.GoldenPictures;
import io.mpvit.detection.testing.Tweaks;
import io.mpvit.detection.transform.DetectorTransform;
import io.mpvit.detection.transform.ImageBatch;
import io.mpvit.image.ImageSize;
import io.mpvit.image.RgbImage;
import io.mpvit.nn.TorchBlock;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.testing.Golden;
import io.mpvit.testing.Npz;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every stage of inference against the reference implementation, for one size of network. */
@Tag("golden")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RetinaNetGoldenContract {
  private static final double MAP_TOLERANCE = 1e-4;

  private final NDManager manager = NDManager.newBaseManager();
  private final RetinaNetConfig config;
  private final RetinaNet network;
  private final RetinaNetDecoder decoder;
  private final Npz golden;
  private final String name;
  private final String stage;
  private final GoldenPictures pictures;
  private final DetectorTransform noResize;
  private final double scoreTolerance;

  /**
   * @param name the goldens' folder and name
   * @param stage what the backbone's maps are called there, without the number
   * @param config the network
   */
  RetinaNetGoldenContract(String name, String stage, RetinaNetConfig config) {
    this(name, stage, config, GoldenDetections.SCORE_TOLERANCE);
  }

  /** The scores of some networks are less exact. */
  RetinaNetGoldenContract(
      String name, String stage, RetinaNetConfig config, double scoreTolerance) {
    this.name = name;
    this.scoreTolerance = scoreTolerance;
    this.stage = stage;
    this.config = config;
    pictures = new GoldenPictures(config.transform().normalization());
    noResize = pictures.transform();
    network = new RetinaNet(config);
    decoder = new RetinaNetDecoder(config.head(), config.thresholds());
    golden = Npz.resource("/reference/" + name + ".golden.npz");
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
      Golden maps = new Golden(golden, MAP_TOLERANCE);
      maps.assertSampled(image + ".input", batch.tensor());

      NDList stages = run(network.pyramid().bottomUp(), new NDList(batch.tensor()));
      for (int i = 3; i <= 5; i++) {
        maps.assertSampled(image + "." + stage + i, stages.get(i - 2));
      }
      NDList levels = run(network.pyramid(), new NDList(batch.tensor()));
      RetinaNetPredictions predictions = RetinaNetPredictions.of(run(network.head(), levels));
      for (int i = 3; i <= 7; i++) {
        NDArray logits = predictions.logits().get(i - 3);
        maps.assertSampled(image + ".p" + i, levels.get(i - 3));
        maps.assertSampled(image + ".cls_logits.p" + i, logits);
        maps.assertSampled(image + ".bbox_deltas.p" + i, predictions.deltas().get(i - 3));
        assertThat(Activation.sigmoid(logits).gt(0.05).countNonzero().getLong())
            .isEqualTo(golden.ints(image + ".candidates_per_level")[i - 3]);
      }

      Detections found = decoder.decode(predictions, batch.sizes()).get(0);
      assertDetections(image + ".final", found, 1);
      for (String output : List.of(image + ".post_same", image + ".post_resized")) {
        int[] size = golden.ints(output + ".size");
        double scale = Math.max((double) size[0] / height, (double) size[1] / width);
        assertDetections(output, found.resizedTo(new ImageSize(size[0], size[1])), scale);
      }
    }
  }

  @Test
  void theDetectorGivesThePublishedResultInOriginalPixels() {
    ObjectDetector detector = new ObjectDetector(network, noResize, decoder);
    Detections found = detector.detect(List.of(picture(200, 320)), manager).get(0);
    assertDetections("a.post_same", found, 1);
  }

  /** b fills its batch alone and with a, so it must not notice; a gets 32 more padded columns. */
  @Test
  void aBatchOfMixedSizes() {
    ObjectDetector detector = new ObjectDetector(network, noResize, decoder);
    RgbImage a = picture(200, 320);
    RgbImage b = picture(213, 333);
    List<Detections> found = detector.detect(List.of(a, b), manager);
    assertDetections("b.post_same", found.get(1), 1);

    try (NDManager scope = manager.newSubManager()) {
      ImageSize padded = new ImageSize(224, 352);
      NDArray wide = config.transform().normalization().toBatch(List.of(a), padded, scope);
      NDList outputs = run(network, new NDList(wide));
      Detections alone = decoder.decode(outputs, List.of(a.size())).get(0).resizedTo(a.size());
      assertThat(alone.items()).isNotEmpty();
      GoldenDetections.assertSame(found.get(0), alone);
    }
  }

  @Test
  void aPictureOfOnePixel() {
    ObjectDetector detector = new ObjectDetector(network, noResize, decoder);
    Detections found = detector.detect(List.of(picture(1, 1)), manager).get(0);
    assertThat(found.size()).isEqualTo(new ImageSize(1, 1));
    for (Detection item : found.items()) {
      assertThat(item.box()).isEqualTo(item.box().clipped(1, 1));
      assertThat(item.score()).isBetween(0.05f, 1f);
    }
  }

  private void assertDetections(String key, Detections found, double scale) {
    GoldenDetections.assertDetections(golden, key, found, scale, scoreTolerance);
  }

  private NDList run(TorchBlock block, NDList inputs) {
    return block.forward(new ParameterStore(inputs.head().getManager(), false), inputs, false);
  }

  private RgbImage picture(int height, int width) {
    return pictures.picture(height, width);
  }
}
