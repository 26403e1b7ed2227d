/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.survey;

import io.mpvit.detection.coco.CocoCategory;
import io.mpvit.detection.source.SourceObject;
import io.mpvit.detection.source.SourcePicture;
import io.mpvit.image.ImageSize;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what a data set shows. */
public final class Census {

  /** COCO's limits between small, medium and large objects, in pixels of area. */
  private static final double SMALL = 32 * 32;

  private static final double LARGE = 96 * 96;
  private static final int COMMON_SIZES = 3;

  private final List<CocoCategory> classes;
  private final long[] objects;
  private final long[] shownBy;
  private final Map<String, Long> sizes = new TreeMap<>();
  private final long[] areas = new long[3];
  private long pictures;
  private long empty;
  private long masks;
  private long crowds;
  private long most;

  /**
   * Prepares.
   *
   * @param classes by class index
   */
  public Census(List<CocoCategory> classes) {
    this.classes = List.copyOf(classes);
    this.objects = new long[classes.size()];
    this.shownBy = new long[classes.size()];
  }

  /**
   * Counts a picture.
   *
   * @param picture with its objects
   */
  public void add(SourcePicture picture) {
    pictures++;
    empty += picture.objects().isEmpty() ? 1 : 0;
    most = Math.max(most, picture.objects().size());
    sizes.merge(wide(picture.size()), 1L, Long::sum);
    boolean[] shown = new boolean[objects.length];
    for (SourceObject object : picture.objects()) {
      objects[object.classIndex()]++;
      shown[object.classIndex()] = true;
      boolean masked = object.mask().isPresent() || !object.polygons().isEmpty();
      masks += masked ? 1 : 0;
      crowds += object.crowd() ? 1 : 0;
      double area = Double.isNaN(object.area()) ? object.box().area() : object.area();
      areas[area < SMALL ? 0 : area < LARGE ? 1 : 2]++;
    }
    for (int k = 0; k < shown.length; k++) {
      shownBy[k] += shown[k] ? 1 : 0;
    }
  }

  private static String wide(ImageSize size) {
    return size.width() + " x " + size.height();
  }

  /**
   * A class and how often it occurs.
   *
   * @param category the class
   * @param objects how many objects of it there are
   * @param pictures how many pictures show one
   */
  public record ClassCount(CocoCategory category, long objects, long pictures) {}

  /** Returns the classes in their order with what was counted. */
  public List<ClassCount> perClass() {
    List<ClassCount> counts = new ArrayList<>();
    for (int k = 0; k < objects.length; k++) {
      counts.add(new ClassCount(classes.get(k), objects[k], shownBy[k]));
    }
    return counts;
  }

  /** Returns how many pictures were counted. */
  public long pictures() {
    return pictures;
  }

  /** Returns everything but the classes, a name and a value each. */
  public Map<String, String> facts() {
    long all = areas[0] + areas[1] + areas[2];
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("pictures", pictures + ", of which " + empty + " show no object");
    facts.put("sizes", sizes());
    facts.put(
        "objects",
        "%d, at most %d in a picture; %d with a mask, %d crowds"
            .formatted(all, most, masks, crowds));
    facts.put(
        "areas",
        "%d small (below 32 x 32 pixels), %d medium, %d large (96 x 96 and more)"
            .formatted(areas[0], areas[1], areas[2]));
    return facts;
  }

  /** The most frequent ones. */
  private String sizes() {
    List<Map.Entry<String, Long>> byCount =
        sizes.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .toList();
    List<String> shown =
        byCount.stream()
            .limit(COMMON_SIZES)
            .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
            .toList();
    int others = byCount.size() - shown.size();
    return String.join(", ", shown) + (others == 0 ? "" : " and " + others + " others");
  }
}
