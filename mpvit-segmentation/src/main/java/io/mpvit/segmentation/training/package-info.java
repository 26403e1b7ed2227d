/** Folders of pictures and label maps as batches to train a segmenter with. */
package io.mpvit.segmentation.training;
