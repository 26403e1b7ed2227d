/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco;

/**
 * A true object of a data set. Its mask is read with {@link CocoDataset#mask} or {@link
 * CocoDataset#polygons}.
 *
 * @param id its number, unique in the file
 * @param image position of its picture in {@link CocoDataset#images}
 * @param category position of its class in {@link CocoDataset#categories}
 * @param box where it is, null if the data set does not say
 * @param area its area in pixels as the file says, usually that of the mask; NaN if it does not
 * @param crowd whether it stands for a group of objects that were not told apart
 */
public record CocoAnnotation(
    long id, int image, int category, CocoBox box, double area, boolean crowd) {}
