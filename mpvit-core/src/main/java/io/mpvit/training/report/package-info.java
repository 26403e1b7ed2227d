/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * What people look at while and after a network is trained. Drawing needs XChart, an optional
 * dependency, which whoever wants pictures adds.
 */
package io.mpvit.training.report;
