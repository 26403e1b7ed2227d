/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco;

/**
 * A class of objects in a data set.
 *
 * @param id its number, unique in the file
 * @param name its name; empty if the data set does not say
 */
public record CocoCategory(int id, String name) {}
