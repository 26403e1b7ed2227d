/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the packages of this module; see docs/architecture.md. */
@AnalyzeClasses(packages = "io.mpvit", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule ARROWS_GO_ONE_WAY =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("ops")
          .definedBy("io.mpvit.ops")
          .layer("nn")
          .definedBy("io.mpvit.nn..")
          .layer("backbone")
          .definedBy("io.mpvit.backbone")
          .layer("backbone families")
          .definedBy("io.mpvit.backbone.*")
          .layer("checkpoint")
          .definedBy("io.mpvit.checkpoint..")
          .layer("weights")
          .definedBy("io.mpvit.weights")
          .layer("image")
          .definedBy("io.mpvit.image")
          .layer("visualize")
          .definedBy("io.mpvit.visualize")
          .layer("pipeline")
          .definedBy("io.mpvit.pipeline")
          .layer("classification")
          .definedBy("io.mpvit.classification")
          .layer("training")
          .definedBy("io.mpvit.training..")
          .layer("work")
          .definedBy("io.mpvit.work")
          .layer("file")
          .definedBy("io.mpvit.file")
          .layer("reference")
          .definedBy("io.mpvit.reference")
          .whereLayer("ops")
          .mayNotAccessAnyLayer()
          .whereLayer("file")
          .mayNotAccessAnyLayer()
          .whereLayer("checkpoint")
          .mayOnlyAccessLayers("file")
          .whereLayer("image")
          .mayOnlyAccessLayers("file")
          .whereLayer("work")
          .mayOnlyAccessLayers("file")
          .whereLayer("visualize")
          .mayOnlyAccessLayers("image")
          .whereLayer("nn")
          .mayOnlyAccessLayers("ops")
          .whereLayer("weights")
          .mayOnlyAccessLayers("nn", "ops", "checkpoint")
          .whereLayer("backbone")
          .mayOnlyAccessLayers("nn", "checkpoint", "weights")
          .whereLayer("backbone families")
          .mayOnlyAccessLayers("backbone", "nn", "ops", "checkpoint", "weights")
          .whereLayer("training")
          .mayOnlyAccessLayers("nn", "ops", "checkpoint", "weights", "image", "work")
          .layer("classification evaluation")
          .definedBy("io.mpvit.classification.evaluation")
          .whereLayer("classification evaluation")
          .mayOnlyAccessLayers("classification", "image", "work")
          .layer("classification training")
          .definedBy("io.mpvit.classification.training")
          .whereLayer("classification training")
          .mayOnlyAccessLayers("classification evaluation", "training", "nn", "ops", "image")
          .whereLayer("reference")
          .mayOnlyAccessLayers("nn", "image")
          .whereLayer("pipeline")
          .mayOnlyAccessLayers("image", "nn", "ops")
          .whereLayer("classification")
          .mayOnlyAccessLayers("pipeline", "image", "nn");

  /** A family of backbones is a package of its own and knows no other. */
  @ArchTest
  static final ArchRule FAMILIES_OF_BACKBONES_ARE_APART =
      slices().matching("io.mpvit.backbone.(*)").should().notDependOnEachOther();

  /** Readers and writers of one format know no other; what they find meets at the top. */
  @ArchTest
  static final ArchRule CHECKPOINT_ARROWS_GO_ONE_WAY =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("entry points")
          .definedBy("io.mpvit.checkpoint")
          .layer("file")
          .definedBy("io.mpvit.checkpoint.file")
          .layer("tensor")
          .definedBy("io.mpvit.checkpoint.tensor")
          .layer("zip")
          .definedBy("io.mpvit.checkpoint.zip")
          .layer("pickle")
          .definedBy("io.mpvit.checkpoint.pickle")
          .layer("pth")
          .definedBy("io.mpvit.checkpoint.pth")
          .layer("safetensors")
          .definedBy("io.mpvit.checkpoint.safetensors")
          .layer("shards")
          .definedBy("io.mpvit.checkpoint.shards")
          .whereLayer("entry points")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("file")
          .mayNotAccessAnyLayer()
          .whereLayer("tensor")
          .mayOnlyAccessLayers("file")
          .whereLayer("zip")
          .mayOnlyAccessLayers("file")
          .whereLayer("pickle")
          .mayOnlyAccessLayers("tensor", "file")
          .whereLayer("pth")
          .mayOnlyAccessLayers("pickle", "zip", "tensor", "file")
          .whereLayer("safetensors")
          .mayOnlyAccessLayers("tensor", "file")
          .whereLayer("shards")
          .mayOnlyAccessLayers("file")
          .whereLayer("entry points")
          .mayOnlyAccessLayers("pth", "safetensors", "shards", "tensor", "file");

  @ArchTest
  static final ArchRule NO_CYCLES = slices().matching("io.mpvit.(**)").should().beFreeOfCycles();
}
