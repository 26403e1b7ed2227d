/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.translator;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDManager;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import io.mpvit.classification.ImageClassifier;
import io.mpvit.detection.InstanceSegmenter;
import io.mpvit.detection.ObjectDetector;
import io.mpvit.detection.transform.DetectorTransform;
import io.mpvit.image.KeepRatioResize;
import io.mpvit.image.Normalization;
import io.mpvit.image.RgbImage;
import io.mpvit.image.ShortestEdgeResize;
import io.mpvit.nn.TorchBlock;
import io.mpvit.pipeline.PicturePipeline;
import io.mpvit.segmentation.SegmentationTransform;
import io.mpvit.segmentation.SemanticSegmenter;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.network.NetworkLoader;
import io.mpvit.zoo.preset.Presets;
import io.mpvit.zoo.testing.ReferenceModels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many predictions, two threads sharing one model, pictures of changing size: the short form of the
 * benchmarks' SoakTest.
 */
class SharedModelTest {

  private static final int PREDICTIONS = 16;
  private static final List<RgbImage> PICTURES =
      IntStream.range(0, 8)
          .mapToObj(i -> ReferenceModels.picture(20 + 37 * i % 150, 20 + 91 * i % 170))
          .toList();

  @TempDir private Path folder;

  @Test
  void classifier() throws Exception {
    predictManyTimes("mpvit_tiny", pipeline -> (ImageClassifier) pipeline);
  }

  @Test
  void detector() throws Exception {
    DetectorTransform small =
        new DetectorTransform(new ShortestEdgeResize(64, 128), Normalization.DETECTRON2, 32);
    predictManyTimes(
        ReferenceModels.DETECTOR,
        pipeline -> {
          ObjectDetector published = (ObjectDetector) pipeline;
          return new ObjectDetector(published.network(), small, published.decoder());
        });
  }

  @Test
  void segmenter() throws Exception {
    DetectorTransform small =
        new DetectorTransform(new ShortestEdgeResize(64, 128), Normalization.DETECTRON2, 32);
    predictManyTimes(
        ReferenceModels.SEGMENTER,
        pipeline -> {
          ObjectDetector published = ((InstanceSegmenter) pipeline).detector();
          return new InstanceSegmenter(
              new ObjectDetector(published.network(), small, published.decoder()));
        });
  }

  @Test
  void labeller() throws Exception {
    SegmentationTransform small =
        new SegmentationTransform(new KeepRatioResize(96, 32), Normalization.DETECTRON2);
    predictManyTimes(
        "upernet_mpvit_small",
        pipeline -> {
          SemanticSegmenter published = (SemanticSegmenter) pipeline;
          return new SemanticSegmenter(published.network(), small, published.plan());
        });
  }

  private <R> void predictManyTimes(String name, Function<Object, PicturePipeline<R>> pipelines)
      throws Exception {
    ModelCard card = ModelCards.published().get(name);
    Path file = ReferenceModels.write(name, folder);
    try (Model model = Model.newInstance(name, "PyTorch")) {
      TorchBlock block = NetworkLoader.load(card, file, model.getNDManager());
      model.setBlock(block);
      Translator<RgbImage, R> translator =
          new PictureTranslator<>(
              picture -> picture,
              pipelines.apply(Presets.of(card).pipeline(block)),
              Function.<R>identity());
      List<R> expected = predict(model, translator, PICTURES.size());
      NDManager engine = model.getNDManager().getParentManager(); // owns all that is nobody's
      int loaded = engine.getManagedArrays().size();
      assertThat(loaded).isPositive();
      ExecutorService pool = Executors.newFixedThreadPool(2);
      try {
        List<Future<List<R>>> running = new ArrayList<>();
        for (int thread = 0; thread < 2; thread++) {
          running.add(pool.submit(() -> predict(model, translator, PREDICTIONS)));
        }
        for (Future<List<R>> future : running) {
          for (int i = 0; i < PREDICTIONS; i++) {
            assertThat(future.get().get(i)).isEqualTo(expected.get(i % PICTURES.size()));
          }
        }
      } finally {
        pool.shutdownNow();
      }
      assertThat(engine.getManagedArrays()).hasSize(loaded);
    }
  }

  private static <R> List<R> predict(Model model, Translator<RgbImage, R> translator, int count)
      throws TranslateException {
    List<R> results = new ArrayList<>();
    try (Predictor<RgbImage, R> predictor = model.newPredictor(translator)) {
      for (int i = 0; i < count; i++) {
        results.add(predictor.predict(PICTURES.get(i % PICTURES.size())));
      }
    }
    return results;
  }
}
