/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco;

import io.mpvit.detection.mask.Rle;
import io.mpvit.image.ImageSize;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The true objects of a data set in COCO's instances layout: images, categories, annotations with
 * boxes and masks. Immutable, and safe to read from several threads.
 */
public final class CocoDataset {
  private final String name;
  private final List<CocoImage> images;
  private final List<CocoCategory> categories;
  private final AnnotationTable annotations;

  CocoDataset(
      String name,
      List<CocoImage> images,
      List<CocoCategory> categories,
      AnnotationTable annotations) {
    this.name = name;
    this.images = List.copyOf(images);
    this.categories = List.copyOf(categories);
    this.annotations = annotations;
  }

  /**
   * Reads an annotation file.
   *
   * @param file a JSON file such as {@code instances_val2017.json}
   * @return the data set
   * @throws CocoFormatException if the file is not JSON, an id is missing or used twice, an
   *     annotation names an image or category that the file does not have, or a box or mask is bad
   * @throws IOException if the file cannot be read
   */
  public static CocoDataset read(Path file) throws IOException {
    try (Reader in = CocoJson.open(file)) {
      return read(file.toString(), in);
    }
  }

  /**
   * Reads annotations from any source.
   *
   * @param name what messages call it
   * @param in JSON; not closed
   * @return the data set
   * @throws CocoFormatException as {@link #read(Path)} does
   * @throws IOException if the source cannot be read
   */
  public static CocoDataset read(String name, Reader in) throws IOException {
    return CocoJson.read(name, in, json -> new CocoDatasetReader(name, json).read());
  }

  /**
   * Returns what messages call the data set.
   *
   * @return the file's path, or the name that was given
   */
  public String name() {
    return name;
  }

  /**
   * Returns the pictures.
   *
   * @return in the order of the file
   */
  public List<CocoImage> images() {
    return images;
  }

  /**
   * Returns the classes.
   *
   * @return by ascending id
   */
  public List<CocoCategory> categories() {
    return categories;
  }

  /**
   * Returns the number of annotations.
   *
   * @return at least 0
   */
  public int annotationCount() {
    return annotations.size();
  }

  /**
   * Returns an annotation.
   *
   * @param index position in the file, from 0
   * @return the annotation without its mask
   */
  public CocoAnnotation annotation(int index) {
    return annotations.get(index);
  }

  /**
   * Returns the size of an annotation's mask.
   *
   * @param index position of the annotation
   * @return height and width: that of the run lengths, or that of the picture for polygons; none if
   *     the file has no mask, or polygons without a size of the picture
   */
  public Optional<ImageSize> maskSize(int index) {
    return Optional.ofNullable(annotations.maskSize(index, imageOf(index)));
  }

  /**
   * Returns the mask of an annotation, computed at every call.
   *
   * @param index position of the annotation
   * @return the mask; polygons are filled at the size that the image entry gives
   * @throws IllegalArgumentException if there is no mask of known size, see {@link #maskSize}
   */
  public Rle mask(int index) {
    if (maskSize(index).isEmpty()) {
      throw new IllegalArgumentException(
          name + ": annotation " + annotation(index).id() + " has no mask");
    }
    return annotations.mask(index, imageOf(index));
  }

  /**
   * Returns the polygons of an annotation.
   *
   * @param index position of the annotation
   * @return corners x0, y0, x1, y1, ... of each part; none if it has no mask, or run lengths
   */
  public List<double[]> polygons(int index) {
    return annotations.polygons(index);
  }

  private CocoImage imageOf(int index) {
    return images.get(annotations.get(index).image());
  }
}
