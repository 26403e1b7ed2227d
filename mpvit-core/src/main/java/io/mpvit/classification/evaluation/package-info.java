/**
 * Runs a classifier over a folder of pictures sorted into classes and scores it; resumed after
 * being ended at any moment.
 */
package io.mpvit.classification.evaluation;
