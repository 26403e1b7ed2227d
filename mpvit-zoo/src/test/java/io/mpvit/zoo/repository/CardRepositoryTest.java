/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.Application;
import ai.djl.repository.Artifact;
import ai.djl.repository.MRL;
import ai.djl.repository.Metadata;
import ai.djl.repository.Repository;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.fetch.Downloader;
import io.mpvit.zoo.fetch.WeightsLocator;
import io.mpvit.zoo.fetch.WeightsPlaces;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CardRepositoryTest {

  private static final byte[] WEIGHTS = {'P', 'K', 3, 4, 0, 0};

  @TempDir private Path temp;

  @Test
  void djlKnowsTheScheme() {
    Repository repository = Repository.newInstance("one", "mpvit://retinanet_mpvit_tiny_1x");
    assertThat(repository).isInstanceOf(CardRepository.class);
    assertThat(repository.getResources())
        .extracting(MRL::getArtifactId)
        .containsExactly("retinanet_mpvit_tiny_1x");
  }

  @Test
  void emptyAddressOffersAll() {
    List<MRL> all = repository("mpvit:///").getResources();
    assertThat(all).hasSize(ModelCards.published().all().size());
    assertThat(all.get(0).getApplication()).isEqualTo(Application.CV.IMAGE_CLASSIFICATION);
  }

  @Test
  void metadataComeFromTheCard() {
    CardRepository repository = repository("mpvit://retinanet_mpvit_tiny_1x?score=0.3");
    Metadata metadata = repository.locate(only(repository));
    assertThat(metadata.getGroupId()).isEqualTo("io.mpvit");
    assertThat(metadata.getApplication()).isEqualTo(Application.CV.OBJECT_DETECTION);
    assertThat(metadata.getLicenses().values())
        .singleElement()
        .extracting("name")
        .asString()
        .contains("GPL-3.0");
    Artifact artifact = metadata.getArtifacts().get(0);
    assertThat(artifact.getProperties())
        .containsEntry("backbone", "mpvit_tiny")
        .containsEntry("architecture", "retinanet_mpvit_tiny")
        .containsEntry("schedule", "1x")
        .containsEntry("dataset", "COCO 2017");
    assertThat(artifact.getArguments(null))
        .containsEntry("model", "retinanet_mpvit_tiny_1x")
        .containsEntry("score", "0.3")
        .containsEntry("application", "cv/object_detection");
    assertThat(artifact.getOptions(null)).containsEntry("hasParameter", "false");
    assertThat(artifact.getFiles().values())
        .singleElement()
        .extracting(Artifact.Item::getName)
        .isEqualTo("retinanet_mpvit_tiny_1x.pth");
  }

  @Test
  void modelThatIsNotOfferedIsNotLocated() {
    CardRepository one = repository("mpvit://mpvit_tiny");
    MRL other = one.model(Application.CV.IMAGE_CLASSIFICATION, "io.mpvit", "mpvit_small");
    assertThat(one.locate(other)).isNull();
    assertThat(one.resolve(other, null)).isNull();
  }

  @Test
  void preparedArtifactIsTheFileThatTheLocatorFinds() throws IOException {
    CardRepository repository = repository("mpvit://mpvit_tiny");
    Artifact artifact = repository.resolve(only(repository), null);
    assertThat(repository.getResourceDirectory(artifact)).doesNotExist().startsWithRaw(temp);
    assertThat(only(repository).isPrepared(artifact)).isFalse();
    Path file = Files.write(temp.resolve("mpvit_tiny.pth"), WEIGHTS);
    assertThat(only(repository).isPrepared(artifact)).isTrue();
    repository.prepare(artifact, null);
    assertThat(repository.getResourceDirectory(artifact)).isEqualTo(temp.toAbsolutePath());
    Artifact.Item item = artifact.getFiles().get("parameters");
    assertThat(repository.getFile(item, "")).isEqualTo(file.toAbsolutePath());
    try (InputStream in = repository.openStream(item, "")) {
      assertThat(in.readAllBytes()).isEqualTo(WEIGHTS);
    }
  }

  @Test
  void weightsOfOnesOwnComeWithTheAddressOrLater() throws IOException {
    Path file = Files.write(temp.resolve("mine.pth"), WEIGHTS);
    for (CardRepository repository :
        List.of(
            repository("mpvit://mpvit_tiny?weights=" + file.toUri().getRawPath()),
            repository("mpvit://mpvit_tiny")
                .only("mpvit_tiny", Optional.of(file.toString()), true))) {
      Artifact artifact = repository.resolve(only(repository), null);
      repository.prepare(artifact, null);
      assertThat(repository.getFile(artifact.getFiles().get("parameters"), ""))
          .isEqualTo(file.toAbsolutePath());
    }
  }

  @Test
  void weightsMayBeAFileOfTheHub() throws IOException {
    CardRepository repository = repository("mpvit://mpvit_tiny?weights=hf://o/r@v1");
    Artifact artifact = repository.resolve(only(repository), null);
    Path kept = temp.resolve("djl/cache/mpvit/hub/o/r/v1").toAbsolutePath();
    assertThat(only(repository).isPrepared(artifact)).isFalse();
    assertThatIOException()
        .isThrownBy(() -> repository.prepare(artifact, null))
        .withMessageStartingWith("hf://o/r@v1/model.safetensors: the network is switched off");
    Files.createDirectories(kept);
    Path file = Files.write(kept.resolve("pytorch_model.bin"), WEIGHTS);
    assertThat(only(repository).isPrepared(artifact)).isTrue();
    repository.prepare(artifact, null);
    assertThat(repository.getFile(artifact.getFiles().get("parameters"), "")).isEqualTo(file);
  }

  @Test
  void withoutWeightsAndNetworkPrepareSaysWhatToDo() {
    CardRepository repository = repository("mpvit://mpvit_tiny");
    assertThatIOException()
        .isThrownBy(() -> repository.prepare(repository.resolve(only(repository), null), null))
        .withMessageContaining("MPVIT_WEIGHTS");
  }

  @Test
  void unknownModelIsAnsweredWithTheNearest() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> repository("mpvit://retinanet-mpvit-tiny-1x"))
        .withMessageContaining("did you mean retinanet_mpvit_tiny_1x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mpvit://mpvit_tiny/1", "mpvit:mpvit_tiny", "djl://mpvit_tiny"})
  void otherAddressesAreRefused(String uri) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> repository(uri))
        .withMessageContaining("mpvit://MODEL");
  }

  private CardRepository repository(String uri) {
    WeightsPlaces places =
        WeightsPlaces.of(Optional.of(temp.toString()), temp.resolve("djl"), true);
    return new CardRepository(
        "test",
        URI.create(uri),
        ModelCards.published(),
        () -> new WeightsLocator(places, new Downloader()));
  }

  private static MRL only(CardRepository repository) {
    return repository.getResources().get(0);
  }
}
