/**
 * MPViT (Lee et al., "MPViT: Multi-Path Vision Transformer for Dense Prediction", CVPR 2022): stem,
 * four multi-path stages, classifier.
 */
package io.mpvit.backbone.mpvit;
