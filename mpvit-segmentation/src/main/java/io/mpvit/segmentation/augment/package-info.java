/**
 * Random changes of pictures and their labels with which segmenters are trained. Chance decides
 * first; what was decided is then applied.
 */
package io.mpvit.segmentation.augment;
