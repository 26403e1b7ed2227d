/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.survey;

import io.mpvit.detection.coco.CocoCategory;
import io.mpvit.detection.source.SourcePicture;
import io.mpvit.image.ImageReadException;
import io.mpvit.image.ImageReader;
import io.mpvit.image.ImageSize;
import io.mpvit.image.Orientation;
import io.mpvit.image.RgbImage;
import io.mpvit.visualize.Tiles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Some pictures of a data set with their objects, side by side. They are a fair sample of all, the
 * same for the same data and seed, and shown in the data set's order.
 */
public final class ContactSheet {

  private final int count;
  private final Tiles tiles;
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
    if (count < 1) {
      throw new IllegalArgumentException("expected at least one picture, found " + count);
    }
    this.count = count;
    this.tiles = new Tiles(side);
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
   * @param warnings gets a line for a picture that cannot be decoded; it is left out
   * @return about as wide as high
   * @throws IllegalStateException if there was no picture that can be decoded
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
    List<RgbImage> drawn = new ArrayList<>();
    for (SourcePicture picture : pictures) {
      try {
        RgbImage pixels = ImageReader.read(picture.file(), Orientation.HONOUR_EXIF);
        ImageSize size = tiles.fitted(picture.size());
        drawn.add(visualizer.draw(pixels, picture.size(), picture.objects(), size));
      } catch (ImageReadException e) {
        warnings.accept(e.getMessage());
      }
    }
    if (drawn.isEmpty()) {
      throw new IllegalStateException("none of the pictures to show can be decoded");
    }
    return tiles.sheet(drawn);
  }
}
