/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.translator;

import ai.djl.modality.cv.output.Mask;
import com.google.gson.JsonObject;

/** DJL's mask, which prints its size and not its numbers; as JSON it is DJL's. */
final class BriefMask extends Mask {

  private static final long serialVersionUID = 1L;

  BriefMask(double x, double y, double width, double height, float[][] probabilities) {
    super(x, y, width, height, probabilities);
  }

  /** The rectangle as DJL prints one, and the rows and columns of the mask. */
  @Override
  public String toString() {
    JsonObject json = new JsonObject();
    json.add("rect", serialize().get("rect"));
    json.addProperty("mask", getProbDist().length + " x " + getProbDist()[0].length);
    return json.toString();
  }
}
