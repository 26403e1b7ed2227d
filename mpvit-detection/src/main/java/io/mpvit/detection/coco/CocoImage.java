/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco;

import io.mpvit.image.ImageSize;

/**
 * A picture of a data set.
 *
 * @param id its number, unique in the file
 * @param fileName name of the picture file, null if the data set does not say
 * @param size height and width, null if the data set does not say
 */
public record CocoImage(long id, String fileName, ImageSize size) {}
