/**
 * Reusable layers: blocks whose parameters and buffers carry their PyTorch state-dict keys, whose
 * shapes are known before any input is seen, and which keep no tensor longer than needed.
 */
package io.mpvit.nn;
