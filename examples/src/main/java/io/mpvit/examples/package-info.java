/**
 * Short programs to copy from. Each needs weights: the published files, which are fetched where
 * that is possible, or a stand-in that {@link io.mpvit.examples.ReferenceCheckpoint} writes.
 */
package io.mpvit.examples;
