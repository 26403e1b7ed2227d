/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.util.Utils;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.cli.Cli.Result;
import io.mpvit.zoo.fetch.FetchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code hf://OWNER/REPO} in place of a file, with what the hub's own library has fetched. */
class HubFileTest {

  private static final String REPOSITORY = "hf://mpvit-test/classifier";

  @TempDir private Path folder;

  @BeforeAll
  static void fetchAsTheHubsLibrary(@TempDir Path own) throws Exception {
    String cache = Utils.getEnvOrSystemProperty("HF_HUB_CACHE");
    if (cache == null) { // the build names a folder of its own
      cache = own.toString();
      System.setProperty("HF_HUB_CACHE", cache);
    }
    Path repository = Path.of(cache).resolve("models--mpvit-test--classifier");
    Path snapshot = Files.createDirectories(repository.resolve("snapshots/0123abcd"));
    Files.createDirectories(repository.resolve("refs"));
    Files.writeString(repository.resolve("refs/main"), "0123abcd");
    Files.copy(
        TestFiles.classifier(7),
        snapshot.resolve("pytorch_model.bin"),
        StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void canBeInspected() {
    Result result = Cli.run("inspect", REPOSITORY);
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    assertThat(result.out()).contains("0123abcd").containsPattern("fits +mpvit_tiny\n");
  }

  @Test
  void canBeConverted() throws Exception {
    Path out = folder.resolve("out.safetensors");
    assertThat(Cli.run("convert", REPOSITORY + "@0123abcd/pytorch_model.bin", out).status())
        .isZero();
    try (StateDict converted = StateDict.open(out);
        StateDict original = StateDict.open(TestFiles.classifier(7))) {
      assertThat(converted.keys()).isEqualTo(original.keys());
    }
    assertThat(Cli.run("convert", "hf://mpvit-test/none", out).err())
        .contains(out + " exists already");
  }

  @Test
  void canBeTheWeights() throws Exception {
    Path picture = TestFiles.picture(folder.resolve("a.png"), 40, 50);
    Result result = Cli.run("classify", picture, "-w", REPOSITORY);
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out()).contains("a.png");
  }

  @Test
  void modelsNameStandsForItsWeightsWhereThatIsAllowed() throws IOException {
    String name = "mask_rcnn_mpvit_pico_shapes";
    assertThat(new ModelFile(name).fetchFileOrModel())
        .isRegularFile()
        .hasFileName(name + ".safetensors");
    assertThat(new ModelFile(name).fetch()).isEqualTo(Path.of(name));
  }

  @Test
  void whatIsNotHereIsSaidInOneLine() {
    Result result = Cli.run("inspect", "hf://mpvit-test/none");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err().lines())
        .singleElement()
        .asString()
        .startsWith("mpvit inspect: hf://mpvit-test/none/model.safetensors: the network is");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hf://none", "hf://a/../b", "hf://a/b@"})
  void otherFormsAreWrongUsage(String name) {
    Result result = Cli.run("inspect", name);
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("is not of the form hf://OWNER/REPO[@REVISION][/FILE]");
  }

  @Test
  void eachPlaceThatFailedHasItsLine() {
    String text = "none of 2 places:\n  a: no\n  b: no\nadvice";
    assertThat(Failures.message(new FetchException(FetchException.Reason.NOT_FOUND, text)))
        .isEqualTo(text);
    assertThat(Failures.message(new IOException(text))).isEqualTo("none of 2 places:");
  }
}
