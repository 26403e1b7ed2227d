/**
 * DJL's view of the model cards: a repository whose metadata are the cards and whose files come
 * through {@link io.mpvit.zoo.fetch.WeightsLocator}, and the {@code mpvit://} scheme.
 */
package io.mpvit.zoo.repository;
