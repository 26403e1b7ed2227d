/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.convert;

import io.mpvit.detection.augment.PolygonClip;
import io.mpvit.detection.coco.CocoAnnotation;
import io.mpvit.detection.coco.CocoBox;
import io.mpvit.detection.coco.CocoCategory;
import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.coco.CocoImage;
import io.mpvit.detection.coco.PictureFinder;
import io.mpvit.detection.source.AnnotationSource;
import io.mpvit.detection.source.ObjectShapes;
import io.mpvit.detection.source.Oddities;
import io.mpvit.detection.source.Oddity;
import io.mpvit.detection.source.SourceFolder;
import io.mpvit.detection.source.SourceObject;
import io.mpvit.detection.source.SourcePicture;
import io.mpvit.image.ImageReadException;
import io.mpvit.image.ImageSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A data set in COCO's layout as it is; ids and areas stay. */
final class CocoSource implements AnnotationSource {

  private final CocoDataset dataset;
  private final Path root;
  private final Path folder;

  /**
   * Takes entries that were read.
   *
   * @param root what names of pictures are relative to
   * @param folder where the pictures are
   */
  CocoSource(CocoDataset dataset, Path root, Path folder) {
    this.dataset = dataset;
    this.root = root;
    this.folder = folder;
  }

  @Override
  public List<CocoCategory> classes() {
    return dataset.categories();
  }

  @Override
  public long size() {
    return dataset.images().size();
  }

  @Override
  public void read(Oddities oddities, Sink sink) throws IOException {
    dataset.faults(true).forEach(line -> oddities.add(Oddity.BAD_ENTRY, line));
    int[] next = new int[dataset.annotationCount()];
    int[] first = chains(next);
    PictureFinder finder = new PictureFinder(dataset, folder);
    List<CocoImage> images = dataset.images();
    for (int i = 0; i < images.size(); i++) {
      CocoImage image = images.get(i);
      Path file;
      try {
        file = finder.file(image);
      } catch (ImageReadException e) {
        oddities.add(Oddity.MISSING_PICTURE, dataset.name(), e.getMessage());
        continue;
      }
      Optional<ImageSize> size = SourceFolder.size(file, oddities);
      if (size.isEmpty()) {
        continue;
      }
      if (image.size() != null && !image.size().equals(size.get())) {
        oddities.add(
            Oddity.OTHER_SIZE,
            dataset.name() + ": image " + dataset.imageId(image.id()),
            "it says %s, the picture %s has %s"
                .formatted(image.size().text(), file, size.get().text()));
        continue;
      }
      List<SourceObject> objects = new ArrayList<>();
      for (int k = first[i]; k >= 0; k = next[k]) {
        object(k, size.get(), oddities).ifPresent(objects::add);
      }
      String name = new SourceFolder(root).name(file);
      sink.accept(new SourcePicture(image.id(), name, file, size.get(), objects));
    }
  }

  /** The first annotation of each picture, and of each annotation the next one of its picture. */
  private int[] chains(int... next) {
    int[] first = new int[dataset.images().size()];
    Arrays.fill(first, -1);
    for (int k = next.length - 1; k >= 0; k--) {
      int image = dataset.annotation(k).image();
      next[k] = first[image];
      first[image] = k;
    }
    return first;
  }

  private Optional<SourceObject> object(int index, ImageSize size, Oddities oddities) {
    CocoAnnotation entry = dataset.annotation(index);
    String where = dataset.name() + ": " + dataset.annotationName(index);
    if (entry.box() == null) {
      oddities.add(Oddity.BAD_ENTRY, where, "it has no bbox");
      return Optional.empty();
    }
    CocoBox written = entry.box();
    double[] corners = {
      written.x(), written.y(), written.x() + written.width(), written.y() + written.height()
    };
    Optional<CocoBox> box = new ObjectShapes(size, oddities).box(corners, where);
    return box.map(
        inside -> {
          List<double[]> polygons =
              dataset.polygons(index).stream()
                  .flatMap(polygon -> PolygonClip.clip(polygon, size).stream())
                  .toList();
          SourceObject object =
              new SourceObject(
                  entry.category(),
                  inside,
                  polygons,
                  Optional.empty(),
                  entry.area(),
                  entry.crowd());
          return dataset.polygons(index).isEmpty()
              ? withMask(object, index, size, where, oddities)
              : object;
        });
  }

  private SourceObject withMask(
      SourceObject object, int index, ImageSize size, String where, Oddities oddities) {
    Optional<ImageSize> mask = dataset.maskSize(index);
    if (mask.isEmpty()) {
      return object;
    }
    if (!mask.get().equals(size)) {
      oddities.add(
          Oddity.BAD_MASK,
          where,
          "its mask has %s, the picture %s".formatted(mask.get().text(), size.text()));
      return object;
    }
    return object.withMask(dataset.mask(index));
  }
}
