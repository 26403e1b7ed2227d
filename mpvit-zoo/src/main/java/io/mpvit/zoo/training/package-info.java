/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
/** Training of a model on a folder of data, from the first step to the weights, for any task. */
package io.mpvit.zoo.training;
