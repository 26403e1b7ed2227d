/**
 * From a picture file to the tensor that a network takes: reading, EXIF orientation, resizing and
 * normalising, each exactly as the published models' original pipelines did it with Pillow.
 *
 * <p>{@link io.mpvit.image.ImageReader} gives an {@link io.mpvit.image.RgbImage}; {@link
 * io.mpvit.image.ShortestEdgeResize} (detectors) or {@link io.mpvit.image.ImageNetTransform}
 * (classifiers) brings it to size; {@link io.mpvit.image.Normalization} turns it into an NDArray.
 */
package io.mpvit.image;
