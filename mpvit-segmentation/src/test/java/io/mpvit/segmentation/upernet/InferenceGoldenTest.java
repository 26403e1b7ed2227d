/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.upernet;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.mpvit.image.ImageSize;
import io.mpvit.image.KeepRatioResize;
import io.mpvit.image.Normalization;
import io.mpvit.image.RgbImage;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.reference.WeightTweak;
import io.mpvit.segmentation.LabelMap;
import io.mpvit.segmentation.SegmentationTransform;
import io.mpvit.segmentation.SemanticSegmenter;
import io.mpvit.segmentation.inference.Flip;
import io.mpvit.segmentation.inference.InferencePlan;
import io.mpvit.segmentation.inference.Look;
import io.mpvit.segmentation.inference.LookLogits;
import io.mpvit.segmentation.inference.PixelScores;
import io.mpvit.segmentation.inference.Window;
import io.mpvit.segmentation.inference.Windows;
import io.mpvit.segmentation.testing.MPViTSegmenters;
import io.mpvit.segmentation.testing.SegmentationMaps;
import io.mpvit.segmentation.testing.SteppedGolden;
import io.mpvit.testing.Npz;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** All ways of inference against the reference implementation. */
@Tag("slow")
@Tag("golden")
class InferenceGoldenTest {

  private static final double TOLERANCE = 2e-4;

  /**
   * The reference's distance from float64 depends on the processor. Plain PyTorch's probabilities
   * of the whole picture are 0.8 to 3.8 times that distance from the golden, over five combinations
   * of instruction sets and both memory orders, ours up to 3 times. Suggested are 10.
   */
  private static final double NOISES = 8;

  private static final ImageSize ORIGINAL = new ImageSize(97, 131);
  private static final Windows WHOLE = new Windows.Whole();
  private static final Windows SLIDING =
      new Windows.Sliding(new ImageSize(64, 64), new ImageSize(42, 42));

  private final NDManager manager = NDManager.newBaseManager();
  private final Npz modes = Npz.resource("/reference/upernet/inference_modes_small.golden.npz");
  private final SteppedGolden golden = new SteppedGolden(modes, TOLERANCE, NOISES);

  @AfterEach
  void close() {
    manager.close();
  }

  /** Logits of formula weights saturate the softmax; the goldens divide them by a power of two. */
  private UperNet network(int power) {
    double factor = Math.pow(2, -power);
    UperNet network = new UperNet(MPViTSegmenters.small());
    WeightTweak tweak =
        (key, values, shape) -> {
          if (key.contains("conv_seg")) {
            for (int i = 0; i < values.length; i++) {
              values[i] = (float) (values[i] * factor);
            }
          }
        };
    ReferenceWeights.fill(network, manager, List.of(tweak));
    return network;
  }

  private NDArray input(long height, long width) {
    return ReferenceInputs.array(manager, "input", new Shape(1, 3, height, width));
  }

  private NDList run(UperNet network, NDArray images, Look look) {
    NDArray flipped =
        switch (look.flip()) {
          case NONE -> images;
          case HORIZONTAL -> images.flip(3);
          case VERTICAL -> images.flip(2);
        };
    NDList parts = new NDList();
    for (Window w : look.windows()) {
      String place = ":,:,%d:%d,%d:%d".formatted(w.top(), w.bottom(), w.left(), w.right());
      parts.add(flipped.get(place).duplicate());
    }
    return network.forward(new ParameterStore(manager, false), parts, false);
  }

  private static Look look(Windows windows, Flip flip, NDArray images) {
    Shape shape = images.getShape();
    ImageSize size = new ImageSize((int) shape.get(2), (int) shape.get(3));
    return new Look(size, flip, windows.of(size));
  }

  private void assertScores(String name, PixelScores scores) {
    golden.assertClose(name + ".prob", map(scores));
    SegmentationMaps.assertSame(modes, name + ".segmap", name + ".margin", 1e-4, scores.labels());
  }

  /** [H, W, K] -> [1, K, H, W]. */
  private static NDArray map(PixelScores scores) {
    NDArray rows = scores.probabilities(0, scores.size().height());
    return rows.transpose(2, 0, 1).expandDims(0);
  }

