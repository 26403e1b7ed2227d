/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.shapes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mpvit.image.ImageSize;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SceneGeneratorTest {

  private static final ImageSize SIZE = new ImageSize(192, 192);

  /** Whoever changes the pictures must say so: numbers measured on them change, too. */
  @ParameterizedTest
  @CsvSource({
    "1, 0, 043a26457a334a86",
    "1, 1, 75c679d532463723",
    "1, 499, cf9ddd060aa41e26",
    "-7, 3, 382f6e44fe43774e",
    "1, 19, 508a4c8666d30918",
  })
  void thePixelsAreFixed(long seed, long index, String sha) throws Exception {
    Scene scene = new SceneGenerator(SIZE, seed).scene(index);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(scene.picture().toBytes());
    digest.update(scene.labels());
    assertThat(HexFormat.of().formatHex(digest.digest()).substring(0, 16)).isEqualTo(sha);
  }

  @Test
  void aPictureDependsOnItsNumberOnly() {
    SceneGenerator generator = new SceneGenerator(SIZE, 5);
    Scene third = generator.scene(3);
    generator.scene(4);
    assertThat(generator.scene(3)).isEqualTo(third);
    assertThat(generator.scene(4).picture()).isNotEqualTo(third.picture());
    assertThat(new SceneGenerator(SIZE, 6).scene(3).picture()).isNotEqualTo(third.picture());
  }

  @Test
  void masksAreDisjointAndLargeEnough() {
    for (int i = 0; i < 40; i++) {
      Scene scene = new SceneGenerator(new ImageSize(96, 160), 2).scene(i);
      assertThat(scene.objects()).hasSizeBetween(1, 8);
      int total = 0;
      for (SceneObject object : scene.objects()) {
        assertThat(object.mask().size()).isEqualTo(new ImageSize(96, 160));
        assertThat(object.mask().area()).isGreaterThanOrEqualTo(SceneGenerator.MIN_PIXELS);
        total += object.mask().area();
      }
      byte[] labels = scene.labels();
      assertThat(IntStream.range(0, labels.length).filter(p -> labels[p] != 0).count())
          .isEqualTo(total);
    }
  }

  /** What is drawn is where the masks say: the colour jumps at their borders. */
  @Test
  void masksMatchThePictures() {
    double inside = 0;
    double across = 0;
    long insideCount = 0;
    long acrossCount = 0;
    for (int i = 0; i < 30; i++) {
      Scene scene = new SceneGenerator(SIZE, 3).scene(i);
      int[] owner = owners(scene);
      for (int y = 0; y < SIZE.height(); y++) {
        for (int x = 1; x < SIZE.width() - 2; x++) {
          // Over a distance of 3 pixels, because the border itself is blended.
          boolean border = owner[y * 192 + x] != owner[y * 192 + x + 1];
          boolean same = owner[y * 192 + x - 1] == owner[y * 192 + x + 2] && !border;
          double difference =
              difference(scene.picture().pixel(x - 1, y), scene.picture().pixel(x + 2, y));
          if (border) {
            across += difference;
            acrossCount++;
          } else if (same) {
            inside += difference;
            insideCount++;
          }
        }
      }
    }
    assertThat(across / acrossCount).isGreaterThan(8 * inside / insideCount);
  }

  private static int[] owners(Scene scene) {
    int[] owner = new int[SIZE.height() * SIZE.width()];
    for (int k = 0; k < scene.objects().size(); k++) {
      boolean[] mask = scene.objects().get(k).mask().toBitmap();
      for (int p = 0; p < mask.length; p++) {
        owner[p] = mask[p] ? k + 1 : owner[p];
      }
    }
    return owner;
  }

  private static double difference(int a, int b) {
    double sum = 0;
    for (int shift = 0; shift < 24; shift += 8) {
      int d = (a >> shift & 255) - (b >> shift & 255);
      sum += d * d;
    }
    return sum;
  }

  @Test
  void allKindsAndSizesOccurAndObjectsHideEachOther() {
    Set<ShapeKind> kinds = EnumSet.noneOf(ShapeKind.class);
    int small = 0;
    int large = 0;
    boolean occluded = false;
    for (int i = 0; i < 120; i++) {
      for (SceneObject object : new SceneGenerator(SIZE, 1).scene(i).objects()) {
        kinds.add(object.kind());
        small += object.mask().area() < 32 * 32 ? 1 : 0;
        large += object.mask().area() > 96 * 96 ? 1 : 0;
        var bounds = object.mask().bounds();
        boolean free =
            bounds.x() > 0
                && bounds.y() > 0
                && bounds.x() + bounds.width() < 192
                && bounds.y() + bounds.height() < 192;
        // A whole disk fills more of its bounds.
        occluded |=
            object.kind() == ShapeKind.CIRCLE
                && free
                && object.mask().area() < 0.6 * bounds.width() * bounds.height();
      }
    }
    assertThat(kinds).containsExactlyInAnyOrder(ShapeKind.values());
    assertThat(small).isPositive();
    assertThat(large).isPositive();
    assertThat(occluded).isTrue();
  }

  @Test
  void theSmallestPicturesWork() {
    for (int i = 0; i < 20; i++) {
      assertThat(new SceneGenerator(new ImageSize(32, 33), 1).scene(i).objects()).isNotEmpty();
    }
  }

  @Test
  void refusesTinyPicturesAndNegativeNumbers() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SceneGenerator(new ImageSize(31, 100), 1))
        .withMessageContaining("at least 32");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SceneGenerator(SIZE, 1).scene(-1))
        .withMessageContaining("-1");
  }
}
