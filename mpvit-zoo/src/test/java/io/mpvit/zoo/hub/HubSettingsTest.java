/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubSettingsTest {

  @TempDir private Path home;

  @Test
  void withoutVariablesItIsTheHubAndItsUsualCache() {
    HubSettings settings = settings(Map.of());
    assertThat(settings.endpoint()).hasToString("https://huggingface.co/");
    assertThat(settings.token()).isEmpty();
    assertThat(settings.cache()).contains(new HubCache(home.resolve(".cache/huggingface/hub")));
    assertThat(settings.offline()).isFalse();
  }

  @Test
  void foldersMayBeElsewhere() {
    assertThat(settings(Map.of("XDG_CACHE_HOME", "/x")).cache())
        .contains(new HubCache(Path.of("/x/huggingface/hub")));
    assertThat(settings(Map.of("HF_HOME", "/h", "XDG_CACHE_HOME", "/x")).cache())
        .contains(new HubCache(Path.of("/h/hub")));
    assertThat(settings(Map.of("HF_HOME", "/h", "HF_HUB_CACHE", "/c")).cache())
        .contains(new HubCache(Path.of("/c")));
    assertThat(settings(Map.of("HUGGINGFACE_HUB_CACHE", "/old")).cache())
        .contains(new HubCache(Path.of("/old")));
  }

  @Test
  void tokenIsTheVariableElseTheFile() throws IOException {
    Path file = home.resolve(".cache/huggingface/token");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "hf_file\n");
    assertThat(settings(Map.of()).token()).contains("hf_file");
    assertThat(settings(Map.of("HF_TOKEN", " hf_variable ")).token()).contains("hf_variable");
    assertThat(settings(Map.of("HF_TOKEN", " ")).token()).contains("hf_file");
    assertThat(settings(Map.of("HF_HOME", "/nowhere")).token()).isEmpty();
    Path other = Files.writeString(home.resolve("other"), "hf_other");
    assertThat(settings(Map.of("HF_TOKEN_PATH", other.toString())).token()).contains("hf_other");
    assertThat(settings(Map.of("HF_TOKEN", "two words")).token()).isEmpty();
  }

  @Test
  void tokenIsNotInItsText() {
    assertThat(settings(Map.of("HF_TOKEN", "hf_secret")).toString())
        .doesNotContain("secret")
        .contains("token=***");
  }

  @ParameterizedTest
  @CsvSource({"1, true", "true, true", "YES, true", "0, false", "'', false", "no, false"})
  void offlineIsASwitch(String value, boolean offline) {
    assertThat(settings(Map.of("HF_HUB_OFFLINE", value)).offline()).isEqualTo(offline);
  }

  @ParameterizedTest
  @CsvSource({"http://m:80, http://m:80/", "https://m.example/hub/, https://m.example/hub/"})
  void endpointMayBeAMirror(String value, String endpoint) {
    assertThat(settings(Map.of("HF_ENDPOINT", value)).endpoint()).hasToString(endpoint);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"m.example", "ftp://m/", "https://", "http://a b/", "https://m/?x=1", "file:/x"})
  void endpointMustBeAServer(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(Map.of("HF_ENDPOINT", value)))
        .withMessageStartingWith("HF_ENDPOINT is \"" + value + "\", expected");
  }

  @Test
  void passwordIsRefusedAndNotRepeated() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(Map.of("HF_ENDPOINT", "https://me:secret@m.example/")))
        .withMessageNotContaining("secret");
  }

  private HubSettings settings(Map<String, String> variables) {
    return HubSettings.of(name -> Optional.ofNullable(variables.get(name)), home);
  }
}
