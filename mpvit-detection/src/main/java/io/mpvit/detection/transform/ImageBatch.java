/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.transform;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.mpvit.image.ImageSize;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Pictures at network size in one tensor, each at the top left, zeros around.
 *
 * @param tensor normalised pixels, float32 [N, 3, H, W]; the receiver closes it
 * @param sizes size of each picture inside the tensor, without padding; boxes of a detector refer
 *     to it
 * @param originals size of each picture before it was resized
 */
public record ImageBatch(NDArray tensor, List<ImageSize> sizes, List<ImageSize> originals) {

  /**
   * Copies the lists and checks that they match the tensor.
   *
   * @throws IllegalArgumentException if there is not one size of each kind per picture
   */
  public ImageBatch {
    Objects.requireNonNull(tensor, "tensor");
    sizes = List.copyOf(sizes);
    originals = List.copyOf(originals);
    long count = tensor.getShape().get(0);
    if (sizes.size() != count || originals.size() != count) {
      throw new IllegalArgumentException(
          "image batch: expected sizes of "
              + count
              + " pictures, found "
              + sizes
              + ", "
              + originals);
    }
  }

  /**
   * Returns the batch as a network takes it. Networks that treat every picture by its true size
   * (R-CNN clips its proposals) read the second array, the others only the first.
   *
   * @return the pictures, and the unpadded sizes, int64 [N, 2] of height and width
   */
  public NDList inputs() {
    long[] values =
        sizes.stream().flatMapToLong(size -> LongStream.of(size.height(), size.width())).toArray();
    return new NDList(tensor, tensor.getManager().create(values, new Shape(sizes.size(), 2)));
  }

  /**
   * Reads the unpadded sizes of a network's inputs.
   *
   * @param network the network's name, for messages
   * @param inputs as of {@link #inputs()}; without the second array the pictures fill the tensor
   * @return one size per picture
   * @throws IllegalArgumentException if the sizes do not belong to the pictures
   */
  public static List<ImageSize> sizes(String network, NDList inputs) {
    Shape images = inputs.head().getShape();
    int count = Math.toIntExact(images.get(0));
    ImageSize all = new ImageSize(Math.toIntExact(images.get(2)), Math.toIntExact(images.get(3)));
    if (inputs.size() == 1) {
      return Collections.nCopies(count, all);
    }
    NDArray given = inputs.get(1);
    if (given.getDataType() != DataType.INT64 || !given.getShape().equals(new Shape(count, 2))) {
      throw new IllegalArgumentException(
          network
              + ": expected sizes as int64 "
              + new Shape(count, 2)
              + ", found "
              + given.getDataType()
              + " "
              + given.getShape());
    }
    long[] values = given.toLongArray();
    return IntStream.range(0, count)
        .mapToObj(
            i -> new ImageSize(Math.toIntExact(values[2 * i]), Math.toIntExact(values[2 * i + 1])))
        .toList();
  }
}
