/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.card;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A set of model cards, in the order of their files.
 *
 * <pre>{@code
 * ModelCard card = ModelCards.published().get("retinanet_mpvit_tiny_1x");
 * }</pre>
 */
public final class ModelCards {

  /** The files of the families whose networks are here, in the order of tables. */
  private static final List<String> FAMILIES =
      List.of(
          "mpvit",
          "shapes",
          "detectron2",
          "resnet_imagenet",
          "coat_imagenet",
          "deformable_detr",
          "mvitv2",
          "mvitv2_imagenet",
          "dpt");

  private final Map<String, ModelCard> byName;

  private ModelCards(Collection<ModelCard> cards) {
    byName = new LinkedHashMap<>();
    for (ModelCard card : cards) {
      if (byName.put(card.name(), card) != null) {
        throw new IllegalArgumentException("two cards are named " + card.name());
      }
    }
  }

  /**
   * Reads the cards of the models that this library can run, one file per family beside this class.
   * The files are small; they are read anew at each call.
   *
   * @return the cards
   */
  public static ModelCards published() {
    List<ModelCard> cards = new ArrayList<>();
    for (String family : FAMILIES) {
      cards.addAll(family(family).all());
    }
    return new ModelCards(cards);
  }

  /**
   * Reads the cards of one family, which need not be among the published ones yet.
   *
   * @param family the name of its file, without {@code .json}
   * @return the cards
   * @throws IllegalArgumentException if there is no such file
   */
  static ModelCards family(String family) {
    String file = "cards/" + family + ".json";
    InputStream in = ModelCards.class.getResourceAsStream(file);
    if (in == null) {
      throw new IllegalArgumentException("the mpvit-zoo jar lacks " + file);
    }
    try (Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      return read(reader, file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + " from the mpvit-zoo jar", e);
    }
  }

  /**
   * Reads cards in the format of the published ones.
   *
   * @param json the file's text
   * @param source what errors call it
   * @return the cards
   * @throws IOException if the text cannot be read, is not JSON, or a card is wrong; the message
   *     names the source and the card
   */
  public static ModelCards read(Reader json, String source) throws IOException {
    List<ModelCard> cards = new CardReader(source).read(json);
    try {
      return new ModelCards(cards);
    } catch (IllegalArgumentException e) {
      throw new IOException(source + ": " + e.getMessage(), e);
    }
  }

  /**
   * Returns every card.
   *
   * @return the cards, in the files' order
   */
  public List<ModelCard> all() {
    return List.copyOf(byName.values());
  }

  /**
   * Looks a card up.
   *
   * @param name a model's name
   * @return its card, or empty if there is none of that name
   */
  public Optional<ModelCard> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /**
   * Looks a card up that must be there.
   *
   * @param name a model's name
   * @return its card
   * @throws IllegalArgumentException if there is none of that name; the message suggests the
   *     nearest names
   */
  public ModelCard get(String name) {
    return find(name).orElseThrow(() -> new IllegalArgumentException(unknown(name)));
  }

  private String unknown(String name) {
    List<String> nearest = new ArrayList<>(NearestNames.of(name, byName.keySet()));
    List<String> bundled = byName.keySet().stream().filter(BundledFile::isThere).toList();
    NearestNames.of(name, bundled).stream()
        .filter(one -> !nearest.contains(one))
        .findFirst()
        .ifPresent(nearest::add);
    return "unknown model \""
        + name
        + "\"; "
        + (nearest.isEmpty()
            ? "known models: " + String.join(", ", byName.keySet())
            : "did you mean " + String.join(" or ", nearest) + "?")
        + (bundled.isEmpty()
            ? ""
            : " (with the library come the weights of " + String.join(", ", bundled) + ")");
  }
}
