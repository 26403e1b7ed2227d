/**
 * Runs a detector over a data set of COCO's layout and scores it: resumed after being ended at any
 * moment, with a report of what was left out and why.
 */
package io.mpvit.detection.evaluation;
