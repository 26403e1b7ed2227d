/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mpvit.segmentation.LabelMap;
import io.mpvit.segmentation.data.LabelledFolders;
import io.mpvit.segmentation.data.LabelledFolders.Item;
import io.mpvit.segmentation.data.LabelledFolders.Labelled;
import io.mpvit.work.WorkListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentationRunTest {

  private static final int PICTURES = 7;

  @TempDir private Path folder;
  private Path journal;
  private final List<String> warnings = new ArrayList<>();
  private final WorkListener listener =
      new WorkListener() {
        @Override
        public void warning(String line) {
          warnings.add(line);
        }
      };

  @BeforeEach
  void write() throws IOException {
    RedPictures.write(folder, PICTURES);
    journal = folder.resolve("out.jsonl");
  }

  private SegmentationRun.Outcome run(int batch, int limit, String model) throws IOException {
    return RedPictures.run(folder, batch, limit)
        .run(RedPictures::segment, journal, RedPictures.provenance(model), listener);
  }

  /** Scores of the first pictures, without journal. */
  private SegmentationScores direct(int pictures) throws IOException {
    PixelCounts counts = new PixelCounts(RedPictures.CLASSES);
    LabelledFolders data = RedPictures.run(folder, 1, 1).data();
    for (Item item : data.items().subList(0, pictures)) {
      Labelled labelled = data.read(item, RedPictures.CLASSES);
      LabelMap found = RedPictures.segment(List.of(labelled.picture())).get(0);
      counts.add(found, labelled.labels());
    }
    return counts.scores();
  }

  @Test
  void scoresAreOfTheWholeSetWhateverTheBatch() throws Exception {
    SegmentationRun.Outcome outcome = run(3, 100, "m");
    assertThat(outcome.scores()).isEqualTo(direct(PICTURES));
    assertThat(outcome.scores().meanIou()).isBetween(0.05, 0.4);
    assertThat(outcome.pictures()).isEqualTo(PICTURES);
    assertThat(outcome.leftOut()).isEmpty();
    assertThat(warnings).isEmpty();
    Files.delete(journal);
    assertThat(run(1, 4, "m").scores()).isEqualTo(direct(4));
  }

  @Test
  void theJournalHasCountsPerPictureAndClass() throws Exception {
    run(1, 1, "m");
    String line = Files.readAllLines(journal).get(1);
    assertThat(line)
        .startsWith("{\"from\":0,\"items\":[{\"name\":\"000\",\"counts\":{\"0\":[")
        .matches(".*\"3\":\\[[0-9]+,[0-9]+,[0-9]+]}}]}");
  }

  @Test
  void cutAnywhereItIsContinuedToTheSameScores() throws Exception {
    SegmentationRun.Outcome expected = run(2, 100, "m");
    byte[] whole = Files.readAllBytes(journal);
    Random random = new Random(5);
    for (int i = 0; i < 20; i++) {
      Files.write(journal, Arrays.copyOf(whole, random.nextInt(whole.length + 1)));
      assertThat(run(2, 100, "m")).isEqualTo(expected);
      assertThat(Files.readAllBytes(journal)).isEqualTo(whole);
    }
    assertThatIOException()
        .isThrownBy(() -> run(2, 100, "other"))
        .withMessageContaining("model is \"m\" there, \"other\" here");
  }

  @Test
  void otherPicturesUnderTheSameJournalAreRefused() throws Exception {
    run(1, 100, "m");
    Files.move(folder.resolve("pictures/003.png"), folder.resolve("pictures/0031.png"));
    Files.move(folder.resolve("labels/003.png"), folder.resolve("labels/0031.png"));
    assertThatIOException()
        .isThrownBy(() -> run(1, 100, "m"))
        .withMessageContaining("expected 0031, found \"003\"");
  }

  @Test
  void whatCannotBeScoredIsLeftOutAndSaidAgain() throws Exception {
    Files.delete(folder.resolve("labels/001.png"));
    Files.delete(folder.resolve("pictures/002.png"));
    Files.writeString(folder.resolve("labels/004.png"), "no picture");
    SegmentationRun.Outcome outcome = run(2, 100, "m");
    assertThat(outcome.pictures()).isEqualTo(PICTURES - 3);
    assertThat(outcome.leftOut())
        .satisfiesExactly(
            line -> assertThat(line).contains("001.png has no label map"),
            line -> assertThat(line).contains("002.png has no picture"),
            line -> assertThat(line).contains("004.png"));
    assertThat(warnings).hasSize(3).allMatch(line -> line.startsWith("left out: "));
    warnings.clear();
    assertThat(run(2, 100, "m")).isEqualTo(outcome);
    assertThat(warnings).hasSize(3).allMatch(line -> line.endsWith(" (in an earlier run)"));
  }

  @Test
  void nothingToScoreIsAFailure() throws Exception {
    Files.delete(folder.resolve("labels/000.png"));
    assertThatIOException()
        .isThrownBy(() -> run(1, 1, "m"))
        .withMessageEndingWith("none of the pictures could be scored");
  }

  @Test
  void numbersAreChecked() throws Exception {
    LabelledFolders data = RedPictures.run(folder, 1, 1).data();
    for (int classes : new int[] {0, 256}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new SegmentationRun(data, classes, 1, 1))
          .withMessageContaining("1 to 255 classes, found " + classes);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SegmentationRun(data, 3, 0, 1))
        .withMessageContaining("found 0 and 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PixelCounts.of(new long[2], new long[2], new long[3]))
        .withMessageContaining("found 2, 2 and 3");
  }
}
