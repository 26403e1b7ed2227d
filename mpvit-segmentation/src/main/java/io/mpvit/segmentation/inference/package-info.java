/**
 * From the class logits of a network's passes over a picture to scores and labels in the picture's
 * own pixels, some rows at a time.
 */
package io.mpvit.segmentation.inference;
