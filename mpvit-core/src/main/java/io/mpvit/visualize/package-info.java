/**
 * Drawing results on pictures: boxes, labels, translucent masks, in colours that stay the same for
 * the same class.
 *
 * <p>Everything is drawn by plain arithmetic on the pixels, letters included: the same input gives
 * the same bytes on every machine, and no font or display is needed.
 */
package io.mpvit.visualize;
