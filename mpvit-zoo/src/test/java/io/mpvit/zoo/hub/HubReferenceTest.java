/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubReferenceTest {

  @ParameterizedTest
  @CsvSource(
      value = {
        "hf://o/r, o, r, main, -, hf://o/r",
        "hf://o/r/, o, r, main, -, hf://o/r",
        "hf://timm/coat_tiny.in1k@main, timm, coat_tiny.in1k, main, -, hf://timm/coat_tiny.in1k",
        "hf://o/r@v1.0/sub/m.bin, o, r, v1.0, sub/m.bin, hf://o/r@v1.0/sub/m.bin",
        "hf://o-1/r_2/model.safetensors, o-1, r_2, main, model.safetensors,"
            + " hf://o-1/r_2/model.safetensors",
      },
      nullValues = "-")
  void isReadAndWritten(
      String text, String owner, String repository, String revision, String file, String shortest) {
    HubReference reference = HubReference.of(text);
    assertThat(reference)
        .isEqualTo(new HubReference(owner, repository, revision, Optional.ofNullable(file)))
        .hasToString(shortest);
    assertThat(HubReference.of(shortest)).isEqualTo(reference);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hf://",
        "hf://owner",
        "hf://owner/",
        "hf:/owner/repository",
        "HF://owner/repository",
        "hf://o/r@/f",
        "hf://o/..",
        "hf://../r",
        "hf://o/r/../../f",
        "hf://o/r/a//b",
        "hf://o/r@..",
        "hf://o/r/a b",
        "hf://o/r/f?x=1",
        "hf://o/r/%2e%2e/f",
        "https://host.example/o/r"
      })
  void otherFormsAreRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HubReference.of(text))
        .withMessage("\"" + text + "\" is not of the form hf://OWNER/REPO[@REVISION][/FILE]");
  }

  @Test
  void addressIsThatOfTheHubsFiles() {
    HubReference file = HubReference.of("hf://SenseTime/deformable-detr/model.safetensors");
    assertThat(file.address(HubSettings.HUB))
        .hasToString(
            "https://huggingface.co/SenseTime/deformable-detr/resolve/main/model.safetensors");
    assertThat(
            HubReference.of("hf://o/r@v2").withFile("a/b.bin").address(URI.create("http://m/x/")))
        .hasToString("http://m/x/o/r/resolve/v2/a/b.bin");
  }
}
