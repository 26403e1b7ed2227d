/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.djl.MalformedModelException;
import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.mpvit.checkpoint.CheckpointWriter;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.detection.shapes.SceneGenerator;
import io.mpvit.image.ImageSize;
import io.mpvit.image.ImageWriter;
import io.mpvit.ops.NonFiniteException;
import io.mpvit.segmentation.LabelMap;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.fetch.ProgressListener;
import io.mpvit.zoo.fetch.WeightsLocator;
import io.mpvit.zoo.model.Mpvit;
import io.mpvit.zoo.model.SegmentationModel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Java callers learn of weights, and of outputs, that are no numbers. */
class NonFiniteWeightsTest {

  private static final String MODEL = "upernet_mpvit_pico_shapes";
  private static final String LAST = "decode_head.conv_seg.weight";

  @TempDir private static Path folder;

  private static Path picture;
  private static Path nan;
  private static Path large;

  @BeforeAll
  static void write() throws Exception {
    picture = folder.resolve("scene.png");
    ImageWriter.write(new SceneGenerator(new ImageSize(96, 96), 2).scene(3).picture(), picture);
    nan = write("nan.safetensors", Float.NaN);
    large = write("large.safetensors", Float.MAX_VALUE);
  }

  private static Path write(String name, float value) throws Exception {
    Path bundled =
        WeightsLocator.fromEnvironment()
            .locate(ModelCards.published().get(MODEL), Optional.empty(), ProgressListener.NONE);
    Path target = folder.resolve(name);
    try (StateDict file = StateDict.open(bundled)) {
      Map<String, CheckpointTensor> tensors = new LinkedHashMap<>(file.tensors());
      float[] values = new float[(int) file.get(LAST).numel()];
      Arrays.fill(values, value);
      tensors.put(LAST, CheckpointTensor.of(values, file.get(LAST).shape()));
      CheckpointWriter.write(StateDict.of(MODEL, tensors), target);
    }
    return target;
  }

  private static Criteria<Path, LabelMap> criteria(Path weights) {
    return Criteria.builder()
        .setTypes(Path.class, LabelMap.class)
        .optModelUrls("mpvit://" + MODEL + "?weights=" + weights)
        .build();
  }

  @Test
  void loadingNamesFileAndTensor() {
    String message = nan + ": tensor '" + LAST + "' holds 864 NaN among 864 values";
    assertThat(catchThrowable(() -> criteria(nan).loadModel())).hasMessageContaining(message);
    assertThatExceptionOfType(MalformedModelException.class)
        .isThrownBy(() -> Mpvit.segmenter(nan))
        .withMessageContaining(message);
  }

  @Test
  void predictingFails() throws Exception {
    try (ZooModel<Path, LabelMap> model = criteria(large).loadModel();
        Predictor<Path, LabelMap> predictor = model.newPredictor()) {
      assertThatExceptionOfType(TranslateException.class)
          .isThrownBy(() -> predictor.predict(picture))
          .withMessageContaining("the network gives no numbers: ");
    }
    try (SegmentationModel model = Mpvit.segmenter(large.toString())) {
      assertThatExceptionOfType(NonFiniteException.class)
          .isThrownBy(() -> model.segment(picture))
          .withMessageContaining("the network gives no numbers: ");
    }
  }
}
