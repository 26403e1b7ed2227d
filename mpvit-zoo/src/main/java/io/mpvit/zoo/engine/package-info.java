/** Starts DJL's PyTorch engine, and says what to add where it does not start. */
package io.mpvit.zoo.engine;
