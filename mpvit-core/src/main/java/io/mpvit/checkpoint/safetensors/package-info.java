/** The safetensors format. */
package io.mpvit.checkpoint.safetensors;
