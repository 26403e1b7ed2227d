/**
 * COCO's average precision and recall of boxes and masks, to the digit as the reference evaluator
 * of the data set computes them: {@link io.mpvit.detection.coco.eval.CocoEvaluator} is the way in.
 */
package io.mpvit.detection.coco.eval;
