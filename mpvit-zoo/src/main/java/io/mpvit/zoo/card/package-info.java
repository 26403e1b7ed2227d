/**
 * Model cards: what is known of every published model (task, architecture, published scores, exact
 * size, licence, the places of its weights), read from one file per family in {@code cards} beside
 * these classes.
 *
 * <p>Cards are data. Nothing here opens a network connection or starts the engine.
 */
package io.mpvit.zoo.card;
