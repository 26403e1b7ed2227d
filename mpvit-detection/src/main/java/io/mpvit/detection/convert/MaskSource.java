/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.convert;

import io.mpvit.detection.coco.CocoBox;
import io.mpvit.detection.coco.CocoCategory;
import io.mpvit.detection.mask.MaskBounds;
import io.mpvit.detection.source.AnnotationSource;
import io.mpvit.detection.source.Oddities;
import io.mpvit.detection.source.Oddity;
import io.mpvit.detection.source.SourceFolder;
import io.mpvit.detection.source.SourceObject;
import io.mpvit.detection.source.SourcePicture;
import io.mpvit.image.ImageSize;
import io.mpvit.image.IndexPicture;
import io.mpvit.image.PictureFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Pictures with label maps beside them, as segmenters learn from. Every connected region of a class
 * becomes an object. The value 255 is ignored, and 0 where its name is {@code -} or {@code
 * background}.
 */
final class MaskSource implements AnnotationSource {

  private static final List<String> LABELS = List.of("labels", "masks");
  private static final Set<String> NOTHING = Set.of("-", "background", "_background_");
  private static final int IGNORED = 255;

  /** Nobody has so many objects in a picture; noise has. */
  private static final int MAX_REGIONS = 5000;

  private final SourceFolder root;
  private final Path labels;
  private final List<String> pictures;
  private final List<String> names;

  /** 1 if the value 0 means nothing, else 0. */
  private final int first;

  private MaskSource(Path root, Path labels, List<String> pictures, List<String> names) {
    this.root = new SourceFolder(root);
    this.labels = labels;
    this.pictures = pictures;
    this.names = names;
    this.first = NOTHING.contains(names.get(0)) ? 1 : 0;
  }

  /** Tells whether a folder looks like one. */
  static boolean isHere(Path folder) {
    return labelsIn(folder).isPresent() && Files.isDirectory(folder.resolve("images"));
  }

  private static Optional<Path> labelsIn(Path folder) {
    return LABELS.stream().map(folder::resolve).filter(Files::isDirectory).findFirst();
  }

  /** The folder, and {@code val} in it if it looks alike. */
  static Map<String, AnnotationSource> open(Path folder, List<String> classes) throws IOException {
    if (!isHere(folder)) {
      throw new IOException(folder + ": expected folders images and labels (or masks) in it");
    }
    Path file = folder.resolve("classes.txt");
    if (classes.isEmpty() && !Files.isRegularFile(file)) {
      throw new IOException(
          file + ": there is no such file; its line n names the value n of the label maps");
    }
    List<String> names = classes.isEmpty() ? SourceFolder.classNames(file) : classes;
    Map<String, AnnotationSource> parts = new LinkedHashMap<>();
    parts.put("", part(folder, folder, names));
    Path val = folder.resolve("val");
    if (isHere(val)) {
      parts.put("val", part(folder, val, names));
    }
    return parts;
  }

  private static MaskSource part(Path root, Path folder, List<String> names) throws IOException {
    Path images = folder.resolve("images");
    List<String> pictures =
        PictureFiles.below(images).stream().map(name -> images.resolve(name).toString()).toList();
    return new MaskSource(root, labelsIn(folder).orElseThrow(), pictures, names);
  }

  @Override
  public List<CocoCategory> classes() {
    List<CocoCategory> classes = new ArrayList<>();
    for (int value = first; value < names.size(); value++) {
      classes.add(new CocoCategory(value - first + 1, names.get(value)));
    }
    return classes;
  }

  @Override
  public long size() {
    return pictures.size();
  }

  @Override
  public void read(Oddities oddities, Sink sink) throws IOException {
    for (int i = 0; i < pictures.size(); i++) {
      Path picture = Path.of(pictures.get(i));
      Optional<ImageSize> size = SourceFolder.size(picture, oddities);
      if (size.isPresent()) {
        Optional<List<SourceObject>> objects = objects(picture, size.get(), oddities);
        if (objects.isPresent()) {
          sink.accept(
              new SourcePicture(i + 1, root.name(picture), picture, size.get(), objects.get()));
        }
      }
    }
  }

  private Optional<List<SourceObject>> objects(Path picture, ImageSize size, Oddities oddities) {
    Path below = labels.resolveSibling("images").relativize(picture);
    Path file = labels.resolve(below).resolveSibling(SourceFolder.stem(picture) + ".png");
    if (!Files.isRegularFile(file)) {
      oddities.add(Oddity.NO_ANNOTATIONS, picture.toString(), "there is no label map " + file);
      return Optional.of(List.of());
    }
    IndexPicture map;
    try {
      map = IndexPicture.decode(Files.readAllBytes(file));
    } catch (IOException e) {
      oddities.add(Oddity.BAD_ENTRY, file.toString(), e.getMessage());
      return Optional.empty();
    }
    if (!map.size().equals(size)) {
      oddities.add(
          Oddity.OTHER_SIZE,
          file.toString(),
          "it has %s, the picture %s".formatted(map.size().text(), size.text()));
      return Optional.empty();
    }
    reportUnknown(map, file, oddities);
    List<LabelRegions.Region> regions =
        LabelRegions.of(map, value -> value >= first && value < names.size() && value != IGNORED);
    if (regions.size() > MAX_REGIONS) {
      oddities.add(
          Oddity.BAD_ENTRY, file.toString(), "it falls into " + regions.size() + " regions");
      return Optional.empty();
    }
    return Optional.of(regions.stream().map(this::object).toList());
  }

  private void reportUnknown(IndexPicture map, Path file, Oddities oddities) {
    Set<Integer> unknown = new TreeSet<>();
    for (short value : map.values()) {
      int number = value & 0xffff;
      if (number >= names.size() && number != IGNORED) {
        unknown.add(number);
      }
    }
    for (int value : unknown) {
      oddities.add(
          Oddity.UNKNOWN_CLASS,
          file.toString(),
          "the value %d has no name, there are %d".formatted(value, names.size()));
    }
  }

  private SourceObject object(LabelRegions.Region region) {
    MaskBounds bounds = region.mask().bounds();
    CocoBox box = new CocoBox(bounds.x(), bounds.y(), bounds.width(), bounds.height());
    return new SourceObject(region.value() - first, box, List.of()).withMask(region.mask());
  }
}
