/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco;

import io.mpvit.detection.mask.PolygonRasterizer;
import io.mpvit.image.ImageSize;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts annotations, images and categories together once all are read: ids become positions, what
 * leads nowhere is left out, and a mask that is not of its picture is dropped.
 *
 * @param images changed: of several with one id the first stays
 * @param categories by ascending id
 * @param annotations changed
 * @param imageIds texts of images
 * @param annotationIds texts of annotations
 * @param ofEntries gets what was left out
 * @param ofMasks gets what was dropped of masks
 */
record AnnotationCheck(
    List<CocoImage> images,
    List<CocoCategory> categories,
    AnnotationTable annotations,
    CocoIds imageIds,
    CocoIds annotationIds,
    CocoFaults ofEntries,
    CocoFaults ofMasks) {

  /**
   * The most columns of pixels that the edges of one object cross, all together: a second's work.
   */
  private static final long MAX_CROSSINGS = 10_000_000;

  void resolve() {
    Map<Long, Integer> imageAt = positions();
    Map<Integer, Integer> categoryAt = new HashMap<>();
    categories.forEach(category -> categoryAt.put(category.id(), categoryAt.size()));
    Set<Long> known = new HashSet<>();
    annotations.retain(
        i -> {
          Integer image = imageAt.get(annotations.image(i));
          Integer category = categoryAt.get(annotations.category(i));
          if (image == null || category == null) {
            ofEntries.add(
                name(i),
                image == null
                    ? "left out: there is no image " + imageIds.text(annotations.image(i))
                    : "left out: there is no category with id " + annotations.category(i));
            return false;
          }
          if (!known.add(annotations.id(i))) {
            ofEntries.add(name(i), "its id is used twice; both count");
          }
          annotations.resolve(i, image, category);
          String fault = maskFault(i, images.get(image));
          if (!fault.isEmpty()) {
            ofMasks.add(name(i), "segmentation: " + fault);
            annotations.dropMask(i);
          }
          return true;
        });
  }

  private Map<Long, Integer> positions() {
    Map<Long, CocoImage> once = new HashMap<>();
    List<CocoImage> kept = new ArrayList<>();
    for (CocoImage image : images) {
      CocoImage before = once.putIfAbsent(image.id(), image);
      if (before == null) {
        kept.add(image);
      } else {
        ofEntries.add(
            "image " + imageIds.text(image.id()),
            before.equals(image)
                ? "it is there twice; once counts"
                : "its id is used twice; " + image.fileName() + " is left out");
      }
    }
    images.clear();
    images.addAll(kept);
    Map<Long, Integer> positions = new HashMap<>();
    images.forEach(image -> positions.put(image.id(), positions.size()));
    return positions;
  }

  private String name(int index) {
    return annotations.name(
        annotations.isNumbered(index) ? null : annotationIds.text(annotations.id(index)),
        annotations.index(index));
  }

  private String maskFault(int index, CocoImage image) {
    ImageSize size = annotations.maskSize(index, image);
    if (size == null || image.size() == null) {
      return "";
    }
    if (!size.equals(image.size())) {
      return "it is of %s, image %s of %s"
          .formatted(size.text(), imageIds.text(image.id()), image.size().text());
    }
    int corners = annotations.corners(index);
    if ((long) corners * size.width() <= MAX_CROSSINGS) {
      return "";
    }
    long crossings =
        annotations.polygons(index).stream()
            .mapToLong(polygon -> PolygonRasterizer.crossings(polygon, size))
            .sum();
    return crossings <= MAX_CROSSINGS
        ? ""
        : "its edges cross %d columns of pixels, more than the %d of any outline"
            .formatted(crossings, MAX_CROSSINGS);
  }
}
