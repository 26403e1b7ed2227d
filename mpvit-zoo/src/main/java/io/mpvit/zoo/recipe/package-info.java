/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * How models learn: what a task's data folder holds, which losses and which recipe a network is
 * trained with, and how it is scored. It knows tasks; families of networks bring the rest.
 */
package io.mpvit.zoo.recipe;
