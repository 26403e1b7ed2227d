/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.card;

/** Where the library's jar has the weights of models that come with it. */
public final class BundledFile {

  private static final String FOLDER = "/io/mpvit/zoo/weights/";

  /** How the names of bundled files end. */
  public static final String ENDING = ".safetensors";

  private BundledFile() {}

  /**
   * Names the resource of a model's weights.
   *
   * @param model a model's name
   * @return an absolute name; most models have no such resource
   */
  public static String resource(String model) {
    return FOLDER + model + ENDING;
  }

  /**
   * Whether a model's weights come with the library.
   *
   * @param model a model's name
   * @return whether there is such a resource
   */
  static boolean isThere(String model) {
    return BundledFile.class.getResource(resource(model)) != null;
  }
}
