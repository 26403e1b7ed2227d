/** Kernels that the NDArray API lacks or does slowly, and plain Java geometry of boxes. */
package io.mpvit.ops;
