/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco;

import io.mpvit.detection.mask.Rle;
import io.mpvit.image.ImageSize;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * The true objects of a data set in COCO's instances layout: images, categories, annotations with
 * boxes and masks. Immutable, and safe to read from several threads.
 */
public final class CocoDataset {
  private final String name;
  private final List<CocoImage> images;
  private final List<CocoCategory> categories;
  private final AnnotationTable annotations;
  private final CocoNames names;
  private final List<String> faults;
  private final List<String> maskFaults;

  CocoDataset(
      String name,
      List<CocoImage> images,
      List<CocoCategory> categories,
      AnnotationTable annotations,
      CocoNames names,
      List<String> faults,
      List<String> maskFaults) {
    this.name = name;
    this.images = List.copyOf(images);
    this.categories = List.copyOf(categories);
    this.annotations = annotations;
    this.names = names;
    this.faults = List.copyOf(faults);
    this.maskFaults = List.copyOf(maskFaults);
  }

  /**
   * Reads an annotation file.
   *
   * <p>Entries that cannot be used are left out, and bad boxes and parts of masks dropped; {@link
   * #faults} says which.
   *
   * @param file a JSON file such as {@code instances_val2017.json}
   * @return the data set
   * @throws CocoFormatException if the file is not JSON or no annotation file, or a category has no
   *     id or one that another has
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
      throw new IllegalArgumentException(name + ": " + annotationName(index) + " has no mask");
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

  /**
   * Says what of the file is not used and why: which entries by id and position, what was expected,
   * what was found.
   *
   * @param masks whether masks matter
   * @return at most twenty lines of each kind, of which the last gives the number of others
   */
  public List<String> faults(boolean masks) {
    return masks ? Stream.concat(faults.stream(), maskFaults.stream()).toList() : faults;
  }

  /**
   * Returns an image's id as the file has it.
   *
   * @param id an id
   * @return the number, or the text that it stands for
   */
  public String imageId(long id) {
    return names.images().text(id);
  }

  /**
   * Tells whether an image's id is a text in the file.
   *
   * @param id an id
   * @return whether
   */
  public boolean hasTextId(long id) {
    return names.images().isText(id);
  }

  /**
   * Returns how messages name an annotation.
   *
   * @param index its position here
   * @return its id and its position in the file
   */
  public String annotationName(int index) {
    return annotations.name(
        annotations.isNumbered(index) ? null : names.annotations().text(annotations.id(index)),
        annotations.index(index));
  }

  /**
   * Returns the same data set with fewer annotations, or other areas.
   *
   * @param area an annotation's area by its position here; none to leave it out
   * @return a changed copy
   */
  public CocoDataset withAreas(IntFunction<OptionalDouble> area) {
    AnnotationTable table = annotations.copy();
    table.retain(
        i -> {
          OptionalDouble value = area.apply(i);
          value.ifPresent(number -> table.setArea(i, number));
          return value.isPresent();
        });
    return new CocoDataset(name, images, categories, table, names, faults, maskFaults);
  }

  /**
   * Returns the same data set with the sizes of images that have none in the file.
   *
   * @param sizes a size, or null if it is not known, for an image without one
   * @return a changed copy
   */
  public CocoDataset withSizes(Function<CocoImage, ImageSize> sizes) {
    List<CocoImage> changed =
        images.stream()
            .map(
                image ->
                    image.size() != null
                        ? image
                        : new CocoImage(image.id(), image.fileName(), sizes.apply(image)))
            .toList();
    return new CocoDataset(name, changed, categories, annotations, names, faults, maskFaults);
  }

  private CocoImage imageOf(int index) {
    return images.get(annotations.get(index).image());
  }
}
