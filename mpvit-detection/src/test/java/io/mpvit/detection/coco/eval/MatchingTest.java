/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco.eval;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.coco.CocoResults;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Order and matching of every image and category, at area "all". */
class MatchingTest {

  @ParameterizedTest
  @EnumSource
  void matchesLikeTheReference(IouType type) throws IOException {
    CocoDataset dataset = CocoGolden.dataset();
    CocoResults results = CocoGolden.results("dt_" + type + ".json");
    CocoParameters parameters = CocoParameters.PUBLISHED;
    Candidates candidates = new Candidates(dataset, results, parameters);
    EvaluationInput input = new EvaluationInput(dataset, results, parameters, candidates);
    Matches matches = CocoEvaluator.match(input, Overlaps.of(type, input));
    Map<String, JsonObject> expected = new HashMap<>();
    for (JsonElement pair :
        CocoGolden.json("expected_matches.json").getAsJsonArray(type.toString())) {
      JsonObject object = pair.getAsJsonObject();
      expected.put(object.get("image_id") + "/" + object.get("category_id"), object);
    }
    int checked = 0;
    for (int group = 0; group < candidates.groups(); group++) {
      JsonObject pair = expected.get(name(input, group));
      assertThat(pair).as(name(input, group)).isNotNull();
      check(pair, input, matches, group);
      checked++;
    }
    assertThat(checked).isEqualTo(expected.size());
  }

  private static String name(EvaluationInput input, int group) {
    Candidates candidates = input.candidates();
    for (int k = 0; k < candidates.categories(); k++) {
      if (group < candidates.endGroup(k)) {
        int truth = candidates.truthStart(group);
        long image =
            truth < candidates.truthStart(group + 1)
                ? input.dataset().images().get(input.truth(truth).image()).id()
                : input.results().imageId(candidates.detection(candidates.detectionStart(group)));
        return image + "/" + input.dataset().categories().get(k).id();
      }
    }
    throw new AssertionError(group);
  }

  private static void check(JsonObject pair, EvaluationInput input, Matches matches, int group) {
    Candidates candidates = input.candidates();
    int start = candidates.detectionStart(group);
    int[] slots = IntStream.range(start, candidates.detectionStart(group + 1)).toArray();
    int[] ids = Arrays.stream(slots).map(slot -> candidates.detection(slot) + 1).toArray();
    assertThat(ids).isEqualTo(ints(pair.get("dtIds")));
    for (int t = 0; t < 10; t++) {
      int[] matched = ints(pair.getAsJsonArray("dtMatches").get(t));
      int[] ignored = ints(pair.getAsJsonArray("dtIgnore").get(t));
      for (int i = 0; i < slots.length; i++) {
        long flags = matches.flags(0, slots[i]);
        assertThat(Matches.isMatched(flags, t)).isEqualTo(matched[i] != 0);
        assertThat(Matches.isIgnored(flags, t)).isEqualTo(ignored[i] != 0);
      }
    }
  }

  private static int[] ints(JsonElement array) {
    return array.getAsJsonArray().asList().stream().mapToInt(JsonElement::getAsInt).toArray();
  }

  @Test
  void sortsStably() {
    Random random = new Random(12);
    for (int round = 0; round < 200; round++) {
      int n = random.nextInt(200);
      double[] scores = random.doubles(n).map(x -> Math.floor(x * 9) - 4).toArray();
      int[] order = IntStream.range(0, n).toArray();
      StableSort.descending(order, 0, n, scores, new int[n]);
      int[] expected =
          IntStream.range(0, n)
              .boxed()
              .sorted((a, b) -> Double.compare(scores[b] + 0.0, scores[a] + 0.0))
              .mapToInt(Integer::intValue)
              .toArray();
      assertThat(order).isEqualTo(expected);
    }
  }
}
