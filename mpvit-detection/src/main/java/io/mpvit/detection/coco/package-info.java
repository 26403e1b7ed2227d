/** The COCO data set: its categories. */
package io.mpvit.detection.coco;
