/**
 * Deterministic weights and inputs: a formula that any implementation can follow, so that two of
 * them can be compared without exchanging files.
 */
package io.mpvit.reference;
