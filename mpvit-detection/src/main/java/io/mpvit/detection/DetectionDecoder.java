/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection;

import ai.djl.ndarray.NDList;
import io.mpvit.image.ImageSize;
import java.util.List;
import java.util.stream.IntStream;

/** Turns what a detection network puts out for a batch into detections. */
@FunctionalInterface
public interface DetectionDecoder {

  /**
   * Decodes a batch.
   *
   * @param outputs the network's outputs for N images
   * @param sizes size of each image in the network's input, without padding
   * @return the detections of each image in pixels of its size; boxes may reach outside
   */
  List<Detections> decode(NDList outputs, List<ImageSize> sizes);

  /**
   * Decodes a batch to pixels of the pictures as they were before resizing. Boxes are mapped as of
   * {@link #toOriginal}, unless a decoder knows better.
   *
   * @param outputs the network's outputs for N images
   * @param sizes size of each image in the network's input, without padding
   * @param originals size of each picture before resizing
   * @return the detections of each image in pixels of its original size
   */
  default List<Detections> decode(
      NDList outputs, List<ImageSize> sizes, List<ImageSize> originals) {
    List<Detections> found = decode(outputs, sizes);
    return IntStream.range(0, found.size())
        .mapToObj(i -> toOriginal(found.get(i), originals.get(i)))
        .toList();
  }

  /**
   * Maps the detections of one image to the picture as it was before resizing.
   *
   * @param found in pixels of the network's input
   * @param original size of the picture
   * @return in pixels of the picture; as of {@link Detections#resizedTo}, unless the published
   *     model does otherwise
   */
  default Detections toOriginal(Detections found, ImageSize original) {
    return found.resizedTo(original);
  }
}
