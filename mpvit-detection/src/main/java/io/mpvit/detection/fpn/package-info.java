/**
 * Feature pyramids of <a href="https://arxiv.org/abs/1612.03144">Feature Pyramid Networks for
 * Object Detection</a>, themselves backbones for the heads above them.
 */
package io.mpvit.detection.fpn;
