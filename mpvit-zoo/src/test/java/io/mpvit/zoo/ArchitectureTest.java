/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the modules; see docs/architecture.md. */
@AnalyzeClasses(
    packages = "io.mpvit",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {

  /** From the phase {@code package} on, the other modules' tests are jars. */
  static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  private static final String DETECTION = "io.mpvit.detection..";
  private static final String SEGMENTATION = "io.mpvit.segmentation..";
  private static final String ZOO = "io.mpvit.zoo..";

  @ArchTest
  static final ArchRule ONLY_THE_COMMAND_LINE_KNOWS_THE_ZOO =
      noClasses()
          .that()
          .resideOutsideOfPackage(ZOO)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ZOO);

  @ArchTest
  static final ArchRule CORE_KNOWS_NO_HEADS =
      noClasses()
          .that()
          .resideOutsideOfPackages(ZOO, DETECTION, SEGMENTATION)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(DETECTION, SEGMENTATION);

  @ArchTest
  static final ArchRule HEADS_DO_NOT_KNOW_EACH_OTHER =
      noClasses()
          .that()
          .resideInAPackage(DETECTION)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(SEGMENTATION);

  /** A head knows what {@code BackboneConfig} says, so that any backbone fits under it. */
  @ArchTest
  static final ArchRule HEADS_KNOW_NO_FAMILY_OF_BACKBONES =
      noClasses()
          .that()
          .resideInAnyPackage(DETECTION, SEGMENTATION)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.mpvit.backbone.*..");

  /** Only presets name families; the rest of the zoo asks the preset. */
  @ArchTest
  static final ArchRule ONLY_PRESETS_KNOW_FAMILIES_OF_BACKBONES =
      noClasses()
          .that()
          .resideInAPackage(ZOO)
          .and()
          .resideOutsideOfPackage("io.mpvit.zoo.preset")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.mpvit.backbone.*..");

  @ArchTest
  static final ArchRule NO_CYCLES = slices().matching("io.mpvit.(**)").should().beFreeOfCycles();
}
