/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Models for applications: a few lines from a picture to results. {@link io.mpvit.zoo.model.Mpvit}
 * makes them; they run the same pipelines as the command line and DJL's predictors.
 */
package io.mpvit.zoo.model;
