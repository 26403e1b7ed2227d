/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDManager;
import io.mpvit.backbone.mpvit.MPViTClassifier;
import io.mpvit.backbone.mpvit.MPViTConfig;
import io.mpvit.image.ImageNetTransform;
import io.mpvit.image.RgbImage;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.testing.Npz;
import io.mpvit.testing.Tolerances;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("golden")
class ImageClassifierTest {

  @Test
  void reproducesTheLogitsOfAPicture() {
    try (NDManager manager = NDManager.newBaseManager()) {
      MPViTClassifier network =
          new MPViTClassifier(MPViTConfig.tiny(), MPViTClassifier.IMAGENET_CLASSES);
      ReferenceWeights.fill(network, manager);
      ImageClassifier classifier = new ImageClassifier(network, ImageNetTransform.DEFAULT);
      RgbImage picture = ReferenceInputs.image("image", 375, 500);
      RgbImage other = ReferenceInputs.image("image", 300, 402);

      float[] expected =
          Npz.resource("/reference/mpvit/preprocess.golden.npz").floats("prep.375x500.tiny_logits");
      List<ClassScores> batch = classifier.classify(List.of(other, picture), manager);
      Tolerances.assertRelative("logits in a batch", batch.get(1).logits(), expected, 2e-5);
      float[] alone = classifier.classify(List.of(picture), manager).get(0).logits();
      Tolerances.assertRelative("logits", alone, expected, 2e-5);
      assertThat(batch.get(0).logits()).isNotEqualTo(batch.get(1).logits());
    }
  }

  @Test
  void ranksByProbability() {
    ClassScores scores =
        new ClassScores(new float[] {0, (float) Math.log(2), 0, (float) Math.log(4)});
    assertThat(scores.top(2)).extracting(ClassScores.Ranked::classIndex).containsExactly(3, 1);
    assertThat(scores.top(10))
        .extracting(ClassScores.Ranked::classIndex)
        .containsExactly(3, 1, 0, 2);
    assertThat(scores.probabilities()[3]).isCloseTo(0.5, org.assertj.core.data.Offset.offset(1e-7));
    assertThat(new ClassScores(new float[] {1000, -1000}).probabilities()).containsExactly(1, 0);
    assertThatIllegalArgumentException().isThrownBy(() -> scores.top(0));
  }

  @Test
  void knowsTheClassesOfImageNet() {
    assertThat(ImageNetClasses.names())
        .hasSize(1000)
        .startsWith("tench", "goldfish", "great white shark");
    assertThat(ImageNetClasses.synsets()).hasSize(1000).isSorted().startsWith("n01440764");
  }
}
