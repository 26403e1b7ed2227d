/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToleranceReportTest {

  @TempDir Path root;

  private void write(String module, String set, String testClass, ToleranceUse... uses)
      throws IOException {
    Path folder = root.resolve(module).resolve("target").resolve("tolerances").resolve(set);
    Files.createDirectories(folder);
    Files.write(
        folder.resolve(testClass + ".tsv"), Stream.of(uses).map(ToleranceUse::line).toList());
  }

  @Test
  void theClosestOfAllModulesStandFirst() throws IOException {
    write("a", "own", "p.FirstTest", new ToleranceUse("one", "far", 1e-9, 1e-3));
    write(
        "b",
        "avx2-AVX2",
        "p.SecondTest",
        new ToleranceUse("two [1] a\tb", "near", 0.9, 1),
        new ToleranceUse("three", "nothing found, nothing allowed", 0, 0),
        new ToleranceUse("four", "no number", Double.POSITIVE_INFINITY, 1));
    Path table = root.resolve("out").resolve("table.tsv");
    ToleranceReport.main(new String[] {root.toString(), table.toString(), "false"});
    List<String> lines = Files.readAllLines(table);
    assertThat(lines)
        .containsExactly(
            "share\tinstruction set\tclass\ttest\tcompared\tdifference\tallowed",
            "Infinity\tavx2-AVX2\tp.SecondTest\tfour\tno number\tInfinity\t1.0",
            "0.900\tavx2-AVX2\tp.SecondTest\ttwo [1] a b\tnear\t0.9\t1.0",
            "0.000\town\tp.FirstTest\tone\tfar\t1.0E-9\t0.001",
            "0.000\tavx2-AVX2\tp.SecondTest\tthree\tnothing found, nothing allowed\t0.0\t0.0");
  }

  @Test
  void aComparisonCloserThanHalfIsAnErrorWhereAskedFor() throws IOException {
    String table = root.resolve("table.tsv").toString();
    write("a", "own", "p.FirstTest", new ToleranceUse("one", "half", 0.5, 1));
    ToleranceReport.main(new String[] {root.toString(), table, "true"});
    write("a", "onednn-AVX2", "p.FirstTest", new ToleranceUse("one", "more", 0.51, 1));
    assertThatIllegalStateException()
        .isThrownBy(() -> ToleranceReport.main(new String[] {root.toString(), table, "true"}))
        .withMessageContaining("1 golden comparisons");
  }

  @Test
  void aDifferenceThatIsNoNumberIsTheLargest() {
    assertThat(Tolerances.largestDifference(new float[] {1, 2}, new float[] {1, 4})).isEqualTo(2);
    assertThat(Tolerances.largestDifference(new float[] {1, Float.NaN}, new float[] {1, 4}))
        .isInfinite();
  }

  @Test
  void refusesAFileOfSomethingElse() {
    assertThatIllegalArgumentException().isThrownBy(() -> ToleranceUse.parse("one\ttwo"));
  }
}