  @Test
  void wholeAndMirrored() {
    UperNet network = network(6);
    NDArray images = input(128, 160);
    Look plain = look(WHOLE, Flip.NONE, images);
    Look mirrored = look(WHOLE, Flip.HORIZONTAL, images);
    Look upsideDown = look(WHOLE, Flip.VERTICAL, images);
    NDList maps = run(network, images, plain);
    NDList others = run(network, images, mirrored);
    NDList upside = run(network, images, upsideDown);

    assertScores("whole", new PixelScores(List.of(plain), maps, ORIGINAL));
    PixelScores mirror = new PixelScores(List.of(mirrored), others, ORIGINAL);
    golden.assertClose("flip_whole.prob_of_flipped_pass", map(mirror));
    PixelScores vertical = new PixelScores(List.of(upsideDown), upside, ORIGINAL);
    golden.assertClose("vflip.prob", map(vertical));
    NDList both = new NDList(maps).addAll(others);
    assertScores("flip_whole", new PixelScores(List.of(plain, mirrored), both, ORIGINAL));
  }

  @Test
  void slidingAndMirrored() {
    UperNet network = network(3);
    NDArray images = input(128, 160);
    Look plain = look(SLIDING, Flip.NONE, images);
    Look mirrored = look(SLIDING, Flip.HORIZONTAL, images);
    assertThat(plain.windows()).hasSize(12);
    NDList maps = run(network, images, plain);
    NDList others = run(network, images, mirrored);

    assertScores("slide", new PixelScores(List.of(plain), maps, ORIGINAL));
    PixelScores mirror = new PixelScores(List.of(mirrored), others, ORIGINAL);
    golden.assertClose("flip_slide.prob_of_flipped_pass", map(mirror));
    NDList both = new NDList(maps).addAll(others);
    assertScores("flip_slide", new PixelScores(List.of(plain, mirrored), both, ORIGINAL));

    golden.assertClose("slide.input_size_logits", LookLogits.of(plain, maps));
    NDArray low = input(48, 100);
    Look small = look(SLIDING, Flip.NONE, low);
    assertThat(small.windows().get(0).size()).isEqualTo(new ImageSize(48, 64));
    golden.assertClose(
        "slide_small.input_size_logits", LookLogits.of(small, run(network, low, small)));
  }

  @Test
  void fromPicturesToLabels() {
    Npz file = Npz.resource("/reference/upernet/e2e_small.golden.npz");
    SteppedGolden expected = new SteppedGolden(file, TOLERANCE, NOISES);
    SegmentationTransform transform =
        new SegmentationTransform(new KeepRatioResize(512, 128), Normalization.DETECTRON2);
    UperNet network = network(6);
    RgbImage picture = ReferenceInputs.image("image", 97, 131);
    var once = new SemanticSegmenter(network, transform, InferencePlan.PUBLISHED);
    var batch = once.prepareScores(List.of(picture), manager);
    expected.assertClose("single.input", batch.input());
    ParameterStore store = new ParameterStore(manager, false);
    PixelScores scores = batch.results(network.forward(store, batch.inputs(), false)).get(0);
    expected.assertClose("single.prob", map(scores));

    LabelMap labels = once.segment(List.of(picture), manager).get(0);
    assertThat(labels).isEqualTo(new LabelMap(ORIGINAL, scores.labels()));
    SegmentationMaps.assertSame(file, "single.segmap", "single.margin", 1e-4, labels.toArray());

    var often = new SemanticSegmenter(network, transform, InferencePlan.MULTI_SCALE);
    var looks = often.prepareScores(List.of(picture), manager);
    int[] sizes =
        looks.inputs().stream()
            .map(NDArray::getShape)
            .flatMapToInt(shape -> IntStream.of((int) shape.get(2), (int) shape.get(3)))
            .toArray();
    assertThat(sizes).isEqualTo(file.ints("tta.sizes_hw"));
    NDList maps = network.forward(store, looks.inputs(), false);
    PixelScores mean = looks.results(maps).get(0);
    expected.assertClose("tta.prob", map(mean));
    SegmentationMaps.assertSame(file, "tta.segmap", "tta.margin", 1e-4, mean.labels());
    for (int i = 0; i < maps.size(); i++) {
      ImageSize size = new ImageSize(sizes[2 * i], sizes[2 * i + 1]);
      Flip flip = i % 2 == 0 ? Flip.NONE : Flip.HORIZONTAL;
      Look look = new Look(size, flip, WHOLE.of(size));
      PixelScores one = new PixelScores(List.of(look), maps.subNDList(i, i + 1), ORIGINAL);
      expected.assertClose("tta.prob" + i, map(one));
    }
  }
}
