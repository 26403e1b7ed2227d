/** Gradients of a network and the optimizer that follows them. */
package io.mpvit.training.optimizer;
