/**
 * Bytes of a checkpoint file: positional reads of an open file and of parts of it, buffers, limits
 * of memory, writing whole or not at all, and the exception by which a file fails.
 */
package io.mpvit.checkpoint.file;
