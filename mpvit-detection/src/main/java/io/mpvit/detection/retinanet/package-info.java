/**
 * RetinaNet, the dense one-stage detector of <a href="https://arxiv.org/abs/1708.02002">Focal Loss
 * for Dense Object Detection</a>, with detectron2's defaults.
 */
package io.mpvit.detection.retinanet;
