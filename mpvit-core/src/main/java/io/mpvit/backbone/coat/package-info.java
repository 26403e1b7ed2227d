/**
 * CoaT and CoaT-Lite (Xu et al., "Co-Scale Conv-Attentional Image Transformers", ICCV 2021): four
 * serial stages of factorised attention with a class token each, in CoaT followed by parallel
 * blocks in which the three coarser scales exchange what they attend to; and their classifiers.
 */
package io.mpvit.backbone.coat;
