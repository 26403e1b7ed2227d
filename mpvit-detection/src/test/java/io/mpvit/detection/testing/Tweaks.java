/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.testing;

import io.mpvit.reference.WeightTweak;
import io.mpvit.reference.WeightTweaks;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Reads the changes that keep a golden's random weights from saturating every score. */
public final class Tweaks {
  private Tweaks() {}

  /** Reads a {@code .tweaks.json} resource; the order of the file is the order of application. */
  public static List<WeightTweak> resource(String name) {
    try (Reader reader =
        new InputStreamReader(
            Objects.requireNonNull(Tweaks.class.getResourceAsStream(name), name),
            StandardCharsets.UTF_8)) {
      return WeightTweaks.read(reader);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }
}
