/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.report;

import io.mpvit.image.ImageWriter;
import io.mpvit.training.loop.TrainingListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Draws {@code curve.png} from {@code metrics.jsonl} at every checkpoint and at the end, whole or
 * not at all: losses (means of stretches of steps), learning rate, and the scores of evaluations.
 * Steps of earlier runs of the same training are in it.
 *
 * <p>It follows {@link io.mpvit.training.loop.MetricsFiles}, and whatever adds scores to it, in the
 * list of listeners. A picture that cannot be drawn or written does not end a training.
 */
public final class LossCurve implements TrainingListener {

  /** The picture's name. */
  public static final String PICTURE = "curve.png";

  private final Path folder;
  private final Consumer<String> warnings;
  private CurveData data;
  private boolean warned;

  /**
   * Creates the listener.
   *
   * @param folder where the metrics are and the picture goes
   * @param warnings is told once, in one line, if there is no picture and why
   */
  public LossCurve(Path folder, Consumer<String> warnings) {
    this.folder = folder;
    this.warnings = warnings;
  }

  @Override
  public void started(long iteration, long iterations) {
    data = new CurveData(folder);
  }

  @Override
  public void checkpoint(long iteration, Path checkpoint) {
    draw();
  }

  @Override
  public void ended() {
    if (data != null) {
      draw();
    }
  }

  private void draw() {
    try {
      data.readOn();
      if (!data.losses().isEmpty()) {
        ImageWriter.write(CurveChart.draw(data), folder.resolve(PICTURE));
      }
    } catch (IOException e) {
      warn(e.getMessage());
    } catch (LinkageError | InternalError | RuntimeException e) {
      // Java without fonts fails in all of these ways, XChart missing in the first.
      warn(
          "no "
              + PICTURE
              + ": it needs XChart on the class path, and fonts (on Linux the packages fontconfig"
              + " and fonts-dejavu-core): "
              + e);
    }
  }

  private void warn(String problem) {
    if (!warned) {
      warnings.accept(problem);
    }
    warned = true;
  }
}
