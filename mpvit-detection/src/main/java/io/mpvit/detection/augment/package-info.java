/** Random changes of pictures and their objects with which detectors are trained. */
package io.mpvit.detection.augment;
