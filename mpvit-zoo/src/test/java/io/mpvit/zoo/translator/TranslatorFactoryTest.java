/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.translator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Model;
import ai.djl.inference.Predictor.PredictorContext;
import ai.djl.modality.Classifications;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.output.CategoryMask;
import ai.djl.modality.cv.output.DetectedObjects;
import ai.djl.modality.cv.output.Mask;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Blocks;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorFactory;
import io.mpvit.backbone.mpvit.MPViTClassifier;
import io.mpvit.backbone.mpvit.MPViTConfig;
import io.mpvit.classification.ClassScores;
import io.mpvit.detection.Categories;
import io.mpvit.detection.Detection;
import io.mpvit.detection.Detections;
import io.mpvit.detection.Instance;
import io.mpvit.detection.Instances;
import io.mpvit.detection.box.Box;
import io.mpvit.detection.coco.CocoCategories;
import io.mpvit.detection.mask.MaskProbabilities;
import io.mpvit.detection.mask.Rle;
import io.mpvit.detection.retinanet.RetinaNet;
import io.mpvit.image.ImageSize;
import io.mpvit.image.RgbImage;
import io.mpvit.segmentation.LabelMap;
import io.mpvit.weights.ClassLabels;
import io.mpvit.zoo.network.ModelClasses;
import io.mpvit.zoo.testing.PresetConfigs;
import io.mpvit.zoo.testing.ReferenceModels;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TranslatorFactoryTest {

  private final MpvitClassificationTranslatorFactory classification =
      new MpvitClassificationTranslatorFactory();
  private final MpvitInstanceTranslatorFactory instances = new MpvitInstanceTranslatorFactory();
  private final MpvitSegmentationTranslatorFactory segmentation =
      new MpvitSegmentationTranslatorFactory();
  private final MpvitDetectionTranslatorFactory detection = new MpvitDetectionTranslatorFactory();

  @Test
  void typesAreThoseOfDjlAndOurs() {
    for (Class<?> input :
        List.of(Image.class, Path.class, URL.class, InputStream.class, RgbImage.class)) {
      assertThat(classification.isSupported(input, Classifications.class)).isTrue();
      assertThat(classification.isSupported(input, ClassScores.class)).isTrue();
      assertThat(detection.isSupported(input, DetectedObjects.class)).isTrue();
      assertThat(detection.isSupported(input, Detections.class)).isTrue();
      assertThat(instances.isSupported(input, DetectedObjects.class)).isTrue();
      assertThat(instances.isSupported(input, Instances.class)).isTrue();
      assertThat(segmentation.isSupported(input, CategoryMask.class)).isTrue();
      assertThat(segmentation.isSupported(input, LabelMap.class)).isTrue();
    }
    assertThat(classification.isSupported(Input.class, Output.class)).isTrue();
    assertThat(detection.isSupported(Input.class, Output.class)).isTrue();
    assertThat(instances.isSupported(Input.class, Output.class)).isTrue();
    assertThat(segmentation.isSupported(Input.class, Output.class)).isTrue();
    assertThat(detection.isSupported(Image.class, Classifications.class)).isFalse();
  }

  @Test
  void factoriesAreSerializable() throws Exception {
    for (TranslatorFactory factory : List.of(classification, detection, instances, segmentation)) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(factory);
      }
      try (ObjectInputStream in =
          new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
        assertThat(in.readObject()).hasSameClassAs(factory);
      }
    }
  }

  @Test
  void classNamesFollowTheNetwork(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("names.txt"), "ant\nbee\n\n");
    Path names = folder.resolve("names.txt");
    assertThat(names(Map.of())).containsExactly("class_0", "class_1");
    assertThat(names(Map.of("synset", "cat, dog"))).containsExactly("cat", "dog");
    assertThat(names(Map.of("synsetFileName", names))).containsExactly("ant", "bee");
    assertThatThrownBy(() -> names(Map.of("synset", "cat")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 class names, the network has 2");
    assertThatThrownBy(() -> names(Map.of("synsetFileName", folder.resolve("none.txt"))))
        .isInstanceOf(TranslateException.class)
        .hasMessageContaining("none.txt");
  }

  @Test
  void namesOfTheWeightsFileComeBeforeThePublishedOnes() throws Exception {
    Map<String, String> own = ClassLabels.ofNames(List.of("owl", "yak")).texts();
    assertThat(names(Map.of(), own)).containsExactly("owl", "yak");
    assertThat(names(Map.of("synset", "cat, dog"), own)).containsExactly("cat", "dog");
    Map<String, String> others = ClassLabels.numbered(3).texts();
    assertThat(names(Map.of(), others)).as("of another head").containsExactly("class_0", "class_1");
  }

  private List<String> names(Map<String, Object> more) throws TranslateException {
    return names(more, Map.of());
  }

  /** The names that a network of two classes gets. */
  private List<String> names(Map<String, Object> more, Map<String, String> properties)
      throws TranslateException {
    Map<String, Object> arguments = new java.util.HashMap<>(more);
    arguments.put("model", "mpvit_tiny");
    try (Model model = Model.newInstance("two", "PyTorch")) {
      model.setBlock(new MPViTClassifier(MPViTConfig.tiny(), 2));
      properties.forEach(model::setProperty);
      Translator<RgbImage, Classifications> translator =
          classification.newInstance(RgbImage.class, Classifications.class, model, arguments);
      return predict(translator, model, List.of(ReferenceModels.picture(9, 9)))
          .get(0)
          .getClassNames();
    }
  }

  /** What a predictor does, with logits (1, 2) for each picture. */
  private static <O> List<O> predict(
      Translator<RgbImage, O> translator, Model model, List<RgbImage> pictures)
      throws TranslateException {
    try (PredictorContext context = new PredictorContext(model, model.getNDManager(), null)) {
      NDList input = translator.batchProcessInput(context, pictures);
      assertThat(input.singletonOrThrow().getShape())
          .isEqualTo(new Shape(pictures.size(), 3, 224, 224));
      NDArray logits = context.getNDManager().create(new float[] {1, 2});
      return translator.batchProcessOutput(
          context, new NDList(logits.expandDims(0).repeat(0, pictures.size())));
    } catch (TranslateException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void labelMapsBecomeRowsOrJson() {
    LabelMap map = new LabelMap(new ImageSize(2, 3), new short[] {0, 1, 1, 1, 0, 1});
    CategoryMask mask = new ToCategoryMask(List.of("sky", "sea")).apply(map);
    assertThat(mask.getClasses()).containsExactly("sky", "sea");
    assertThat(mask.getMask()).isDeepEqualTo(new int[][] {{0, 1, 1}, {1, 0, 1}});
    assertThat(mask).hasToString("CategoryMask[2x3: sea 66.7 %, sky 33.3 %]");
    assertThat(mask.toJson()).contains("[0,1,1]");
    assertThat(new ToLabelJson(List.of("sky", "sea")).apply(map).getAsString())
        .startsWith(
            "{\"size\":[2,3],\"classes\":[{\"index\":1,\"name\":\"sea\",\"pixels\":4,\"share\":0.66");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ToLabelJson(Collections.nCopies(257, "x")))
        .withMessageContaining("256 classes, the network has 257");
  }

  @Test
  void logitsStayLogitsIfAsked() {
    ClassScores scores = new ClassScores(new float[] {1, 3});
    List<String> names = List.of("a", "b");
    assertThat(new ToClassifications(names, 1, false).apply(scores).getProbabilities())
        .containsExactly(1.0, 3.0);
    assertThat(new ToClassifications(names, 1, true).apply(scores).getProbabilities())
        .containsExactly(1 / (1 + Math.exp(2)), 1 / (1 + Math.exp(-2)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ToClassifications(names, 0, true))
        .withMessageContaining("found 0");
  }

  @Test
  void rectanglesAreFractionsOfThePicture() {
    Detections found =
        new Detections(
            new ImageSize(100, 200), List.of(new Detection(new Box(20, 10, 120, 60), 0.75f, 1)));
    DetectedObjects objects = new ToDetectedObjects(List.of("a", "b")).apply(found);
    DetectedObjects.DetectedObject only = objects.item(0);
    assertThat(only.getClassName()).isEqualTo("b");
    assertThat(only.getProbability()).isEqualTo(0.75);
    assertThat(only.getBoundingBox().getBounds().getCoordinates())
        .containsExactly(0.1, 0.1, 0.6, 0.6);
    assertThat(only.getBoundingBox().getBounds().getWidth()).isEqualTo(0.5);
  }

  /** DJL lays the probabilities over the rectangle. */
  @Test
  void masksAreProbabilitiesOverTheRectangle() {
    MaskProbabilities mask = new MaskProbabilities(2, new float[] {0, 0.25f, 0.5f, 1});
    Detections found =
        new Detections(
            new ImageSize(100, 200),
            List.of(new Detection(new Box(20, 10, 120, 60), 0.75f, 1, Optional.of(mask))));
    DetectedObjects objects = new ToDetectedObjects(List.of("a", "b")).apply(found);
    DetectedObjects.DetectedObject only = objects.item(0);
    Mask box = (Mask) only.getBoundingBox();
    assertThat(box.getX()).isEqualTo(0.1);
    assertThat(box.getWidth()).isEqualTo(0.5);
    assertThat(box.isFullImageMask()).isFalse();
    assertThat(box.getProbDist()).isDeepEqualTo(new float[][] {{0, 0.25f}, {0.5f, 1}});
    assertThat(objects.toString())
        .contains("\"className\": \"b\"", "\"mask\":\"2 x 2\"", "\"rect\":[0.1,0.1,0.6,0.6]")
        .doesNotContain("0.25");
    assertThat(objects.toJson()).contains("0.25");
  }

  @Test
  void djlDrawsMasksTheRightWayUp() {
    MaskProbabilities lowerRight = new MaskProbabilities(2, new float[] {0, 0, 0, 1});
    ImageSize size = new ImageSize(100, 200);
    Detection item = new Detection(new Box(20, 10, 120, 60), 0.75f, 0, Optional.of(lowerRight));
    byte[] white = new byte[3 * 100 * 200];
    Arrays.fill(white, (byte) 255);
    Image image = RgbImage.of(200, 100, white).toDjlImage();
    image.drawBoundingBoxes(
        new ToDetectedObjects(List.of("a")).apply(new Detections(size, List.of(item))));
    RgbImage drawn = RgbImage.from(image);
    assertThat(drawn.pixel(100, 48)).isNotEqualTo(0xffffff);
    assertThat(drawn.pixel(45, 48)).isEqualTo(0xffffff);
    assertThat(drawn.pixel(100, 22)).isEqualTo(0xffffff);
  }

  @Test
  void namesThatAreNotCocosAreNumbered() {
    ImageSize size = new ImageSize(2, 3);
    Rle mask = Rle.of(size, 2, 3, 1);
    Instances found =
        new Instances(size, List.of(new Instance(new Box(1, 0, 3, 2), 0.5f, 1, mask)));
    ClassLabels names = ClassLabels.ofNames(List.of("a", "b"));
    String text = new ToCocoJson(categories(names)).apply(found).getAsString();
    ClassLabels numbered = new ClassLabels(names.names(), List.of(3, 17));
    assertThat(new ToCocoJson(categories(numbered)).apply(found).getAsString())
        .contains("\"category_id\":17,\"category\":\"b\"");
    assertThat(text)
        .isEqualTo(
            "[{\"category_id\":1,\"category\":\"b\",\"bbox\":[1.0,0.0,2.0,2.0],\"score\":0.5,"
                + "\"segmentation\":{\"size\":[2,3],\"counts\":\"231\"}}]");
    assertThat(
            new ToCocoJson(CocoCategories.categories())
                .apply(new Instances(size, List.of()))
                .getAsString())
        .isEqualTo("[]");
  }

  @Test
  void onePictureAtATimeWorksToo() throws Exception {
    try (Model model = Model.newInstance("two", "PyTorch")) {
      model.setBlock(new MPViTClassifier(MPViTConfig.tiny(), 2));
      Translator<RgbImage, ClassScores> translator =
          classification.newInstance(
              RgbImage.class, ClassScores.class, model, Map.of("model", "mpvit_tiny"));
      try (PredictorContext context = new PredictorContext(model, model.getNDManager(), null)) {
        NDList input = translator.processInput(context, ReferenceModels.picture(9, 9));
        assertThat(input.singletonOrThrow().getShape()).isEqualTo(new Shape(3, 224, 224));
        NDArray logits = context.getNDManager().create(new float[] {1, 2});
        assertThat(translator.processOutput(context, new NDList(logits)))
            .isEqualTo(new ClassScores(new float[] {1, 2}));
      }
    }
  }

  @Test
  void whatCannotWorkIsRefused() {
    try (Model model = Model.newInstance("m", "PyTorch")) {
      model.setBlock(Blocks.identityBlock());
      assertThatThrownBy(() -> detector(model, Map.of("model", ReferenceModels.DETECTOR)))
          .isInstanceOf(TranslateException.class)
          .hasMessageContaining("no network of this library");
      model.setBlock(new MPViTClassifier(MPViTConfig.tiny(), 80));
      assertThatThrownBy(() -> detector(model, Map.of("model", "mpvit_tiny")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is a model for classification");
      model.setBlock(new RetinaNet(PresetConfigs.retinaNet("retinanet_mpvit_tiny_1x")));
      assertThatThrownBy(
              () ->
                  instances.newInstance(
                      Image.class,
                      Instances.class,
                      model,
                      Map.of("model", ReferenceModels.DETECTOR)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is a model for detection");
      assertThatThrownBy(
              () ->
                  classification.newInstance(
                      String.class, ClassScores.class, model, Map.of("model", "mpvit_tiny")))
          .isInstanceOf(TranslateException.class)
          .hasMessageContaining("no translator from java.lang.String");
    }
  }

  @Test
  void thresholdIsAScore() {
    try (Model model = Model.newInstance("m", "PyTorch")) {
      model.setBlock(new RetinaNet(PresetConfigs.retinaNet("retinanet_mpvit_tiny_1x")));
      assertThatThrownBy(
              () -> detector(model, Map.of("model", ReferenceModels.DETECTOR, "threshold", "50")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("argument threshold is a number from 0 to 1, found \"50\"");
    }
  }

  private void detector(Model model, Map<String, Object> arguments) throws TranslateException {
    detection.newInstance(Image.class, DetectedObjects.class, model, arguments);
  }

  private static Categories categories(ClassLabels labels) {
    return ModelClasses.detected(labels.size(), Optional.of(labels));
  }
}
