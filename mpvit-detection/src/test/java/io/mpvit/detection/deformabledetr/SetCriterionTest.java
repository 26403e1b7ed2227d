/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mpvit.ops.HostArrays;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.testing.Tolerances;
import io.mpvit.training.GradientTape;
import io.mpvit.training.Losses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Matching, losses and their gradients against the reference. */
@Tag("golden")
class SetCriterionTest {
  private static final int QUERIES = 20;
  private static final int CLASSES = 91;
  private static final RelativeTruth NOTHING = new RelativeTruth(new float[0], new int[0]);
  private static final double LOSS = 2e-5;

  private final NDManager manager = NDManager.newBaseManager();
  private final DetrGolden golden = DetrGolden.of("criterion");
  private final List<RelativeTruth> truths = List.of(truth(0), truth(1));
  private final SetCriterion criterion = SetCriterion.published();

  @AfterEach
  void close() {
    manager.close();
  }

  private RelativeTruth truth(int image) {
    return new RelativeTruth(
        golden.npz().floats("tgt" + image + ".boxes"),
        golden.npz().ints("tgt" + image + ".labels"));
  }

  /** Layer 5 is the last; it comes first in our order. */
  private List<DeformableDetrPredictions> layers() {
    List<DeformableDetrPredictions> layers = new ArrayList<>();
    for (int layer : new int[] {5, 0, 1, 2, 3, 4}) {
      NDArray boxes = golden.array(manager, "layer" + layer + ".pred_boxes");
      layers.add(new DeformableDetrPredictions(logits(layer), boxes));
    }
    return layers;
  }

  private NDArray logits(int layer) {
    Shape shape = new Shape(2, QUERIES, CLASSES);
    float[] values = ReferenceInputs.values("crit.logits" + layer, shape);
    for (int i = 0; i < values.length; i++) {
      values[i] -= 1;
    }
    for (int b = 0; b < 2; b++) {
      int[] labels = truths.get(b).classes();
      for (int q = 0; q < QUERIES; q++) {
        int row = (b * QUERIES + q) * CLASSES;
        if (q % 5 == 0) {
          values[row + 90] = 2.5f;
        }
        if (q % 8 == 1) {
          values[row + labels[q % labels.length]] = 3;
        }
      }
    }
    return HostArrays.of(manager, values, 2, QUERIES, CLASSES);
  }

  @Test
  void matchesAreTheReferences() {
    List<DeformableDetrPredictions> layers = layers();
    for (int i = 0; i < 6; i++) {
      int layer = i == 0 ? 5 : i - 1;
      float[] logits = layers.get(i).logits().toFloatArray();
      float[] boxes = layers.get(i).boxes().toFloatArray();
      for (int b = 0; b < 2; b++) {
        int from = b * QUERIES;
        SetMatcher.Pairs pairs =
            SetMatcher.PUBLISHED.match(
                Arrays.copyOfRange(logits, from * CLASSES, (from + QUERIES) * CLASSES),
                Arrays.copyOfRange(boxes, from * 4, (from + QUERIES) * 4),
                truths.get(b));
        String key = "layer" + layer + ".match" + b;
        assertThat(pairs.queries()).as(key).isEqualTo(golden.npz().ints(key + ".pred"));
        assertThat(pairs.objects()).as(key).isEqualTo(golden.npz().ints(key + ".tgt"));
      }
    }
  }

  @Test
  void moreObjectsThanQueries() {
    float[] logits = ReferenceInputs.values("crit.few.logits", new Shape(1, 3, CLASSES));
    SetMatcher.Pairs pairs =
        SetMatcher.PUBLISHED.match(logits, golden.npz().floats("few.pred_boxes"), truths.get(1));
    assertThat(pairs.queries()).isEqualTo(golden.npz().ints("few.pred"));
    assertThat(pairs.objects()).isEqualTo(golden.npz().ints("few.tgt"));
  }

  @Test
  void lossesAndGradients() {
    compare("full", truths, 5, 0);
  }

  @Test
  void aPictureWithoutObjects() {
    compare("empty1", List.of(truths.get(0), NOTHING), 5);
  }

  @Test
  void noObjectsAtAll() {
    compare("emptyall", List.of(NOTHING, NOTHING));
  }

  private void compare(String name, List<RelativeTruth> objects, int... gradientsOf) {
    List<DeformableDetrPredictions> layers = layers();
    for (DeformableDetrPredictions layer : layers) {
      layer.logits().setRequiresGradient(true);
      layer.boxes().setRequiresGradient(true);
    }
    try (GradientTape tape = new GradientTape()) {
      Losses losses = criterion.evaluate(layers, false, objects);
      assertThat(losses.parts()).hasSize(18);
      Map<String, Double> observed = losses.allValues().observed();
      assertThat(observed).containsOnlyKeys("class_error", "cardinality_error");
      observed.forEach(
          (part, value) ->
              Tolerances.assertClose(
                  name + "." + part, value, golden.npz().floats(name + "." + part)[0], 1e-4));
      losses
          .values()
          .forEach(
              (part, value) -> {
                double weight = part.startsWith("loss_bbox") ? 5 : 2;
                String key = name + "." + part;
                Tolerances.assertRelative(key, value / weight, golden.npz().floats(key)[0], LOSS);
              });
      float total = golden.npz().floats(name + ".total")[0];
      Tolerances.assertRelative(name + ".total", losses.total().getFloat(), total, LOSS);
      tape.backward(losses.total());
    }
    for (int layer : gradientsOf) {
      DeformableDetrPredictions predictions = layers.get(layer == 5 ? 0 : layer + 1);
      String key = name + ".grad.layer" + layer;
      golden.assertRelative(key + ".logits", predictions.logits().getGradient(), 1e-5);
      golden.assertRelative(key + ".boxes", predictions.boxes().getGradient(), 1e-4);
    }
  }

  /** The encoder's predictions learn that there is something, not what. */
  @Test
  void proposalsAreOfClassZero() {
    List<DeformableDetrPredictions> layers = layers().subList(0, 2);
    Losses losses = criterion.evaluate(layers, true, truths);
    assertThat(losses.parts().keySet())
        .containsExactly(
            "loss_ce", "loss_bbox", "loss_giou", "loss_ce_enc", "loss_bbox_enc", "loss_giou_enc");
    List<RelativeTruth> zero = truths.stream().map(RelativeTruth::withoutClasses).toList();
    Losses alone = criterion.evaluate(layers.subList(1, 2), false, zero);
    assertThat(losses.values().get("loss_ce_enc")).isEqualTo(alone.values().get("loss_ce"));
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> criterion.evaluate(layers(), false, List.of(NOTHING)))
        .withMessageContaining("expected the objects of 2 images, found 1");
    RelativeTruth unknown = new RelativeTruth(new float[4], new int[] {91});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> criterion.evaluate(layers(), false, List.of(NOTHING, unknown)))
        .withMessageContaining("below 91, found 91");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RelativeTruth(new float[3], new int[1]))
        .withMessageContaining("3 coordinates for 1 classes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SetCriterion(SetMatcher.PUBLISHED, 0, 5, 2))
        .withMessageContaining("weights are positive");
  }
}
