/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.examples;

import io.mpvit.detection.Categories;
import io.mpvit.detection.Instance;
import io.mpvit.detection.InstanceSegmenter;
import io.mpvit.detection.InstanceVisualizer;
import io.mpvit.detection.Instances;
import io.mpvit.detection.ObjectDetector;
import io.mpvit.detection.coco.CocoCategories;
import io.mpvit.detection.transform.DetectorTransform;
import io.mpvit.image.ImageSize;
import io.mpvit.image.ImageWriter;
import io.mpvit.image.Normalization;
import io.mpvit.image.PillowResize;
import io.mpvit.image.Resampling;
import io.mpvit.image.RgbImage;
import io.mpvit.image.ShortestEdgeResize;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.network.LoadedNetwork;
import io.mpvit.zoo.network.NetworkLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Draws the pictures of docs/gallery.md: instances made by hand, and those of a network. */
public final class MaskGallery {

  private static final Categories COCO = CocoCategories.categories();

  private MaskGallery() {}

  /**
   * Draws the pictures.
   *
   * @param args a folder; optionally a file of mask_rcnn_mpvit_tiny_1x with reference weights
   * @throws Exception if a file cannot be read or written
   */
  public static void main(String[] args) throws Exception {
    if (args.length < 1) {
      System.err.println("usage: MaskGallery FOLDER [WEIGHTS]");
      return;
    }
    Path folder = Files.createDirectories(Path.of(args[0]));
    draw(shapes(), folder.resolve("masks-shapes.png"));
    draw(extremes(), folder.resolve("masks-extremes.png"));
    draw(crowd(), folder.resolve("masks-crowd.png"));
    if (args.length > 1) {
      reference(Path.of(args[1]), folder.resolve("masks-reference.png"));
    }
  }

  private static void draw(PaintedScene scene, Path file) throws Exception {
    RgbImage drawn =
        new InstanceVisualizer(COCO).draw(scene.picture(), scene.instances().atLeast(0.5));
    ImageWriter.write(drawn, file);
    System.out.println(file + ": " + scene.instances().items().size() + " instances");
  }

  /** Outlines of every kind: corners, curves, a hole, two parts, and one thing before another. */
  private static PaintedScene shapes() {
    return new PaintedScene(new ImageSize(320, 480), 0xd8dce0)
        .polygon("bench", 0.81f, 0x9a7b4f, 20, 230, 460, 215, 465, 250, 20, 268)
        .ellipse("orange", 0.97f, 0xf08a24, 90, 90, 62, 62)
        .ring("donut", 0.93f, 0xb06a3b, 240, 92, 66, 26)
        .polygon("kite", 0.88f, 0x5a8fd6, 390, 25, 450, 90, 390, 175, 330, 90)
        .polygon("cat", 0.99f, 0x555a60, star(120, 225, 78, 34, 7))
        .ellipse("sports ball", 0.74f, 0xe9e9e4, 330, 235, 48, 40)
        .polygon("umbrella", 0.66f, 0x357a5b, 300, 190, 440, 200, 372, 300);
  }

  /** Cut off by the borders, a pixel large, thin as a line, as large as the picture. */
  private static PaintedScene extremes() {
    return new PaintedScene(new ImageSize(320, 480), 0xc9d2c4)
        .polygon("bed", 0.55f, 0xc9d2c4, 0, 0, 480, 0, 480, 320, 0, 320)
        .ellipse("elephant", 0.92f, 0x8f8f96, 20, 300, 150, 140)
        .ellipse("bus", 0.86f, 0xb5533c, 470, 30, 120, 90)
        .polygon("bird", 0.71f, 0x000000, 240, 160, 241, 160, 241, 161, 240, 161)
        .polygon("skis", 0.9f, 0x3050a0, 200, 260, 460, 230, 460, 232, 200, 262)
        .polygon("frisbee", 0.63f, 0xaa2266, 160, 60, 166, 60, 166, 66, 160, 66)
        .polygon("fork", 0.77f, 0x666666, 300, 90, 303, 90, 303, 210, 300, 210);
  }

  /** More labels than there is room for. */
  private static PaintedScene crowd() {
    PaintedScene scene = new PaintedScene(new ImageSize(320, 480), 0xe3ddd2);
    String[] names = {"person", "dog", "chair", "bottle", "cup", "book", "car", "sheep"};
    for (int i = 0; i < 40; i++) {
      // Multiples of irrational numbers spread well and are the same everywhere.
      double x = 20 + 440 * (i * 0.754877666 % 1);
      double y = 20 + 280 * (i * 0.569840291 % 1);
      double radius = 10 + 34 * (i * 0.618033989 % 1);
      float score = (float) (0.99 - 0.012 * i);
      scene.polygon(names[i % names.length], score, 0xb8b0a4, star(x, y, radius, 0.6 * radius, 5));
    }
    return scene;
  }

  /** What the network finds in the picture of the golden tests, drawn at twice its size. */
  private static void reference(Path weights, Path file) throws Exception {
    RgbImage picture = ReferenceInputs.image("image", 200, 320);
    ImageSize twice = new ImageSize(400, 640);
    // The picture enters as if it had network size already.
    DetectorTransform asItIs =
        new DetectorTransform(new ShortestEdgeResize(0, 1), Normalization.DETECTRON2, 32);
    try (LoadedNetwork<InstanceSegmenter> model =
        NetworkLoader.load(
            ModelCards.published().get("mask_rcnn_mpvit_tiny_1x"),
            weights,
            null,
            InstanceSegmenter.class)) {
      ObjectDetector detector = model.pipeline().detector();
      Instances found =
          Instances.of(
              new ObjectDetector(detector.network(), asItIs, detector.decoder())
                  .detect(List.of(picture), model.manager())
                  .get(0)
                  .atLeast(0.5)
                  .resizedTo(twice));
      RgbImage larger = PillowResize.resize(picture, twice, Resampling.BILINEAR);
      ImageWriter.write(new InstanceVisualizer(COCO).draw(larger, found), file);
      for (Instance item : found.items()) {
        System.out.println(COCO.get(item.classIndex()).name() + " " + item.mask());
      }
    }
  }

  /** Corners of a star. */
  private static double[] star(double x, double y, double outer, double inner, int points) {
    double[] corners = new double[4 * points];
    for (int i = 0; i < 2 * points; i++) {
      double angle = Math.PI * (i / (double) points - 0.5);
      double radius = i % 2 == 0 ? outer : inner;
      corners[2 * i] = x + radius * Math.cos(angle);
      corners[2 * i + 1] = y + radius * Math.sin(angle);
    }
    return corners;
  }
}
