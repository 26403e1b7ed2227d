/**
 * Factorised attention and its convolutional position encodings (Xu et al., "Co-Scale
 * Conv-Attentional Image Transformers", ICCV 2021), which several families of backbones share.
 */
package io.mpvit.nn.attention;
