/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LicencesTest {

  private static JsonObject bom(Path folder) throws IOException {
    String text = Files.readString(folder.resolve("target").resolve("bom.json"));
    return JsonParser.parseString(text).getAsJsonObject();
  }

  @Test
  void everyLibraryThatIsPublishedOrNeededIsPermissive() throws IOException {
    for (String module : Modules.JARS) {
      assertThat(Licences.refused(bom(Modules.folder(module)))).as(module).isEmpty();
      assertThat(Licences.components(bom(Modules.folder(module))))
          .as(module)
          .contains("ai.djl:api", "ai.djl.pytorch:pytorch-engine");
    }
  }

  @Test
  void everyLibraryOfTheDistributionIsNamedWithItsLicence() throws IOException {
    assertThat(Licences.refused(bom(Path.of("")))).isEmpty();
    String named = Files.readString(Path.of("src/main/dist/THIRD-PARTY.md"));
    assertThat(Licences.components(bom(Path.of(""))))
        .hasSizeGreaterThan(15)
        .filteredOn(name -> !name.startsWith("io.mpvit:"))
        .allSatisfy(name -> assertThat(named).contains(name));
  }

  @Test
  void aLibraryUnderOtherTermsOrNoneIsRefused() {
    JsonObject bom =
        JsonParser.parseString(
                """
                {"components": [
                  {"group": "a", "name": "copyleft", "licenses": [{"license": {"id": "GPL-3.0-only"}}]},
                  {"group": "a", "name": "silent"},
                  {"group": "a", "name": "four", "licenses": [{"license": {"id": "BSD-4-Clause"}}]},
                  {"group": "a", "name": "own", "licenses": [{"license": {"name": "Our terms"}}]},
                  {"group": "a", "name": "choice", "licenses": [
                    {"license": {"id": "LGPL-2.1-or-later"}}, {"license": {"id": "Apache-2.0"}}]}]}
                """)
            .getAsJsonObject();
    assertThat(Licences.refused(bom))
        .containsExactly(
            "a:copyleft is under [GPL-3.0-only]",
            "a:silent is under no known licence",
            "a:four is under [BSD-4-Clause]",
            "a:own is under [Our terms]");
  }
}
