/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.classification.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import io.mpvit.classification.ClassScores;
import io.mpvit.image.ImageWriter;
import io.mpvit.image.RgbImage;
import io.mpvit.work.WorkListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassificationRunTest {

  @TempDir private Path folder;

  /** The red value of a picture is the rank that its class shall get. */
  private static final Classifier BY_RED =
      pictures -> pictures.stream().map(picture -> byRed(picture.pixel(0, 0))).toList();

  /** Class = green; logits fall by 1 per rank. */
  private static ClassScores byRed(int pixel) {
    int rank = pixel >> 16;
    int label = pixel >> 8 & 255;
    float[] logits = new float[7];
    List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5, 6));
    order.remove(Integer.valueOf(label));
    order.add(rank, label);
    for (int i = 0; i < 7; i++) {
      logits[order.get(i)] = -i;
    }
    return new ClassScores(logits);
  }

  private void picture(String name, int rank, int label) throws IOException {
    byte[] rgb = {(byte) rank, (byte) label, 0};
    ImageWriter.write(RgbImage.of(1, 1, rgb), folder.resolve("data").resolve(name));
  }

  /** Seven classes; ranks 0, 0, 4, 5, 6 over two folders. */
  private ImageFolder data() throws IOException {
    for (String name : "n1 n10 n2 n3 n4 n5 n6".split(" ")) {
      Files.createDirectories(folder.resolve("data").resolve(name));
    }
    picture("n1/a.png", 0, 0);
    picture("n10/a.png", 0, 1);
    picture("n10/b.PNG", 4, 1);
    picture("n10/deeper/c.png", 5, 1);
    picture("n2/x.png", 6, 2);
    Files.writeString(folder.resolve("data/n2/notes.txt"), "no picture");
    Files.createDirectories(folder.resolve("data/.hidden"));
    return ImageFolder.read(folder.resolve("data"));
  }

  private ClassificationScores run(int batch, int limit, Classifier classifier, String model)
      throws IOException {
    JsonObject provenance = new JsonObject();
    provenance.addProperty("model", model);
    provenance.addProperty("limit", limit);
    return new ClassificationRun(data(), List.of(0, 1, 2, 3, 4, 5, 6), batch, limit)
        .run(classifier, folder.resolve("out.jsonl"), provenance, WorkListener.NONE);
  }

  private static double loss(int rank) {
    double sum = 0;
    for (int i = 0; i < 7; i++) {
      sum += Math.exp(-i);
    }
    return Math.log(sum) + rank;
  }

  @Test
  void foldersAreSortedAsText() throws Exception {
    ImageFolder data = data();
    assertThat(data.classes()).containsExactly("n1", "n10", "n2", "n3", "n4", "n5", "n6");
    assertThat(data.pictures())
        .extracting(ImageFolder.Picture::file)
        .containsExactly("n1/a.png", "n10/a.png", "n10/b.PNG", "n10/deeper/c.png", "n2/x.png");
    assertThat(data.pictures())
        .extracting(ImageFolder.Picture::folderIndex)
        .containsExactly(0, 1, 1, 1, 2);
    assertThat(data.labels(7)).containsExactly(0, 1, 2, 3, 4, 5, 6);
  }

  @Test
  void theLossIsTheMeanOfTheBatchMeans() throws Exception {
    ClassificationScores scores = run(2, 100, BY_RED, "m");
    assertThat(scores.images()).isEqualTo(5);
    assertThat(scores.acc1()).isEqualTo(40);
    assertThat(scores.acc5()).isEqualTo(60);
    double expected = (loss(0) + (loss(4) + loss(5)) / 2 + loss(6)) / 3;
    assertThat(scores.loss()).isCloseTo(expected, within(1e-6));
  }

  @Test
  void ofEqualScoresTheFirstClassWins() throws Exception {
    Classifier equal =
        pictures -> pictures.stream().map(p -> new ClassScores(new float[7])).toList();
    ClassificationScores scores = run(3, 100, equal, "m");
    assertThat(scores.acc1()).isEqualTo(20);
    assertThat(scores.loss()).isCloseTo(Math.log(7), within(1e-12));
  }

  @Test
  void aLimitTakesPicturesAtEqualDistances() throws Exception {
    ClassificationScores scores = run(1, 2, BY_RED, "m");
    assertThat(scores.images()).isEqualTo(2);
    assertThat(Files.readString(folder.resolve("out.jsonl"))).contains("n1/a.png", "n10/b.PNG");
  }

  @Test
  void cutAnywhereItIsContinuedToTheSameScores() throws Exception {
    ClassificationScores expected = run(2, 100, BY_RED, "m");
    Path journal = folder.resolve("out.jsonl");
    byte[] whole = Files.readAllBytes(journal);
    Random random = new Random(5);
    for (int i = 0; i < 30; i++) {
      Files.write(journal, Arrays.copyOf(whole, random.nextInt(whole.length + 1)));
      assertThat(run(2, 100, BY_RED, "m")).isEqualTo(expected);
      assertThat(Files.readAllBytes(journal)).isEqualTo(whole);
    }
    assertThatIOException()
        .isThrownBy(() -> run(2, 100, BY_RED, "other"))
        .withMessageContaining("model is \"m\" there, \"other\" here");
    picture("n10/aa.png", 0, 1);
    assertThatIOException().isThrownBy(() -> run(2, 5, BY_RED, "m")).withMessageContaining("limit");
  }

  @Test
  void aPictureThatCannotBeReadIsReported() throws Exception {
    data();
    Files.writeString(folder.resolve("data/n3/bad.jpg"), "no picture");
    ClassificationScores scores = run(2, 100, BY_RED, "m");
    assertThat(scores.images()).isEqualTo(5);
    assertThat(scores.leftOut()).singleElement().asString().contains("n3/bad.jpg", "it is text");
    // Its batch is that of n2/x.png, whose mean is over one picture.
    double expected = (loss(0) + (loss(4) + loss(5)) / 2 + loss(6)) / 3;
    assertThat(scores.loss()).isCloseTo(expected, within(1e-6));
  }

  @Test
  void refusesWhatDoesNotFit() throws Exception {
    ImageFolder data = data();
    assertThatIOException()
        .isThrownBy(() -> data.labels(1000))
        .withMessageContaining("7 class folders, the classifier has 1000 classes");
    assertThatIOException()
        .isThrownBy(() -> ImageFolder.read(folder.resolve("none")))
        .withMessageContaining("one folder per class");
    assertThatIOException()
        .isThrownBy(() -> ImageFolder.read(folder.resolve("data/n4")))
        .withMessageContaining("found none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClassificationRun(data, List.of(1), 1, 1))
        .withMessageContaining("expected 7 labels");
    Classifier broken =
        pictures ->
            pictures.stream()
                .map(p -> new ClassScores(new float[] {0, Float.NaN, 0, 0, 0, 0, 0}))
                .toList();
    assertThatIllegalStateException()
        .isThrownBy(() -> run(1, 9, broken, "m"))
        .withMessageContaining("n1/a.png: the classifier gives NaN");
  }

  @Test
  void aPartOfImageNetGoesBySynset() throws Exception {
    for (String synset : List.of("n01443537", "n01440764", "n15075141")) {
      Files.createDirectories(folder.resolve("part").resolve(synset));
    }
    byte[] rgb = {1, 2, 3};
    ImageWriter.write(RgbImage.of(1, 1, rgb), folder.resolve("part/n01443537/a.png"));
    assertThat(ImageFolder.read(folder.resolve("part")).labels(1000)).containsExactly(0, 1, 999);
  }
}
