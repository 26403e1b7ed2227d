/**
 * Kernels and geometry that the NDArray API lacks or does slowly: one class per family.
 *
 * <p>The tensor kernels are TorchScript text compiled by libtorch at first use; the same entry
 * points serve inference and training. Nothing here knows about blocks or parameters.
 */
package io.mpvit.ops;
