/**
 * State dicts that come as pickles: PyTorch's zip container and legacy stream, and plain pickles
 * with NumPy arrays.
 */
package io.mpvit.checkpoint.pth;
