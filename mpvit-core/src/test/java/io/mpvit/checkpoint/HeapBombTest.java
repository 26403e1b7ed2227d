/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects by the million are refused before the heap is exhausted. */
class HeapBombTest {
  @Test
  void bombsAreRefusedWithinASmallHeap(@TempDir Path folder) throws Exception {
    Map<String, String> problems = new LinkedHashMap<>();
    assertThat(ChildJvm.run(HeapBombChild.class, folder, problems)).isZero();
    assertThat(problems).hasSize(14).allSatisfy((name, problem) -> assertThat(problem).isEmpty());
  }
}
