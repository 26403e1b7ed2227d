/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotWeightsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<!DOCTYPE html><html>|a web page",
        "  <html><head><title> Not Found </title>|a web page (\"Not Found\")",
        "<?xml version=\"1.0\"?><Error>|a web page",
        "{\"error\": \"gone\"}|text (\"{\"error\": \"gone\"}\")",
        "Not Found|text (\"Not Found\")",
        "version https://git-lfs.github.com/spec/v1|a Git LFS pointer, not the file that it points"
            + " to",
      })
  void textIsRecognisedWhateverTheServerCallsIt(String body, String what) {
    assertThat(
            NotWeights.describe("application/octet-stream", body.getBytes(StandardCharsets.UTF_8)))
        .contains(what);
  }

  @Test
  void byteOrderMarkHidesNoPage() {
    byte[] page = "\uFEFF<!doctype html>".getBytes(StandardCharsets.UTF_8);
    assertThat(NotWeights.describe("", page)).contains("a web page");
  }

  @Test
  void longTextIsCutShort() {
    assertThat(NotWeights.describe("", "x".repeat(500).getBytes(StandardCharsets.UTF_8)))
        .contains("text (\"" + "x".repeat(80) + "\")");
  }

  @Test
  void htmlTypeIsEnough() {
    assertThat(NotWeights.describe("Text/HTML; charset=x", new byte[] {0x1f, 0x00}))
        .contains("a web page");
  }

  @Test
  void emptyIsNotWeights() {
    assertThat(NotWeights.describe("", new byte[0])).contains("an empty file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "504b030400000000", // zip
        "80028a0a6cfc9c46f9206aa85019", // legacy .pth
        "80047d942e", // pickle
        "4000000000000000" + "7b2261", // safetensors
      })
  void weightsAreLeftAlone(String hex) {
    assertThat(NotWeights.describe("text/plain", HexFormat.of().parseHex(hex))).isEmpty();
  }
}
