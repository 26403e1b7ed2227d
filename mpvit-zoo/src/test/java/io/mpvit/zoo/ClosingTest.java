/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.modality.cv.output.DetectedObjects;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import io.mpvit.backbone.mpvit.MPViTClassifier;
import io.mpvit.backbone.mpvit.MPViTConfig;
import io.mpvit.classification.ClassScores;
import io.mpvit.classification.ImageClassifier;
import io.mpvit.image.ImageNetTransform;
import io.mpvit.image.RgbImage;
import io.mpvit.nn.Lifetime;
import io.mpvit.zoo.testing.ReferenceModels;
import io.mpvit.zoo.translator.PictureTranslator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Closing while predicting, through DJL's own doors: 200 times. An array that is freed while the
 * engine reads it ends the whole process, and with it this test.
 */
@Timeout(120)
class ClosingTest {

  private static final RgbImage PICTURE = ReferenceModels.picture(24, 32);
  private static final int SIDE = 32;
  private static final int SMALL_CLOSES = 188;
  private static final int BUNDLED_CLOSES = 12;

  private final Random random = new Random(4);

  /** What DJL lets users close. */
  private enum Door {
    MODEL,
    MANAGER,
    PREDICTOR,
    BLOCK;

    static Door of(int i) {
      return values()[i % values().length];
    }

    void close(Model model, List<? extends Predictor<?, ?>> predictors) {
      switch (this) {
        case MODEL -> model.close();
        case MANAGER -> model.getNDManager().close();
        case PREDICTOR -> predictors.forEach(Predictor::close);
        case BLOCK -> model.getBlock().clear();
      }
    }
  }

  /** A network so small that it is closed in every place of a prediction. */
  private static Model small() {
    Model model = Model.newInstance("small", "PyTorch");
    MPViTClassifier network = new MPViTClassifier(MPViTConfig.pico(), 3);
    network.freeze();
    Lifetime lifetime = Lifetime.within(model.getNDManager(), "small");
    network.initialize(lifetime.memory(), DataType.FLOAT32);
    network.setLifetime(lifetime);
    model.setBlock(network);
    return model;
  }

  private static Translator<RgbImage, ClassScores> translator(Model model) {
    ImageClassifier classifier =
        new ImageClassifier((MPViTClassifier) model.getBlock(), new ImageNetTransform(SIDE));
    return new PictureTranslator<>(picture -> picture, classifier, Function.identity());
  }

  @Test
  void ofPicturesInASmallNetwork() throws Exception {
    Model model = small();
    for (int i = 0; i < SMALL_CLOSES; i++) {
      Model current = model;
      List<Predictor<RgbImage, ClassScores>> predictors =
          Stream.generate(() -> current.newPredictor(translator(current))).limit(2).toList();
      Door door = Door.of(i);
      closeInTheMiddle(door, model, predictors, PICTURE, 4);
      if (door != Door.PREDICTOR) {
        model.close();
        model = small();
      }
    }
    model.close();
  }

  @Test
  void ofTheBundledDetector() throws Exception {
    Criteria<RgbImage, DetectedObjects> criteria =
        Criteria.builder()
            .setTypes(RgbImage.class, DetectedObjects.class)
            .optModelUrls("mpvit://mask_rcnn_mpvit_pico_shapes")
            .optEngine("PyTorch")
            .build();
    for (int i = 0; i < BUNDLED_CLOSES; i++) {
      ZooModel<RgbImage, DetectedObjects> model = criteria.loadModel();
      closeInTheMiddle(Door.of(i), model, List.of(model.newPredictor()), PICTURE, 40);
      model.close();
    }
  }

  /** A translator of the user's, whose arrays are DJL's. */
  @Test
  void ofArraysThatUsersMake() throws Exception {
    try (NDManager users = NDManager.newBaseManager("PyTorch")) {
      NDArray input = users.ones(new Shape(1, 3, SIDE, SIDE));
      for (Door door : List.of(Door.MODEL, Door.MANAGER)) {
        Model model = small();
        Predictor<NDList, NDList> predictor = model.newPredictor(new NoopTranslator());
        closeInTheMiddle(door, model, List.of(predictor), new NDList(input), 4);
        model.close();
      }
      assertThat(input.isReleased()).isFalse();
    }
  }

  private <I> void closeInTheMiddle(
      Door door, Model model, List<? extends Predictor<I, ?>> predictors, I input, int millis)
      throws Exception {
    CountDownLatch begun = new CountDownLatch(predictors.size());
    List<CompletableFuture<Void>> running =
        predictors.stream()
            .map(p -> CompletableFuture.runAsync(() -> predictUntilClosed(p, input, begun)))
            .toList();
    begun.await();
    LockSupport.parkNanos(random.nextLong(TimeUnit.MILLISECONDS.toNanos(millis)));
    door.close(model, predictors);
    for (CompletableFuture<Void> one : running) {
      one.get();
    }
    predictors.forEach(Predictor::close);
  }

  /** Predicts until that fails, which must be because something is closed. */
  private static <I> void predictUntilClosed(
      Predictor<I, ?> predictor, I input, CountDownLatch begun) {
    while (true) {
      try {
        predictor.predict(input);
        begun.countDown();
      } catch (TranslateException e) {
        begun.countDown();
        assertThat(e).rootCause().isInstanceOf(IllegalStateException.class);
        assertThat(e).rootCause().hasMessageContaining("closed");
        return;
      }
    }
  }
}
