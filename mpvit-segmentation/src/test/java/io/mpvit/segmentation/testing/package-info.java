/** What tests of segmentation share. */
package io.mpvit.segmentation.testing;
