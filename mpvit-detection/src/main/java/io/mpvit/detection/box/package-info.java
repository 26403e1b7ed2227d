/** Boxes of detections, their coding relative to reference boxes, and the choice of candidates. */
package io.mpvit.detection.box;
