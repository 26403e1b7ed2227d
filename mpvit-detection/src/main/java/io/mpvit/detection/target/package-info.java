/** What detectors are to learn from a batch: which anchors and regions stand for which objects. */
package io.mpvit.detection.target;
