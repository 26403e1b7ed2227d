/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.card;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A set of model cards, in the order of their file.
 *
 * <pre>{@code
 * ModelCard card = ModelCards.published().get("retinanet_mpvit_tiny_1x");
 * }</pre>
 */
public final class ModelCards {

  private static final String PUBLISHED = "models.json";

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
   * Reads the cards of the published models, which come with this library. The file is small; it is
   * read anew at each call.
   *
   * @return the cards
   */
  public static ModelCards published() {
    InputStream in = ModelCards.class.getResourceAsStream(PUBLISHED);
    if (in == null) {
      throw new IllegalStateException("the mpvit-zoo jar lacks " + PUBLISHED);
    }
    try (Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      return read(reader, PUBLISHED);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + PUBLISHED + " from the mpvit-zoo jar", e);
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
   * @return the cards, in the file's order
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
    List<String> nearest = NearestNames.of(name, byName.keySet());
    return "unknown model \""
        + name
        + "\"; "
        + (nearest.isEmpty()
            ? "known models: " + String.join(", ", byName.keySet())
            : "did you mean " + String.join(" or ", nearest) + "?");
  }
}
