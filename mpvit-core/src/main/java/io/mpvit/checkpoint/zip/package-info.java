/** Zip archives as PyTorch writes them, read in place and written aligned. */
package io.mpvit.checkpoint.zip;
