/** How good label maps are: pixel counts over a whole data set, and the scores made of them. */
package io.mpvit.segmentation.eval;
