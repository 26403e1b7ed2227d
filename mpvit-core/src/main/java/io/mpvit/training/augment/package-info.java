/**
 * Random changes of pictures and batches with which classifiers are trained: the recipe of the
 * published ones.
 */
package io.mpvit.training.augment;
