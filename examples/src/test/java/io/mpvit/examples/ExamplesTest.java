/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.checkpoint.StateDict;
import io.mpvit.detection.shapes.SceneGenerator;
import io.mpvit.detection.shapes.ShapesDataset;
import io.mpvit.detection.shapes.ShapesDataset.Format;
import io.mpvit.image.ImageReader;
import io.mpvit.image.ImageSize;
import io.mpvit.image.ImageWriter;
import io.mpvit.image.Orientation;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.work.WorkListener;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every example runs as it stands. */
class ExamplesTest {

  private static final String DETECTOR = "retinanet_mpvit_tiny_1x";

  @TempDir private static Path folder;
  private static String picture;
  private static String classifier;
  private static String detector;

  /** An example's main. */
  @FunctionalInterface
  private interface Main {
    void run(String... args) throws Exception;
  }

  @BeforeAll
  static void prepare() throws Exception {
    picture = folder.resolve("picture.png").toString();
    ImageWriter.write(ReferenceInputs.image("image", 120, 640), Path.of(picture));
    classifier = folder.resolve("classifier.pth").toString();
    detector = folder.resolve("detector.pth").toString();
    assertThat(output(ReferenceCheckpoint::main, "mpvit_tiny", classifier)).hasSize(1);
    assertThat(output(ReferenceCheckpoint::main, DETECTOR, detector)).hasSize(1);
  }

  @Test
  void classifyImage() throws Exception {
    assertThat(output(ClassifyImage::main, picture, "mpvit_tiny", classifier))
        .hasSize(5)
        .allMatch(line -> line.matches(" *[0-9.]+ %  .+"));
  }

  @Test
  void detectObjects() throws Exception {
    assertThat(output(DetectObjects::main, picture, DETECTOR, detector))
        .filteredOn(line -> line.contains("className"))
        .isNotEmpty()
        .allMatch(line -> line.contains("rect"));
  }

  @Test
  void segmentInstances() throws Exception {
    String model = "mask_rcnn_mpvit_tiny_1x";
    String segmenter = folder.resolve("segmenter.pth").toString();
    Path drawing = folder.resolve("drawing.png");
    output(ReferenceCheckpoint::main, model, segmenter);
    assertThat(output(SegmentInstances::main, picture, drawing.toString(), model, segmenter))
        .filteredOn(line -> line.contains("pixels"))
        .isNotEmpty()
        .allMatch(line -> line.matches(".+ % +[0-9]+ pixels +[0-9]+ rings +RLE .+"));
    assertThat(ImageReader.read(drawing, Orientation.AS_STORED).size())
        .isEqualTo(new ImageSize(120, 640));
  }

  @Test
  void segmentScene() throws Exception {
    String model = "upernet_mpvit_small";
    String flat = folder.resolve("flat.png").toString();
    ImageWriter.write(ReferenceInputs.image("image", 10, 700), Path.of(flat));
    String weights = folder.resolve("upernet.pth").toString();
    Path drawing = folder.resolve("scene.png");
    output(ReferenceCheckpoint::main, model, weights);
    assertThat(output(SegmentScene::main, flat, drawing.toString(), model, weights))
        .filteredOn(line -> line.contains("pixels"))
        .isNotEmpty()
        .allMatch(line -> line.matches(".+ [0-9.]+ % +[0-9]+ pixels"));
    ImageSize size = ImageReader.read(drawing, Orientation.AS_STORED).size();
    assertThat(size.width()).as("picture and legend").isGreaterThan(700);
  }

  @Test
  void segmentSceneWithTheModelThatShips() throws Exception {
    String drawing = folder.resolve("shapes.png").toString();
    assertThat(output(SegmentScene::main, "pictures/shapes.jpg", drawing))
        .filteredOn(line -> line.contains("pixels"))
        .first()
        .asString()
        .startsWith("background ");
  }

  @Test
  void detectObjectsWithTheModelThatShips() throws Exception {
    assertThat(output(DetectObjects::main, "pictures/shapes.jpg"))
        .filteredOn(line -> line.contains("className"))
        .isNotEmpty()
        .anyMatch(line -> line.contains("\"ring\""))
        .allMatch(line -> line.length() < 300);
  }

  @Test
  void segmentInstancesWithTheModelThatShips() throws Exception {
    String drawing = folder.resolve("instances.png").toString();
    assertThat(output(SegmentInstances::main, "pictures/shapes.jpg", drawing))
        .filteredOn(line -> line.contains("pixels"))
        .isNotEmpty()
        .anyMatch(line -> line.startsWith("ring "))
        .noneMatch(line -> line.startsWith("airplane "));
  }

  @Test
  void maskGallery() throws Exception {
    Path gallery = folder.resolve("gallery");
    assertThat(output(MaskGallery::main, gallery.toString())).hasSize(3);
    assertThat(gallery.toFile().list())
        .containsExactlyInAnyOrder("masks-shapes.png", "masks-extremes.png", "masks-crowd.png");
  }

  @Test
  void featureMaps() throws Exception {
    assertThat(output(FeatureMaps::main, picture, "mpvit_tiny", classifier))
        .hasSize(4)
        .first()
        .asString()
        .startsWith("stage2 (1, 96, 30, 160) from ");
  }

  @Test
  void convertCheckpoint() throws Exception {
    Path out = folder.resolve("converted.safetensors");
    output(ConvertCheckpoint::main, classifier, out.toString());
    try (StateDict before = StateDict.open(Path.of(classifier));
        StateDict after = StateDict.open(out)) {
      assertThat(before.rootPath()).containsExactly("model");
      assertThat(after.keys()).containsExactlyInAnyOrderElementsOf(before.keys());
    }
  }

  @Test
  void trainDetector() throws Exception {
    Path data = folder.resolve("shapes");
    new ShapesDataset(new SceneGenerator(new ImageSize(64, 64), 1), Format.PNG)
        .write(data, 4, WorkListener.NONE);
    Path out = folder.resolve("trained");
    List<String> lines = output(TrainDetector::main, data.toString(), out.toString(), "2");
    assertThat(lines).hasSize(3);
    assertThat(lines.get(1)).matches("step 2 of 2: loss [0-9]+[.,][0-9]{4}");
    assertThat(lines.get(2)).contains("model.safetensors knows [circle, square,");
    assertThat(output(TrainDetector::main, data.toString(), out.toString(), "2"))
        .as("nothing is left to do")
        .hasSize(1);
  }

  @Test
  void withoutArgumentsTheyExplainThemselves() throws Exception {
    for (Main main :
        List.<Main>of(
            ClassifyImage::main,
            DetectObjects::main,
            SegmentInstances::main,
            SegmentScene::main,
            MaskGallery::main,
            FeatureMaps::main,
            ConvertCheckpoint::main,
            TrainDetector::main,
            ReferenceCheckpoint::main)) {
      assertThat(output(main)).isEmpty();
    }
  }

  /** The lines that an example prints. */
  private static List<String> output(Main main, String... args) throws Exception {
    PrintStream usual = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      main.run(args);
    } finally {
      System.setOut(usual);
    }
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
