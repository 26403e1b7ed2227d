/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.yolo;

import io.mpvit.detection.coco.CocoCategory;
import io.mpvit.detection.source.AnnotationSource;
import io.mpvit.detection.source.Oddities;
import io.mpvit.detection.source.Oddity;
import io.mpvit.detection.source.SourceFolder;
import io.mpvit.detection.source.SourceObject;
import io.mpvit.detection.source.SourcePicture;
import io.mpvit.image.ImageSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A data set in YOLO's layout, or a part of one. Classes keep their order; files of COCO's layout
 * number them from 1.
 */
public final class YoloSource implements AnnotationSource {

  private final SourceFolder folder;
  private final YoloPart part;
  private final List<Path> pictures;

  /** Those of all parts that were opened so far. */
  private final Set<Path> all;

  private final List<String> names;

  private YoloSource(
      Path root, YoloPart part, List<Path> pictures, Set<Path> all, List<String> names) {
    this.folder = new SourceFolder(root);
    this.part = part;
    this.pictures = List.copyOf(pictures);
    this.all = all;
    this.names = List.copyOf(names);
  }

  /**
   * Opens the parts of a data set.
   *
   * @param place its folder, or its {@code data.yaml}
   * @param classes the names of the classes; none to take those that {@code data.yaml} or {@code
   *     classes.txt} has
   * @param oddities hears of pictures that lists name and that are not there
   * @return by name ({@code train}, {@code val}, {@code test}), or all as {@code ""} if nothing
   *     tells them apart
   * @throws IOException if nothing names the classes, files cannot be listed, or it is a data set
   *     of poses
   */
  public static Map<String, AnnotationSource> open(
      Path place, List<String> classes, Oddities oddities) throws IOException {
    YoloLayout layout = YoloLayout.of(place);
    if (layout.yaml().isPresent() && !layout.yaml().get().get("kpt_shape").isEmpty()) {
      throw new IOException(
          layout.yamlFile().orElse(place)
              + ": it has kpt_shape, so its lines hold key points, which are not read");
    }
    List<String> names = classes.isEmpty() ? layout.names() : classes;
    Map<String, AnnotationSource> parts = new LinkedHashMap<>();
    Set<Path> taken = new HashSet<>();
    for (Map.Entry<String, YoloPart> entry : layout.parts(oddities).entrySet()) {
      List<Path> pictures = new ArrayList<>(entry.getValue().pictures(oddities));
      if (entry.getKey().isEmpty()) {
        pictures.removeIf(taken::contains); // the folder of all holds those of the parts, too
      }
      taken.addAll(pictures);
      parts.put(
          entry.getKey(), new YoloSource(layout.root(), entry.getValue(), pictures, taken, names));
    }
    return parts;
  }

  /**
   * Tells whether a folder has a file that says where a data set's parts are.
   *
   * @param folder a folder
   * @return whether there is {@code data.yaml} or the like
   * @throws IOException if the folder cannot be listed
   */
  public static boolean hasYaml(Path folder) throws IOException {
    return YoloLayout.yamlIn(folder).isPresent();
  }

  @Override
  public List<CocoCategory> classes() {
    return CocoCategory.numbered(names);
  }

  @Override
  public long size() {
    return pictures.size();
  }

  @Override
  public void read(Oddities oddities, Sink sink) throws IOException {
    YoloLabels reader = new YoloLabels(names.size(), oddities);
    for (int i = 0; i < pictures.size(); i++) {
      Path picture = pictures.get(i);
      Optional<ImageSize> size = SourceFolder.size(picture, oddities);
      if (size.isEmpty()) {
        continue;
      }
      Optional<Path> labels = YoloPart.labels(picture);
      if (labels.isEmpty()) {
        oddities.add(Oddity.NO_ANNOTATIONS, picture.toString(), "there is no file of labels");
      }
      List<SourceObject> objects =
          labels.map(file -> reader.read(file, size.get())).orElse(List.of());
      sink.accept(new SourcePicture(i + 1, folder.name(picture), picture, size.get(), objects));
    }
    part.reportOrphans(all, oddities);
  }
}
