/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.model;

import ai.djl.MalformedModelException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Where programs begin: models by name or file, ready to run.
 *
 * <pre>{@code
 * try (DetectionModel detector = Mpvit.detector("mask_rcnn_r50_fpn_3x")) {
 *   DetectionResult found = detector.detect(Path.of("street.jpg"));
 *   found.objects().forEach(System.out::println);
 *   found.draw(Path.of("street-found.png"));
 * }
 * }</pre>
 *
 * <p>A name is one of those that {@code mpvit models} lists; its weights are looked for on this
 * machine and fetched if need be. A path is a checkpoint, whose model is found by what is in it.
 * Models are safe for any number of threads; closing one waits for what still runs.
 */
public final class Mpvit {

  private Mpvit() {}

  /**
   * Our own small detector of synthetic shapes, whose weights come with the library. It knows
   * nothing of photographs: a first run without a download.
   *
   * @return the detector, to be closed
   * @throws IOException if the weights cannot be copied into the cache
   * @throws MalformedModelException if they are damaged there
   */
  public static DetectionModel detector() throws IOException, MalformedModelException {
    return DetectionModel.builder().build();
  }

  /**
   * A detector, with masks where the model makes them.
   *
   * @param model a model's name, the path of a checkpoint or of a model's folder, or {@code
   *     hf://OWNER/REPO} of the hub
   * @return the detector, to be closed
   * @throws IllegalArgumentException if there is no such model, or it does something else
   * @throws IOException if the weights cannot be found, fetched or read
   * @throws MalformedModelException if they are damaged or fit no model
   */
  public static DetectionModel detector(String model) throws IOException, MalformedModelException {
    return DetectionModel.builder().model(model).build();
  }

  /**
   * A detector of a checkpoint.
   *
   * @param weights a file, or a model's folder
   * @return the detector, to be closed
   * @throws IllegalArgumentException if the file is for something else
   * @throws IOException if it cannot be read
   * @throws MalformedModelException if it is damaged or fits no model
   */
  public static DetectionModel detector(Path weights) throws IOException, MalformedModelException {
    return DetectionModel.builder().weights(weights).build();
  }

  /**
   * A classifier of whole pictures.
   *
   * @param model a model's name, the path of a checkpoint or of a model's folder, or {@code
   *     hf://OWNER/REPO} of the hub
   * @return the classifier, to be closed
   * @throws IllegalArgumentException if there is no such model, or it does something else
   * @throws IOException if the weights cannot be found, fetched or read
   * @throws MalformedModelException if they are damaged or fit no model
   */
  public static ClassificationModel classifier(String model)
      throws IOException, MalformedModelException {
    return ClassificationModel.builder().model(model).build();
  }

  /**
   * A classifier of a checkpoint.
   *
   * @param weights a file, or a model's folder
   * @return the classifier, to be closed
   * @throws IllegalArgumentException if the file is for something else
   * @throws IOException if it cannot be read
   * @throws MalformedModelException if it is damaged or fits no model
   */
  public static ClassificationModel classifier(Path weights)
      throws IOException, MalformedModelException {
    return ClassificationModel.builder().weights(weights).build();
  }

  /**
   * Our own small segmenter of synthetic shapes, whose weights come with the library.
   *
   * @return the segmenter, to be closed
   * @throws IOException if the weights cannot be copied into the cache
   * @throws MalformedModelException if they are damaged there
   */
  public static SegmentationModel segmenter() throws IOException, MalformedModelException {
    return SegmentationModel.builder().build();
  }

  /**
   * A segmenter, which says of every pixel what it shows.
   *
   * @param model a model's name, the path of a checkpoint or of a model's folder, or {@code
   *     hf://OWNER/REPO} of the hub
   * @return the segmenter, to be closed
   * @throws IllegalArgumentException if there is no such model, or it does something else
   * @throws IOException if the weights cannot be found, fetched or read
   * @throws MalformedModelException if they are damaged or fit no model
   */
  public static SegmentationModel segmenter(String model)
      throws IOException, MalformedModelException {
    return SegmentationModel.builder().model(model).build();
  }

  /**
   * A segmenter of a checkpoint.
   *
   * @param weights a file, or a model's folder
   * @return the segmenter, to be closed
   * @throws IllegalArgumentException if the file is for something else
   * @throws IOException if it cannot be read
   * @throws MalformedModelException if it is damaged or fits no model
   */
  public static SegmentationModel segmenter(Path weights)
      throws IOException, MalformedModelException {
    return SegmentationModel.builder().weights(weights).build();
  }

  /**
   * The feature maps of a model's backbone, for a head of one's own.
   *
   * @param model the name of any model, the path of a checkpoint or of a model's folder, or {@code
   *     hf://OWNER/REPO} of the hub
   * @return the backbone with its weights, to be closed
   * @throws IllegalArgumentException if there is no such model
   * @throws IOException if the weights cannot be found, fetched or read
   * @throws MalformedModelException if they are damaged or fit no model
   */
  public static FeatureModel features(String model) throws IOException, MalformedModelException {
    return FeatureModel.builder().model(model).build();
  }

  /**
   * The feature maps of a checkpoint's backbone.
   *
   * @param weights a file, or a model's folder
   * @return the backbone with its weights, to be closed
   * @throws IOException if it cannot be read
   * @throws MalformedModelException if it is damaged or fits no model
   */
  public static FeatureModel features(Path weights) throws IOException, MalformedModelException {
    return FeatureModel.builder().weights(weights).build();
  }
}
