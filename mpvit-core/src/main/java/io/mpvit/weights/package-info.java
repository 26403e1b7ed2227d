/**
 * Moves state dicts of checkpoint files into blocks and back: matches keys and shapes, reports
 * every disagreement at once.
 */
package io.mpvit.weights;
