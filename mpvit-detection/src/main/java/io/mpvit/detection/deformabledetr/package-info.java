/**
 * <a href="https://arxiv.org/abs/2010.04159">Deformable DETR</a>: detection by a transformer whose
 * queries read a few places of several maps, with its options of iterative box refinement and two
 * stages.
 */
package io.mpvit.detection.deformabledetr;
