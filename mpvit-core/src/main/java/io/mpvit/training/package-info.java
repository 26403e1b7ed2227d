/**
 * Building blocks of training: recording of gradients, random streams, averaged weights. A loop is
 * made of a network, a loss, a source of batches, an optimizer and a schedule.
 */
package io.mpvit.training;
