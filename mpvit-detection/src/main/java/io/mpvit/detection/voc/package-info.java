/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * Annotations as <a href="http://host.robots.ox.ac.uk/pascal/VOC/">Pascal VOC</a> has them: an XML
 * file per picture, and bitmaps of the objects for some.
 */
package io.mpvit.detection.voc;
