/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.translator;

import io.mpvit.image.ImageSize;
import io.mpvit.segmentation.inference.Flip;
import io.mpvit.segmentation.inference.InferencePlan;
import io.mpvit.segmentation.inference.Windows;
import io.mpvit.zoo.network.ArgumentNames;
import io.mpvit.zoo.network.ArgumentValues;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments that say how often and how a segmenter looks at a picture; what is not said is as
 * published. {@code scales}: multiples of the published size, separated by commas, whose
 * probabilities are averaged, such as {@code 0.5,1,1.5}; {@code 0.5%2C1%2C1.5} in an address,
 * because DJL takes commas for what separates addresses. {@code flip}: whether it looks at every
 * size a second time, mirrored. {@code crop}: the height and width of a sliding window, such as
 * {@code 512x512}. {@code stride}: the window's steps, two thirds of it unless said.
 */
final class PlanArguments {

  private static final String SCALES = ArgumentNames.SCALES;
  private static final String FLIP = ArgumentNames.FLIP;
  private static final String CROP = ArgumentNames.CROP;
  private static final String STRIDE = ArgumentNames.STRIDE;

  private PlanArguments() {}

  /**
   * Reads the arguments.
   *
   * @param arguments DJL's map
   * @param published the plan where nothing is said
   * @return the plan
   * @throws IllegalArgumentException if one is wrong
   */
  static InferencePlan of(Map<String, ?> arguments, InferencePlan published) {
    Optional<ImageSize> crop = size(arguments, CROP);
    Optional<ImageSize> stride = size(arguments, STRIDE);
    if (stride.isPresent() && crop.isEmpty()) {
      throw new IllegalArgumentException(STRIDE + " is that of a window, which needs a " + CROP);
    }
    Windows windows =
        crop.<Windows>map(
                size ->
                    stride
                        .map(steps -> new Windows.Sliding(size, steps))
                        .orElseGet(() -> new Windows.Sliding(size)))
            .orElse(published.windows());
    List<Flip> flips =
        arguments.get(FLIP) == null
            ? published.flips()
            : Flip.looks(ArgumentValues.flag(arguments, FLIP, false));
    return new InferencePlan(windows, scales(arguments).orElse(published.ratios()), flips);
  }

  private static Optional<ImageSize> size(Map<String, ?> arguments, String name) {
    try {
      return Optional.ofNullable(arguments.get(name)).map(Object::toString).map(ImageSize::parse);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  private static Optional<List<Double>> scales(Map<String, ?> arguments) {
    Object value = arguments.get(SCALES);
    try {
      return Optional.ofNullable(value)
          .map(text -> Arrays.stream(text.toString().split(",")).map(Double::valueOf).toList());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          SCALES + " are numbers separated by commas, such as 0.5,1,1.5, found '" + value + "'", e);
    }
  }
}
