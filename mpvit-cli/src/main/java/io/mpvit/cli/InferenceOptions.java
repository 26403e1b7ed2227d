/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.mpvit.file.TextFile;
import io.mpvit.image.ImageSize;
import io.mpvit.segmentation.Ade20kClasses;
import io.mpvit.segmentation.SegmentationClasses;
import io.mpvit.segmentation.SemanticSegmenter;
import io.mpvit.segmentation.inference.Flip;
import io.mpvit.segmentation.inference.InferencePlan;
import io.mpvit.segmentation.inference.Windows;
import io.mpvit.zoo.network.LoadedNetwork;
import io.mpvit.zoo.network.ModelClasses;
import io.mpvit.zoo.preset.Presets;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How often and how a segmenter looks at a picture, and what its classes are called. */
final class InferenceOptions {

  private static final double SMALLEST = 0.1;
  private static final double LARGEST = 10;
  private static final ImageSize CROP = new ImageSize(512, 512);

  /** Which parts of a picture the network sees one by one. */
  enum Mode {
    /** All at once. */
    WHOLE,
    /** Through a sliding window. */
    SLIDE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--mode",
      paramLabel = "whole|slide",
      defaultValue = "whole",
      description =
          "Show the network the whole picture (default, as published), or parts of it through a"
              + " sliding window, whose logits are averaged.")
  private Mode mode;

  @Option(
      names = "--crop",
      paramLabel = "HxW",
      converter = SizeConverter.class,
      description = "With --mode slide: the window (default: 512x512).")
  private ImageSize crop;

  @Option(
      names = "--stride",
      paramLabel = "HxW",
      converter = SizeConverter.class,
      description = "With --mode slide: its steps (default: two thirds of it).")
  private ImageSize stride;

  @Option(
      names = "--scales",
      paramLabel = "S",
      split = ",",
      defaultValue = "1",
      description =
          "Look at these multiples of the published size, such as 0.5,0.75,1,1.25,1.5,1.75, and"
              + " average the probabilities (default: ${DEFAULT-VALUE}).")
  private List<Double> scales;

  @Option(names = "--flip", description = "Look at every size a second time, mirrored.")
  private boolean flip;

  @Option(
      names = "--names",
      paramLabel = "FILE",
      description =
          "Names of the classes, one per line (default: those that the weights name, else ADE20K's"
              + " for 150 classes, else numbers).")
  private Path names;

  /** Checks all that can be checked before the work. */
  void check() throws IOException {
    if (!scales.stream().allMatch(scale -> scale >= SMALLEST && scale <= LARGEST)) {
      throw wrong("--scales lie between 0.1 and 10, found " + scales);
    }
    if (mode == Mode.WHOLE && (crop != null || stride != null)) {
      throw wrong("--crop and --stride go with --mode slide");
    }
    try {
      plan();
    } catch (IllegalArgumentException e) {
      throw wrong("--crop, --stride: " + e.getMessage());
    }
    if (names != null) {
      readNames();
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private Windows.Sliding sliding() {
    ImageSize window = crop == null ? CROP : crop;
    return stride == null ? new Windows.Sliding(window) : new Windows.Sliding(window, stride);
  }

  private InferencePlan plan() {
    return new InferencePlan(
        mode == Mode.WHOLE ? new Windows.Whole() : sliding(), scales, Flip.looks(flip));
  }

  /** A segmenter that follows the plan. */
  SemanticSegmenter apply(SemanticSegmenter pipeline) {
    return pipeline.withPlan(plan());
  }

  /**
   * The classes of a network: those of the user's file; those that its weights name; ADE20K's if
   * their number is right; else numbered ones.
   *
   * @throws IOException if the file of names cannot be read or has another number
   */
  SegmentationClasses classes(LoadedNetwork<SemanticSegmenter> model) throws IOException {
    if (names != null) {
      int count = Presets.of(model.card()).classes(model.block());
      List<String> lines = readNames();
      if (lines.size() != count) {
        throw new IOException(
            names + " has " + lines.size() + " class names, the network has " + count);
      }
      return SegmentationClasses.of(lines);
    }
    return ModelClasses.segmented(model);
  }

  /**
   * The names of a network's classes, if somebody says what they are.
   *
   * @throws IOException as {@link #classes} does
   */
  Optional<List<String>> known(LoadedNetwork<SemanticSegmenter> model) throws IOException {
    SegmentationClasses classes = classes(model);
    boolean known =
        names != null
            || model.labels().isPresent()
            || classes.size() == Ade20kClasses.classes().size();
    return known ? Optional.of(classes.names()) : Optional.empty();
  }

  private List<String> readNames() throws IOException {
    try {
      return TextFile.read(names).lines().filter(line -> !line.isBlank()).toList();
    } catch (FileSystemException e) {
      throw new IOException("cannot read class names " + names + ": " + Failures.reason(e), e);
    } catch (IOException e) {
      throw new IOException("cannot read class names " + e.getMessage(), e); // it names the file
    }
  }

  /** What results depend on. */
  JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("mode", mode.toString());
    if (mode == Mode.SLIDE) {
      Windows.Sliding windows = sliding();
      json.addProperty("crop", windows.crop().toString());
      json.addProperty("stride", windows.stride().toString());
    }
    JsonArray ratios = new JsonArray();
    scales.forEach(ratios::add);
    json.add("scales", ratios);
    json.addProperty("flip", flip);
    return json;
  }
}
