/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * The Hugging Face hub as its own library sees it from this machine: the names of its files ({@code
 * hf://OWNER/REPO}), the settings that its users have ({@code HF_ENDPOINT}, {@code HF_TOKEN}, ...),
 * and the cache that its library keeps.
 *
 * <p>Nothing here opens a network connection.
 */
package io.mpvit.zoo.hub;
