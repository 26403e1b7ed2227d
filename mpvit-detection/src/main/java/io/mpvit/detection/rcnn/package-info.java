/**
 * <a href="https://arxiv.org/abs/1703.06870">Mask R-CNN</a> and <a
 * href="https://arxiv.org/abs/1712.00726">Cascade R-CNN</a> with masks: proposals, pooling of
 * regions, box stages, masks.
 */
package io.mpvit.detection.rcnn;
