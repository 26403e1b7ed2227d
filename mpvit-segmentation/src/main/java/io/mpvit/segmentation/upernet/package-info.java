/**
 * UperNet: unified perceptual parsing's pyramid of a pooled top and lateral connections, with a
 * fully convolutional auxiliary head for training, on any backbone.
 */
package io.mpvit.segmentation.upernet;
