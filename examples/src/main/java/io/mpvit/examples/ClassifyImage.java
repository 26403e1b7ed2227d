/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.examples;

import io.mpvit.classification.ClassScores;
import io.mpvit.classification.ImageClassifier;
import io.mpvit.image.ImageReader;
import io.mpvit.image.Orientation;
import io.mpvit.image.RgbImage;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.fetch.ConsoleProgress;
import io.mpvit.zoo.fetch.WeightsLocator;
import io.mpvit.zoo.network.LoadedNetwork;
import io.mpvit.zoo.network.ModelClasses;
import io.mpvit.zoo.network.NetworkLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Says what is on a picture, with this library's own API. */
public final class ClassifyImage {

  private ClassifyImage() {}

  /**
   * Prints the five most probable classes.
   *
   * @param args a picture; optionally a model's name (default: MViTv2-T, whose weights are fetched
   *     once) and a weights file
   * @throws Exception if the picture or the weights cannot be read
   */
  public static void main(String[] args) throws Exception {
    if (args.length < 1) {
      System.err.println("usage: ClassifyImage PICTURE [MODEL [WEIGHTS]]");
      return;
    }
    RgbImage picture = ImageReader.read(Path.of(args[0]), Orientation.HONOUR_EXIF);
    ModelCard card = ModelCards.published().get(args.length > 1 ? args[1] : "mvitv2_t_in1k");
    Optional<Path> own = args.length > 2 ? Optional.of(Path.of(args[2])) : Optional.empty();
    Path weights =
        WeightsLocator.fromEnvironment().locate(card, own, new ConsoleProgress(System.err, false));

    try (LoadedNetwork<ImageClassifier> model =
        NetworkLoader.load(card, weights, null, ImageClassifier.class)) {
      ClassScores scores = model.pipeline().classify(List.of(picture), model.manager()).get(0);
      List<String> names = ModelClasses.classified(model);
      for (ClassScores.Ranked best : scores.top(5)) {
        System.out.printf("%5.1f %%  %s%n", 100 * best.probability(), names.get(best.classIndex()));
      }
    }
  }
}
