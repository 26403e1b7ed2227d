/**
 * Semantic segmentation: from pictures to a class per pixel, whatever network decides it, and what
 * can be done with the result.
 */
package io.mpvit.segmentation;
