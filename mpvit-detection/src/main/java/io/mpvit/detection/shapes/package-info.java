/**
 * A synthetic data set of filled shapes: as many pictures as one wants, with exact boxes, masks and
 * labels, the same on every machine. For trying out training and evaluation without a download.
 */
package io.mpvit.detection.shapes;
