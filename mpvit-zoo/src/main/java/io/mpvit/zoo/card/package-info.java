/**
 * Model cards: what is known of every published model (task, architecture, published scores, exact
 * size, licence, where its weights are), read from {@code models.json} beside these classes.
 *
 * <p>Cards are data. Nothing here opens a network connection or starts the engine.
 */
package io.mpvit.zoo.card;
