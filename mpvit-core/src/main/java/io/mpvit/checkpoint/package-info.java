/**
 * Checkpoint files: reading PyTorch {@code .pth} (zip and legacy stream; also called {@code .bin}
 * and {@code .pyth}), plain {@code .pkl} and {@code .safetensors} files and indices of shards, and
 * writing {@code .pth} and {@code .safetensors}.
 *
 * <p>{@link io.mpvit.checkpoint.StateDict} is the entry point for reading and {@link
 * io.mpvit.checkpoint.CheckpointWriter} the one for writing. Pickles are read by a restricted
 * machine of our own: a global named in a file is only ever a name, so nothing that a file says is
 * executed, loaded or looked up. A file that cannot be used ends in a {@link
 * io.mpvit.checkpoint.file.CheckpointException} that names the file and the reason; an {@link
 * java.io.IOException} means that the file system failed.
 */
package io.mpvit.checkpoint;
