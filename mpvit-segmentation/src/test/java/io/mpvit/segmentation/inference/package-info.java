/** Tests of the way from logits to labels. */
package io.mpvit.segmentation.inference;
