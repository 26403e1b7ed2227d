/** The index of a state dict that is split into several files, as Hugging Face publishes. */
package io.mpvit.checkpoint.shards;
