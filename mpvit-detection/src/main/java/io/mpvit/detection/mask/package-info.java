/**
 * Instance masks: the run-length form of COCO, polygons turned into masks and back, training
 * targets, and the pasting of a network's mask into its picture. The rules are those of the COCO
 * mask tools and of detectron2, to the pixel, since published scores depend on them.
 */
package io.mpvit.detection.mask;
