/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.training;

import io.mpvit.detection.augment.Annotation;
import io.mpvit.detection.coco.CocoAnnotation;
import io.mpvit.detection.coco.CocoBox;
import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.coco.CocoImage;
import io.mpvit.detection.coco.PictureFinder;
import io.mpvit.detection.mask.MaskOutline;
import io.mpvit.image.ImageReadException;
import io.mpvit.image.ImageReader;
import io.mpvit.image.ImageSize;
import io.mpvit.image.Orientation;
import io.mpvit.weights.ClassMatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What can be learned from a data set, and what cannot.
 *
 * <p>Class k is the category with the k-th id in ascending order. Pictures without objects stay, as
 * in the published recipe; crowds are dropped. An object without a box of positive size, or without
 * a mask where masks are learned, is skipped with a warning; so is a picture that is missing or
 * whose entry has no name or size. A file that contradicts itself is refused when it is read, see
 * {@link CocoDataset#read}.
 *
 * @param pictures what remains, in the order of the file
 * @param classes number of categories
 * @param crowds how many crowds were dropped
 * @param skippedObjects how many objects were skipped
 * @param skippedPictures how many pictures were skipped
 */
public record TrainingPictures(
    List<TrainingPicture> pictures,
    int classes,
    int crowds,
    int skippedObjects,
    int skippedPictures) {

  /** Copies the list. */
  public TrainingPictures {
    pictures = List.copyOf(pictures);
  }

  /**
   * Looks through a data set.
   *
   * @param dataset the entries
   * @param folder where the pictures are
   * @param masks whether masks are learned
   * @param warnings gets a line with file and id for what is skipped; of what is more than twenty
   *     of a kind only the number
   * @return what can be learned from
   * @throws IOException if no picture remains, or no object on any of them
   */
  public static TrainingPictures of(
      CocoDataset dataset, Path folder, boolean masks, Consumer<String> warnings)
      throws IOException {
    dataset.faults(masks).forEach(warnings);
    Few ofObjects = new Few(warnings, dataset.name() + ": skipped %d more annotations");
    Collector collector = new Collector(dataset, masks, ofObjects);
    Map<Integer, List<Annotation>> objects = collector.objects();
    ofObjects.end();
    Few ofPictures = new Few(warnings, dataset.name() + ": skipped %d more images");
    List<TrainingPicture> pictures = new ArrayList<>();
    List<CocoImage> images = dataset.images();
    PictureFinder finder = new PictureFinder(dataset, folder);
    for (int i = 0; i < images.size(); i++) {
      CocoImage image = images.get(i);
      try {
        Path file = finder.file(image);
        ImageSize size =
            image.size() == null ? ImageReader.size(file, Orientation.HONOUR_EXIF) : image.size();
        List<Annotation> own = objects.getOrDefault(i, List.of());
        pictures.add(new TrainingPicture(image.id(), file, size, own));
      } catch (ImageReadException e) {
        ofPictures.accept(
            "%s: skipped image %s: %s"
                .formatted(dataset.name(), dataset.imageId(image.id()), e.getMessage()));
      }
    }
    ofPictures.end();
    if (pictures.isEmpty()) {
      throw new IOException(
          "%s: none of its %d pictures can be learned from; they were looked for in %s"
              .formatted(dataset.name(), images.size(), folder));
    }
    if (pictures.stream().allMatch(picture -> picture.objects().isEmpty())) {
      throw new IOException(
          "%s: none of its %d annotations can be learned from: %d are crowds, %d were skipped; the others belong to pictures that were skipped"
              .formatted(
                  dataset.name(), dataset.annotationCount(), collector.crowds, collector.skipped));
    }
    return new TrainingPictures(
        pictures,
        dataset.categories().size(),
        collector.crowds,
        collector.skipped,
        images.size() - pictures.size());
  }

  /** The number of objects on all pictures. */
  public long objects() {
    return pictures.stream().mapToLong(picture -> picture.objects().size()).sum();
  }

  /**
   * Says which classes no picture shows, so that nothing can be learned about them.
   *
   * @param names by class index
   * @return a line; empty if every class occurs
   */
  public Optional<String> neverOccurring(List<String> names) {
    Set<Integer> occurring =
        pictures.stream()
            .flatMap(picture -> picture.objects().stream())
            .map(Annotation::classIndex)
            .collect(Collectors.toSet());
    List<String> missing =
        IntStream.range(0, names.size())
            .filter(k -> !occurring.contains(k))
            .mapToObj(names::get)
            .toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%d of its %d categories never occur, so nothing is learned about them: %s"
                .formatted(missing.size(), names.size(), ClassMatch.text(missing)));
  }

  /**
   * Returns the same pictures with classes numbered otherwise.
   *
   * @param numbers the new index of each class
   * @param count how many classes there are then
   * @return a changed copy
   */
  public TrainingPictures renumbered(IntUnaryOperator numbers, int count) {
    return new TrainingPictures(
        pictures.stream().map(picture -> picture.renumbered(numbers)).toList(),
        count,
        crowds,
        skippedObjects,
        skippedPictures);
  }

  /**
   * Returns the pictures that show at least one object, as detectron2 learns from.
   *
   * @return a changed copy
   * @throws IOException if there is none
   */
  public TrainingPictures withObjects() throws IOException {
    List<TrainingPicture> some =
        pictures.stream().filter(picture -> !picture.objects().isEmpty()).toList();
    if (some.isEmpty()) {
      throw new IOException(
          "none of the %d pictures shows an object to learn from".formatted(pictures.size()));
    }
    return new TrainingPictures(some, classes, crowds, skippedObjects, skippedPictures);
  }

  /** Hands on the first lines of many. */
  private static final class Few implements Consumer<String> {
    private static final int FEW = 19;
    private final Consumer<String> warnings;
    private final String rest;
    private int count;

    Few(Consumer<String> warnings, String rest) {
      this.warnings = warnings;
      this.rest = rest;
    }

    @Override
    public void accept(String line) {
      if (++count <= FEW) {
        warnings.accept(line);
      }
    }

    void end() {
      if (count > FEW) {
        warnings.accept(rest.formatted(count - FEW));
      }
    }
  }

  /** Sorts the objects by picture. */
  private static final class Collector {
    private final CocoDataset dataset;
    private final boolean masks;
    private final Consumer<String> warnings;
    private int crowds;
    private int skipped;

    Collector(CocoDataset dataset, boolean masks, Consumer<String> warnings) {
      this.dataset = dataset;
      this.masks = masks;
      this.warnings = warnings;
    }

    Map<Integer, List<Annotation>> objects() {
      Map<Integer, List<Annotation>> objects = new TreeMap<>();
      for (int i = 0; i < dataset.annotationCount(); i++) {
        CocoAnnotation entry = dataset.annotation(i);
        if (entry.crowd()) {
          crowds++;
          continue;
        }
        List<double[]> polygons = masks ? polygons(i) : List.of();
        String problem = problem(entry.box(), polygons);
        if (problem.isEmpty()) {
          objects
              .computeIfAbsent(entry.image(), image -> new ArrayList<>())
              .add(annotation(entry, polygons));
        } else {
          skipped++;
          warnings.accept(
              "%s: skipped %s of image %s: %s"
                  .formatted(
                      dataset.name(),
                      dataset.annotationName(i),
                      dataset.imageId(dataset.images().get(entry.image()).id()),
                      problem));
        }
      }
      return objects;
    }

    /** Of run lengths the outlines, so that they can be changed like polygons. */
    private List<double[]> polygons(int index) {
      List<double[]> polygons = dataset.polygons(index);
      return polygons.isEmpty() && dataset.maskSize(index).isPresent()
          ? MaskOutline.polygons(dataset.mask(index))
          : polygons;
    }

    private String problem(CocoBox box, List<double[]> polygons) {
      if (box == null) {
        return "it has no bbox";
      }
      if (!(box.width() > 0 && box.height() > 0)) {
        return "its bbox is %s wide and %s high".formatted(box.width(), box.height());
      }
      return masks && polygons.isEmpty() ? "masks are learned, and it has none" : "";
    }

    private static Annotation annotation(CocoAnnotation entry, List<double[]> polygons) {
      CocoBox box = entry.box();
      return new Annotation(
          box.x(),
          box.y(),
          box.x() + box.width(),
          box.y() + box.height(),
          entry.category(),
          polygons);
    }
  }
}
