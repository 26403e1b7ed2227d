/** Reference boxes that the heads of one- and two-stage detectors refine. */
package io.mpvit.detection.anchor;
