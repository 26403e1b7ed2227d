/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.voc;

import io.mpvit.detection.coco.CocoBox;
import io.mpvit.detection.coco.CocoCategory;
import io.mpvit.detection.mask.Rle;
import io.mpvit.detection.source.AnnotationSource;
import io.mpvit.detection.source.ObjectShapes;
import io.mpvit.detection.source.Oddities;
import io.mpvit.detection.source.Oddity;
import io.mpvit.detection.source.SourceFolder;
import io.mpvit.detection.source.SourceObject;
import io.mpvit.detection.source.SourcePicture;
import io.mpvit.image.ImageSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A data set in Pascal VOC's layout, or a part of one. Boxes are of pixels, both ends included: box
 * (1, 1, 3, 2) in the file is three pixels wide and begins at the border. Classes are numbered from
 * 1, by their names as text.
 */
public final class VocSource implements AnnotationSource {

  private final VocLayout layout;
  private final List<Path> files;
  private final List<String> names;
  private final boolean edges;

  private VocSource(VocLayout layout, List<Path> files, List<String> names, boolean edges) {
    this.layout = layout;
    this.files = List.copyOf(files);
    this.names = List.copyOf(names);
    this.edges = edges;
  }

  /**
   * Opens the parts of a data set.
   *
   * @param folder with {@code Annotations} and {@code JPEGImages}, or XML files beside pictures
   * @param classes the names of the classes; none to take those that occur
   * @param edges whether boxes are given by their edges, from 0, as some tools write them, and not
   *     by their first and last pixels, from 1
   * @param oddities hears of entries of lists that lead nowhere
   * @return by name ({@code train}, {@code val}, {@code test}) where lists in {@code ImageSets} or
   *     folders of these names tell them apart; else all as {@code ""}
   * @throws IOException if files cannot be listed, or there is none
   */
  public static Map<String, AnnotationSource> open(
      Path folder, List<String> classes, boolean edges, Oddities oddities) throws IOException {
    VocLayout layout = new VocLayout(folder);
    List<Path> all = layout.files();
    if (all.isEmpty()) {
      throw new IOException(folder + ": there is no XML file in it, nor in its Annotations");
    }
    List<String> names = classes.isEmpty() ? occurring(all) : classes;
    if (names.isEmpty()) {
      throw new IOException(folder + ": no object in its " + all.size() + " XML files has a name");
    }
    Map<String, AnnotationSource> parts = new LinkedHashMap<>();
    layout
        .splits(oddities)
        .forEach((part, files) -> parts.put(part, new VocSource(layout, files, names, edges)));
    return parts;
  }

  /** Reads the files a first time: the numbers of classes must not depend on their order. */
  private static List<String> occurring(List<Path> files) {
    TreeSet<String> names = new TreeSet<>();
    for (Path file : files) {
      try {
        VocXml.read(file).objects().forEach(item -> names.add(item.name()));
      } catch (IOException e) {
        continue; // said when it is read for its objects
      }
    }
    names.remove("");
    return List.copyOf(names);
  }

  @Override
  public List<CocoCategory> classes() {
    return CocoCategory.numbered(names);
  }

  @Override
  public long size() {
    return files.size();
  }

  @Override
  public void read(Oddities oddities, Sink sink) throws IOException {
    for (int i = 0; i < files.size(); i++) {
      Path file = files.get(i);
      VocFile content;
      try {
        content = VocXml.read(file);
      } catch (IOException e) {
        oddities.add(Oddity.BAD_ENTRY, file.toString(), e.getMessage());
        continue;
      }
      Optional<SourcePicture> picture = picture(i + 1, file, content, oddities);
      if (picture.isPresent()) {
        sink.accept(picture.get());
      }
    }
  }

  private Optional<SourcePicture> picture(long id, Path file, VocFile content, Oddities oddities) {
    Optional<Path> picture = layout.picture(file, content.picture());
    if (picture.isEmpty()) {
      String name = content.picture().isEmpty() ? SourceFolder.stem(file) : content.picture();
      oddities.add(Oddity.MISSING_PICTURE, file.toString(), "there is no picture " + name);
      return Optional.empty();
    }
    Optional<ImageSize> size = SourceFolder.size(picture.get(), oddities);
    if (size.isEmpty()) {
      return Optional.empty();
    }
    if (content.size().isPresent() && !content.size().equals(size)) {
      String turned =
          content.size().get().turned().equals(size.get())
              ? ": the camera was turned, and the boxes may be of the picture as stored"
              : "";
      oddities.add(
          Oddity.OTHER_SIZE,
          file.toString(),
          "it says %s, the picture %s has %s%s"
              .formatted(content.size().get().text(), picture.get(), size.get().text(), turned));
      return Optional.empty();
    }
    return Optional.of(
        new SourcePicture(
            id,
            new SourceFolder(layout.root()).name(picture.get()),
            picture.get(),
            size.get(),
            objects(file, content, size.get(), oddities)));
  }

  private List<SourceObject> objects(
      Path file, VocFile content, ImageSize size, Oddities oddities) {
    ObjectShapes shapes = new ObjectShapes(size, oddities);
    Optional<VocMasks> masks = masks(file, size, oddities);
    List<SourceObject> objects = new ArrayList<>();
    for (int k = 0; k < content.objects().size(); k++) {
      VocFile.Item item = content.objects().get(k);
      String where = file + ": object " + (k + 1);
      int index = names.indexOf(item.name());
      if (index < 0) {
        oddities.add(
            Oddity.UNKNOWN_CLASS,
            where,
            item.name().isEmpty() ? "it has no name" : "its name is '" + item.name() + "'");
        continue;
      }
      if (!item.hasBox()) {
        oddities.add(Oddity.BAD_ENTRY, where, "it has no bndbox of four numbers");
        continue;
      }
      Optional<CocoBox> box = shapes.box(corners(item, where, oddities), where);
      if (box.isPresent()) {
        SourceObject object = new SourceObject(index, box.get(), List.of());
        objects.add(
            masks.isPresent() ? masked(object, masks.get(), k + 1, where, oddities) : object);
      }
    }
    return objects;
  }

  private static SourceObject masked(
      SourceObject object, VocMasks masks, int number, String where, Oddities oddities) {
    Optional<Rle> mask = masks.of(number, object);
    if (mask.isEmpty()) {
      oddities.add(
          Oddity.BAD_MASK, where, "the pixels of value " + number + " do not lie in its box");
    }
    return mask.map(object::withMask).orElse(object);
  }

  private Optional<VocMasks> masks(Path file, ImageSize size, Oddities oddities) {
    Optional<Path> bitmap = layout.masks(file);
    if (bitmap.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(VocMasks.read(bitmap.get(), size));
    } catch (IOException e) {
      oddities.add(Oddity.BAD_MASK, bitmap.get().toString(), e.getMessage());
      return Optional.empty();
    }
  }

  /** Edges of a box that is given by its first and last pixels. */
  private double[] corners(VocFile.Item item, String where, Oddities oddities) {
    double[] box = item.box();
    if (edges) {
      return box;
    }
    if (box[0] == 0 || box[1] == 0) {
      oddities.add(Oddity.PIXEL_ZERO, where, "it begins at pixel 0, where 1 is a picture's first");
    }
    return new double[] {
      box[0] == 0 ? 0 : box[0] - 1, box[1] == 0 ? 0 : box[1] - 1, box[2], box[3]
    };
  }
}
