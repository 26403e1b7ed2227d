/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.survey;

import io.mpvit.detection.coco.CocoCategory;
import io.mpvit.detection.source.SourcePicture;
import io.mpvit.image.ImageReadException;
import io.mpvit.image.ImageReader;
import io.mpvit.image.ImageSize;
import io.mpvit.image.Orientation;
import io.mpvit.image.RgbImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Some pictures of a data set with their objects, side by side. They are a fair sample of all, the
 * same for the same data and seed, and shown in the data set's order.
 */
public final class ContactSheet {

  private static final int GAP = 6;
  private static final byte PAPER = (byte) 0xff;

  private final int count;
  private final int side;
  private final Random random;
  private final List<Place> chosen = new ArrayList<>();
  private long seen;

  /** A picture and where it stands in the data set. */
  private record Place(long position, SourcePicture picture) {}

  /**
   * Prepares.
   *
   * @param count the most pictures to show
   * @param side the longest side of one in pixels
   * @param seed of the choice
   */
  public ContactSheet(int count, int side, long seed) {
    if (count < 1 || side < 1) {
      throw new IllegalArgumentException(
          "expected at least one picture of at least one pixel, found %d of %d"
              .formatted(count, side));
    }
    this.count = count;
    this.side = side;
    this.random = new Random(seed);
  }

  /**
   * Offers a picture; whether it will be shown is decided by chance.
   *
   * @param picture with its objects
   */
  public void add(SourcePicture picture) {
    Place place = new Place(seen++, picture);
    if (chosen.size() < count) {
      chosen.add(place);
      return;
    }
    long at = random.nextLong(seen); // each of all has the same chance in the end
    if (at < count) {
      chosen.set((int) at, place);
    }
  }

  /**
   * Draws the sheet.
   *
   * @param classes by class index
   * @param warnings gets a line for a picture that cannot be decoded; its place stays empty
   * @return about as wide as high
   * @throws IllegalStateException if there was no picture
   */
  public RgbImage draw(List<CocoCategory> classes, Consumer<String> warnings) {
    if (chosen.isEmpty()) {
      throw new IllegalStateException("there is no picture to show");
    }
    AnnotationVisualizer visualizer = new AnnotationVisualizer(classes);
    List<SourcePicture> pictures =
        chosen.stream()
            .sorted(Comparator.comparingLong(Place::position))
            .map(Place::picture)
            .toList();
    int columns = (int) Math.ceil(Math.sqrt(pictures.size()));
    int rows = (pictures.size() - 1) / columns + 1;
    int cell = side + GAP;
    int width = columns * cell + GAP;
    int height = rows * cell + GAP;
    byte[] sheet = new byte[Math.multiplyExact(3 * width, height)];
    Arrays.fill(sheet, PAPER);
    for (int i = 0; i < pictures.size(); i++) {
      SourcePicture picture = pictures.get(i);
      try {
        RgbImage pixels = ImageReader.read(picture.file(), Orientation.HONOUR_EXIF);
        RgbImage drawn = visualizer.draw(pixels, picture, fitted(picture.size()));
        int left = GAP + i % columns * cell + (side - drawn.width()) / 2;
        int top = GAP + i / columns * cell + (side - drawn.height()) / 2;
        paste(drawn, sheet, width, left, top);
      } catch (ImageReadException e) {
        warnings.accept(e.getMessage());
      }
    }
    return RgbImage.of(width, height, sheet);
  }

  /** As large as fits; small pictures are enlarged, or their labels would hide them. */
  private ImageSize fitted(ImageSize size) {
    double factor = (double) side / size.longSide();
    return new ImageSize(
        Math.max(1, (int) Math.round(size.height() * factor)),
        Math.max(1, (int) Math.round(size.width() * factor)));
  }

  private static void paste(RgbImage image, byte[] sheet, int width, int left, int top) {
    byte[] pixels = image.toBytes();
    for (int y = 0; y < image.height(); y++) {
      System.arraycopy(
          pixels, 3 * y * image.width(), sheet, 3 * ((top + y) * width + left), 3 * image.width());
    }
  }
}
