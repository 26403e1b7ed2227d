/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mpvit.image.ImageSize;
import io.mpvit.image.PillowResize;
import io.mpvit.image.Resampling;
import io.mpvit.image.RgbImage;
import io.mpvit.reference.ReferenceInputs;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AugmentOpTest {

  /** A small picture with edges and gradients. */
  private static RgbImage picture() {
    return PillowResize.resize(
        ReferenceInputs.image("aug", 24, 32), new ImageSize(15, 20), Resampling.BICUBIC);
  }

  private static long checksum(RgbImage image) {
    CRC32 crc = new CRC32();
    crc.update(image.toBytes());
    return crc.getValue();
  }

  @Test
  void thePictureIsPillows() {
    assertThat(checksum(picture())).isEqualTo(986217271L);
  }

  /** Checksums of the pixels that Pillow 9.4 and 12 make. */
  @ParameterizedTest
  @CsvSource({
    "AUTO_CONTRAST, 0.7, 2378280937",
    "EQUALIZE, 0.7, 2863471951",
    "INVERT, 0.7, 674699748",
    "ROTATE, 0.7, 1452564049",
    "ROTATE, -0.7, 1067673370",
    "POSTERIZE, 0.7, 4074383127",
    "SOLARIZE, 0.7, 3768935097",
    "SOLARIZE_ADD, 0.7, 2337410126",
    "COLOR, 0.7, 4015037080",
    "COLOR, -0.7, 4018448331",
    "CONTRAST, 0.7, 1986327738",
    "CONTRAST, -0.7, 3365491629",
    "BRIGHTNESS, 0.7, 1953449956",
    "SHARPNESS, 0.7, 1669771965",
    "SHARPNESS, -0.7, 3915799820",
    "SHEAR_X, 0.7, 3450982727",
    "SHEAR_Y, 0.7, 1983191172",
    "TRANSLATE_X, 0.7, 2805684244",
    "TRANSLATE_Y, 0.7, 1414702462"
  })
  void changesAreThoseOfPillow(AugmentOp op, double strength, long expected) {
    assertThat(checksum(op.apply(picture(), strength))).isEqualTo(expected);
  }

  @Test
  void strengthZeroLeavesThePictureWhereItMeansNothing() {
    for (AugmentOp op :
        new AugmentOp[] {
          AugmentOp.SOLARIZE, AugmentOp.SOLARIZE_ADD, AugmentOp.COLOR, AugmentOp.CONTRAST,
          AugmentOp.BRIGHTNESS, AugmentOp.SHARPNESS, AugmentOp.ROTATE, AugmentOp.SHEAR_X,
          AugmentOp.SHEAR_Y, AugmentOp.TRANSLATE_X, AugmentOp.TRANSLATE_Y
        }) {
      assertThat(op.apply(picture(), 0)).as(op.name()).isEqualTo(picture());
    }
    assertThat(AugmentOp.POSTERIZE.apply(picture(), 1).toBytes()).containsOnly(0);
  }

  @Test
  void plainAndTinyPictures() {
    RgbImage flat = RgbImage.of(2, 1, new byte[] {7, 8, 9, 7, 8, 9});
    assertThat(AugmentOp.AUTO_CONTRAST.apply(flat, 1)).isEqualTo(flat);
    assertThat(AugmentOp.EQUALIZE.apply(flat, 1)).isEqualTo(flat);
    SplittableRandom random = new SplittableRandom(1);
    for (AugmentOp op : AugmentOp.values()) {
      assertThat(op.apply(RgbImage.of(1, 1, new byte[3]), 1, random).size())
          .isEqualTo(new ImageSize(1, 1));
      assertThatIllegalArgumentException().isThrownBy(() -> op.apply(flat, 1.1, random));
    }
  }

  @Test
  void randAugmentRepeatsWithItsSeedAndLeavesHalfOfTheDrawsOut() {
    RandAugment augment = RandAugment.published();
    int same = 0;
    for (int seed = 0; seed < 400; seed++) {
      RgbImage once = augment.apply(picture(), new SplittableRandom(seed));
      assertThat(augment.apply(picture(), new SplittableRandom(seed))).isEqualTo(once);
      same += once.equals(picture()) ? 1 : 0;
    }
    // Both draws are left out in a quarter of the cases.
    assertThat(same).isBetween(70, 135);
    assertThatIllegalArgumentException().isThrownBy(() -> new RandAugment(2, 0.5, 11, 0.5));
    assertThat(new RandAugment(0, 1, 9, 0).apply(picture(), new SplittableRandom(1)))
        .isEqualTo(picture());
  }
}
