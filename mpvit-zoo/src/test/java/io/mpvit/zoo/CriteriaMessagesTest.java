/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.modality.Classifications;
import ai.djl.modality.cv.output.CategoryMask;
import ai.djl.modality.cv.output.DetectedObjects;
import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import io.mpvit.zoo.fetch.FetchException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users of DJL's door are told, in the exception that they catch. */
class CriteriaMessagesTest {

  private static final String DETECTOR = "mask_rcnn_mpvit_pico_shapes";
  private static final String LABELLER = "upernet_mpvit_pico_shapes";

  private static <O> Criteria.Builder<Path, O> criteria(String model, Class<O> output) {
    return Criteria.builder()
        .setTypes(Path.class, output)
        .optModelUrls("mpvit://" + model)
        .optEngine("PyTorch");
  }

  private static void load(Criteria.Builder<?, ?> criteria) throws Exception {
    criteria.build().loadModel().close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          treshold     | 0.3   | mask_rcnn_mpvit_pico_shapes has no argument "treshold"; did you mean threshold?
          score_threshold | 0.3 | has no argument "score_threshold"; did you mean threshold?
          width        | 300   | has no argument "width"; it has entry, exif, model, precision, synset, synsetFileName, threshold, weights
          topK         | 3     | has no argument "topK"
          threshold    | high  | the argument threshold is a number from 0 to 1, found "high"
          threshold    | 50    | the argument threshold is a number from 0 to 1, found "50"
          exif         | nope  | the argument exif is true or false, found "nope"
          precision    | fp8   | precision is fp32, bf16 or fp16, found "fp8"
          precision    | fp16  | precision fp16 needs a GPU
          synset       | a,b   | synset has 2 class names, the network has 8
          """)
  void argumentsThatNothingHeedsAreRefusedByName(String name, String value, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> load(criteria(DETECTOR, DetectedObjects.class).optArgument(name, value)))
        .withMessageContaining(message);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                load(
                    criteria(
                        DETECTOR + "?" + name + "=" + value.replace(",", "%2C"),
                        DetectedObjects.class)))
        .withMessageContaining(message);
  }

  @Test
  void argumentsOfASegmenter() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> load(criteria(LABELLER, CategoryMask.class).optArgument("flip", "perhaps")))
        .withMessageContaining("the argument flip is true or false, found \"perhaps\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> load(criteria(LABELLER, CategoryMask.class).optArgument("scale", "1,2")))
        .withMessageContaining("has no argument \"scale\"; did you mean scales?");
  }

  @Test
  void whatServingPutsBesideTheWeightsIsLeftToIt(@TempDir Path folder) throws Exception {
    try (ZooModel<Path, DetectedObjects> model =
        criteria(DETECTOR, DetectedObjects.class).build().loadModel()) {
      Path weights = folder.resolve(DETECTOR + ".safetensors");
      Files.copy(model.getModelPath().resolve(DETECTOR + ".safetensors"), weights);
      Files.writeString(folder.resolve("serving.properties"), "batch_size=4\nmaxWorkers=1\n");
      load(
          criteria(DETECTOR, DetectedObjects.class)
              .optArgument("weights", weights)
              .optArgument("batchifier", "stack"));
    }
  }

  @Test
  void argumentsOfAUsersOwnTranslatorAreHis() throws Exception {
    load(
        Criteria.builder()
            .setTypes(NDList.class, NDList.class)
            .optModelUrls("mpvit://" + DETECTOR)
            .optTranslator(new NoopTranslator())
            .optArgument("mine", 1));
    load(
        Criteria.builder()
            .setTypes(NDList.class, NDList.class)
            .optModelUrls("mpvit://" + DETECTOR));
  }

  @Test
  void typesThatAreNotServedAreAnsweredWithThoseThatAre() {
    Criteria.Builder<Path, Classifications> byAddress = criteria(DETECTOR, Classifications.class);
    Criteria.Builder<Path, Classifications> byArtifact =
        Criteria.builder()
            .setTypes(Path.class, Classifications.class)
            .optGroupId("io.mpvit")
            .optArtifactId(DETECTOR);
    Criteria.Builder<String, DetectedObjects> ofText =
        Criteria.builder()
            .setTypes(String.class, DetectedObjects.class)
            .optModelUrls("mpvit://" + DETECTOR);
    for (Criteria.Builder<?, ?> criteria :
        Map.of(1, byAddress, 2, byArtifact, 3, ofText).values()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> load(criteria))
          .withMessageContaining("no translator from java.")
          .withMessageContaining("a model for instance segmentation goes from")
          .withMessageContaining("java.nio.file.Path")
          .withMessageContaining(
              "to ai.djl.modality.cv.output.DetectedObjects or io.mpvit.detection.Instances")
          .withMessageContaining("and from ai.djl.modality.Input to ai.djl.modality.Output");
    }
  }

  /** Who asks for no model by name may be served by another one. */
  @Test
  void aSearchGoesOnToOtherModels() {
    assertThatThrownBy(
            () ->
                load(
                    Criteria.builder().setTypes(String.class, String.class).optGroupId("io.mpvit")))
        .isInstanceOf(ModelNotFoundException.class);
  }

  @Test
  void missingWeightsAreSaidInDjlsWords() {
    assertThatThrownBy(
            () -> load(criteria("cascade_mask_rcnn_mpvit_small_ms_3x", DetectedObjects.class)))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining("or name")
        .hasMessageContaining(
            "(?weights=FILE in an mpvit:// address, or Criteria.optArgument(\"weights\", FILE))")
        .message()
        .doesNotContain("-w ");
  }

  @Test
  void nearNamesIncludeTheBundledOnes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> load(criteria("mask_rcnn_shapes", DetectedObjects.class)))
        .withMessageContaining("did you mean")
        .withMessageContaining(DETECTOR)
        .withMessageContaining("with the library come the weights of " + DETECTOR);
  }
}
