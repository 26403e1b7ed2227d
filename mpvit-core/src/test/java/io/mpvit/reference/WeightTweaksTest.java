/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonParseException;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightTweaksTest {

  @Test
  void areAppliedInOrder() {
    float[] values = {1, 2};
    List<WeightTweak> tweaks =
        read(
            "{'tweaks': [{'op': 'mul', 'key': 'a', 'value': 2}, {'op': 'add', 'key': 'a', 'value':"
                + " 1}, {'op': 'add_at', 'key': 'a', 'index': 1, 'value': 10}, {'op': 'mul', 'key':"
                + " 'b', 'value': 0}]}");
    tweaks.forEach(tweak -> tweak.apply("a", values, new Shape(2)));
    assertThat(values).containsExactly(3, 15);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[]", "{}", "{'tweaks': [{'op': 'shuffle', 'key': 'a'}]}", "{'tweaks': [", ""})
  void otherTextIsRefused(String json) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(JsonParseException.class);
  }

  private static List<WeightTweak> read(String json) {
    return WeightTweaks.read(new StringReader(json));
  }
}
