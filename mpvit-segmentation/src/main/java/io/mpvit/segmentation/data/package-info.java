/** Data sets for semantic segmentation: pictures and label maps in files. */
package io.mpvit.segmentation.data;
