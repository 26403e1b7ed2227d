/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import io.mpvit.backbone.Backbone;
import io.mpvit.backbone.mpvit.MPViTClassifier;
import io.mpvit.image.ImageReader;
import io.mpvit.image.Normalization;
import io.mpvit.image.Orientation;
import io.mpvit.image.RgbImage;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.network.NetworkLoader;
import java.nio.file.Path;

/** Looks at what a backbone sees: the feature maps that heads are built on. */
public final class FeatureMaps {

  private FeatureMaps() {}

  /**
   * Prints name, shape and range of each feature map.
   *
   * @param args a picture of any size, a classifier's name, its weights file
   * @throws Exception if the picture or the weights cannot be read
   */
  public static void main(String[] args) throws Exception {
    if (args.length < 3) {
      System.err.println("usage: FeatureMaps PICTURE MODEL WEIGHTS");
      return;
    }
    RgbImage picture = ImageReader.read(Path.of(args[0]), Orientation.HONOUR_EXIF);
    ModelCard card = ModelCards.published().get(args[1]);

    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      MPViTClassifier network =
          (MPViTClassifier) NetworkLoader.load(card, Path.of(args[2]), manager);
      Backbone backbone = network.backbone();
      NDArray images =
          Normalization.IMAGENET.toTensor(picture, manager).expandDims(0); // [1, 3, H, W]
      NDList maps = backbone.forward(new ParameterStore(manager, false), new NDList(images), false);
      for (int i = 0; i < maps.size(); i++) {
        NDArray map = maps.get(i); // [1, C, H / stride, W / stride]
        System.out.printf(
            "%s %s from %.3f to %.3f%n",
            backbone.features().get(i).name(),
            map.getShape(),
            map.min().getFloat(),
            map.max().getFloat());
      }
    }
  }
}
