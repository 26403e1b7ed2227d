/**
 * Tensors of checkpoint files: element types, where elements lie in a storage, reading them dense
 * and little-endian, and copying them to the engine.
 */
package io.mpvit.checkpoint.tensor;
