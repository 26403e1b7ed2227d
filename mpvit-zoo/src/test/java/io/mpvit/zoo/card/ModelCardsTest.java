/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.Application;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCardsTest {

  private final ModelCards cards = ModelCards.published();

  private List<ModelCard> onMpvit() {
    return cards.all().stream().filter(card -> card.backbone().startsWith("mpvit_")).toList();
  }

  @Test
  void thereIsACardForEveryPublishedModelOfTheFamilies() {
    assertThat(onMpvit())
        .extracting(ModelCard::name)
        .containsExactly(
            "mpvit_tiny",
            "mpvit_xsmall",
            "mpvit_small",
            "mpvit_base",
            "retinanet_mpvit_tiny_1x",
            "retinanet_mpvit_xs_1x",
            "retinanet_mpvit_small_1x",
            "retinanet_mpvit_base_1x",
            "retinanet_mpvit_tiny_ms_3x",
            "retinanet_mpvit_xs_ms_3x",
            "retinanet_mpvit_small_ms_3x",
            "retinanet_mpvit_base_ms_3x",
            "mask_rcnn_mpvit_tiny_1x",
            "mask_rcnn_mpvit_xs_1x",
            "mask_rcnn_mpvit_small_1x",
            "mask_rcnn_mpvit_base_1x",
            "mask_rcnn_mpvit_tiny_ms_3x",
            "mask_rcnn_mpvit_xs_ms_3x",
            "mask_rcnn_mpvit_small_ms_3x",
            "mask_rcnn_mpvit_base_ms_3x",
            "cascade_mask_rcnn_mpvit_small_ms_3x",
            "cascade_mask_rcnn_mpvit_base_ms_3x",
            "deformable_detr_mpvit_small",
            "upernet_mpvit_small",
            "upernet_mpvit_base",
            "mask_rcnn_mpvit_pico_shapes",
            "deformable_detr_mpvit_pico_shapes",
            "upernet_mpvit_pico_shapes");
  }

  @ParameterizedTest
  @CsvSource({
    "mpvit_tiny, 5843736, 1.6, acc1, 78.210",
    "mpvit_xsmall, 10573448, 2.9, acc1, 80.896",
    "mpvit_small, 22892400, 4.7, acc1, 82.960",
    "mpvit_base, 74845976, 16.4, acc1, 84.292",
    "retinanet_mpvit_tiny_1x, 15104612, 196, box_AP, 41.8",
    "retinanet_mpvit_xs_1x, 19911060, 211, box_AP, 43.8",
    "retinanet_mpvit_small_1x, 32294268, 248, box_AP, 45.7",
    "retinanet_mpvit_base_1x, 84635428, 482, box_AP, 47.0",
    "retinanet_mpvit_tiny_ms_3x, 15104612, 196, box_AP, 44.4",
    "retinanet_mpvit_xs_ms_3x, 19911060, 211, box_AP, 46.1",
    "retinanet_mpvit_small_ms_3x, 32294268, 248, box_AP, 47.5802",
    "retinanet_mpvit_base_ms_3x, 84635428, 482, box_AP, 48.3",
    "mask_rcnn_mpvit_tiny_1x, 25712224, 216, box_AP, 42.2",
    "mask_rcnn_mpvit_xs_1x, 30434704, 231, box_AP, 44.2",
    "mask_rcnn_mpvit_small_1x, 42744184, 268, box_AP, 46.4",
    "mask_rcnn_mpvit_base_1x, 94667552, 503, box_AP, 48.2",
    "mask_rcnn_mpvit_tiny_ms_3x, 25712224, 216, box_AP, 44.8",
    "mask_rcnn_mpvit_xs_ms_3x, 30434704, 231, box_AP, 46.6",
    "mask_rcnn_mpvit_small_ms_3x, 42744184, 268, box_AP, 48.4422",
    "mask_rcnn_mpvit_base_ms_3x, 94667552, 503, box_AP, 49.5",
    "upernet_mpvit_small, 51588020, 943, mIoU, 48.25",
    "upernet_mpvit_base, 105295196, 1185, mIoU, 50.26",
  })
  void numbersAreThePublishedOnes(
      String name, long parameters, double gflops, String score, double percent) {
    ModelCard card = cards.get(name);
    assertThat(card.parameters()).isEqualTo(parameters);
    assertThat(card.gflops()).hasValue(gflops);
    assertThat(card.scores().get(0)).isEqualTo(new Score(score, percent));
  }

  @ParameterizedTest
  @CsvSource({
    "mask_rcnn_mpvit_tiny_1x, 39.0",
    "mask_rcnn_mpvit_xs_1x, 40.4",
    "mask_rcnn_mpvit_small_1x, 42.4",
    "mask_rcnn_mpvit_base_1x, 43.5",
    "mask_rcnn_mpvit_tiny_ms_3x, 41.0",
    "mask_rcnn_mpvit_xs_ms_3x, 42.3",
    "mask_rcnn_mpvit_small_ms_3x, 43.9366",
    "mask_rcnn_mpvit_base_ms_3x, 44.5",
  })
  void masksHaveAScoreOfTheirOwn(String name, double percent) {
    assertThat(cards.get(name).score("mask_AP")).contains(new Score("mask_AP", percent));
  }

  @ParameterizedTest
  @CsvSource({
    "cascade_mask_rcnn_mpvit_small_ms_3x, 70385894",
    "cascade_mask_rcnn_mpvit_base_ms_3x, 122309262",
  })
  void theCascadesHaveNothingButAConfiguration(String name, long parameters) {
    ModelCard card = cards.get(name);
    assertThat(card.parameters()).isEqualTo(parameters);
    assertThat(card.checkpoint()).isEmpty();
    assertThat(card.scores()).isEmpty();
    assertThat(card.gflops()).isEmpty();
    assertThat(card.licence().text()).contains("No weights were published");
    assertThat(card.notes()).singleElement().asString().contains("a file of your own");
  }

  @Test
  void everyPublishedFileHasALicenceAndAnAddress() {
    Set<String> urls = new HashSet<>();
    for (ModelCard card : onMpvit()) {
      if (card.name().startsWith("cascade_") || card.dataset().equals("shapes")) {
        continue;
      }
      assertThat(card.licence().text()).contains("GPL-3.0").contains("commercial");
      Place place = card.places().get(0);
      assertThat(card.places()).hasSize(1);
      assertThat(place.kind()).isEqualTo(PlaceKind.DEAD);
      assertThat(place.fileName()).isEqualTo(card.name() + ".pth");
      assertThat(card.weightsFileName()).isEqualTo(place.fileName());
      assertThat(place.address().getPath()).endsWith("/" + place.fileName());
      assertThat(place.address().getScheme()).isEqualTo("https");
      assertThat(urls.add(place.address().toString())).as("address is its own").isTrue();
    }
  }

  @Test
  void detectionCardKnowsItsParts() {
    ModelCard card = cards.get("retinanet_mpvit_xs_ms_3x");
    assertThat(card.task()).isEqualTo(Task.DETECTION);
    assertThat(card.task().application()).isEqualTo(Application.CV.OBJECT_DETECTION);
    assertThat(card.architecture()).isEqualTo("retinanet_mpvit_xs");
    assertThat(card.backbone()).isEqualTo("mpvit_xsmall");
    assertThat(card.schedule()).isEqualTo("MS+3x");
    assertThat(card.dataset()).isEqualTo("COCO 2017");
  }

  @Test
  void segmentationCardKnowsItsParts() {
    ModelCard card = cards.get("upernet_mpvit_base");
    assertThat(card.task()).isEqualTo(Task.SEMANTIC_SEGMENTATION);
    assertThat(card.task().application()).isEqualTo(Application.CV.SEMANTIC_SEGMENTATION);
    assertThat(card.backbone()).isEqualTo("mpvit_base");
    assertThat(card.schedule()).isEqualTo("160K");
    assertThat(card.dataset()).isEqualTo("ADE20K");
    assertThat(card.scores())
        .containsExactly(
            new Score("mIoU", 50.26), new Score("mAcc", 62.18), new Score("aAcc", 83.55));
    assertThat(cards.get("upernet_mpvit_small").scores())
        .containsExactly(
            new Score("mIoU", 48.25), new Score("mAcc", 60.56), new Score("aAcc", 82.43));
  }

  @Test
  void allSixScoresOfTheFullRow() {
    ModelCard card = cards.get("retinanet_mpvit_small_ms_3x");
    assertThat(card.scores())
        .extracting(Score::name)
        .containsExactly("box_AP", "AP50", "AP75", "APs", "APm", "APl");
    assertThat(card.score("APl")).contains(new Score("APl", 61.1945));
    assertThat(card.score("mask_AP")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "retinanet_mpvit_tiny_1x, 17M",
    "retinanet_mpvit_tiny_ms_3x, 17M",
    "mask_rcnn_mpvit_tiny_1x, 28M",
    "mask_rcnn_mpvit_tiny_ms_3x, 28M",
  })
  void theOpenQuestionOnTinyIsNoted(String name, String printed) {
    assertThat(cards.get(name).notes()).singleElement().asString().contains(printed);
    assertThat(cards.get(name).publishedParameters()).contains(printed);
  }

  @ParameterizedTest
  @CsvSource({
    "mpvit-tiny, mpvit_tiny",
    "MPViT_Small, mpvit_small",
    "retinanet_mpvit_sx_1x, retinanet_mpvit_xs_1x",
    "retinanet_tiny_1x, retinanet_dpt_tiny_1x or retinanet_mpvit_tiny_1x",
  })
  void mistypedNameIsAnsweredWithTheNearest(String typed, String meant) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cards.get(typed))
        .withMessageStartingWith("unknown model \"" + typed + "\"; did you mean " + meant);
  }

  @Test
  void nameWithNothingNearListsAll() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cards.get("yolo"))
        .withMessageStartingWith("unknown model \"yolo\"; known models: mpvit_tiny, mpvit_xsmall,");
    assertThat(cards.find("yolo")).isEmpty();
  }

  @Test
  void distanceIsLevenshtein() {
    assertThat(NearestNames.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(NearestNames.distance("", "abc")).isEqualTo(3);
    assertThat(NearestNames.distance("same", "same")).isZero();
    assertThat(NearestNames.of("ab", List.of("ac", "abcdefgh"))).isEmpty();
  }

  @Test
  void cardMayLackCheckpointScoresAndFlops() throws IOException {
    ModelCards read =
        read(card("cascade_mask_rcnn_mpvit_small_ms_3x", "instance segmentation", ""));
    ModelCard card = read.get("cascade_mask_rcnn_mpvit_small_ms_3x");
    assertThat(card.checkpoint()).isEmpty();
    assertThat(card.scores()).isEmpty();
    assertThat(card.gflops()).isEmpty();
    assertThat(card.task()).isEqualTo(Task.INSTANCE_SEGMENTATION);
  }

  @Test
  void placesMayHaveSizeAndDigests() throws IOException {
    String digest = "0123456789abcdef".repeat(4);
    ModelCards read =
        read(
            card(
                "upernet_mpvit_small",
                "semantic segmentation",
                places(
                    "{\"kind\": \"author\", \"url\": \"https://host.example/f/u_012345.pth\","
                        + " \"size\": 3000000000, \"digests\": [\"md5:012345\", \"sha256:"
                        + digest
                        + "\"]}, {\"kind\": \"hub\", \"url\": \"hf://o/r/model.safetensors\","
                        + " \"file\": \"u.safetensors\", \"megabytes\": 178,"
                        + " \"remark\": \"a copy\"}")));
    assertThat(read.get("upernet_mpvit_small").places())
        .containsExactly(
            new Place(
                PlaceKind.AUTHOR,
                URI.create("https://host.example/f/u_012345.pth"),
                "u_012345.pth",
                OptionalLong.of(3_000_000_000L),
                OptionalLong.empty(),
                List.of(
                    new Digest(Digest.Algorithm.MD5, "012345"),
                    new Digest(Digest.Algorithm.SHA256, digest)),
                Optional.empty()),
            new Place(
                PlaceKind.HUB,
                URI.create("hf://o/r/model.safetensors"),
                "u.safetensors",
                OptionalLong.empty(),
                OptionalLong.of(178),
                List.of(),
                Optional.of("a copy")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ", \"gflop\": 1",
        ", \"parameters\": 0",
        ", \"gflops\": \"many\"",
        ", \"scores\": {\"acc1\": 101}",
        ", \"scores\": [1]",
        ", \"licence\": \"none\"",
        ", \"task\": \"cooking\"",
        ", \"name\": \"../up\"",
        ", \"published_parameters\": {}",
        ", \"places\": []",
        ", \"places\": {}",
      })
  void wrongCardIsRefusedByName(String wrong) {
    assertThatIOException()
        .isThrownBy(() -> read(card("model_a", "classification", wrong)))
        .withMessageStartingWith("test.json: card 0 (");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kind\": \"author\"}",
        "{\"url\": \"https://host.example/u\"}",
        "{\"kind\": \"shelf\", \"url\": \"https://host.example/u\"}",
        "{\"kind\": \"author\", \"url\": \"https://host.example/u\", \"file\": \"../up.pth\"}",
        "{\"kind\": \"author\", \"url\": \"https://host.example/u/\"}",
        "{\"kind\": \"author\", \"url\": \"ftp://host.example/u\"}",
        "{\"kind\": \"author\", \"url\": \"hf://o/r/u\"}",
        "{\"kind\": \"hub\", \"url\": \"https://host.example/u\"}",
        "{\"kind\": \"hub\", \"url\": \"hf://o/r\"}",
        "{\"kind\": \"author\", \"url\": \"https://host.example/u\", \"size\": 0}",
        "{\"kind\": \"author\", \"url\": \"https://host.example/u\", \"megabytes\": 0}",
        "{\"kind\": \"author\", \"url\": \"https://host.example/u\", \"mirror\": 1}",
        "{\"kind\": \"author\", \"url\": \"https://host.example/u\", \"digests\": [\"1\"]}",
        "{\"kind\": \"author\", \"url\": \"https://h.example/u\", \"digests\": [\"sha1:012345\"]}",
      })
  void wrongPlaceIsRefusedByTheCardsName(String place) {
    assertThatIOException()
        .isThrownBy(() -> read(card("model_a", "classification", places(place))))
        .withMessageStartingWith("test.json: card 0 (model_a)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "{\"cards\": []}", "{\"licences\": {}, \"cards\": 1}"})
  void whatIsNoCardFileIsRefused(String text) {
    assertThatIOException().isThrownBy(() -> read(text)).withMessageStartingWith("test.json: ");
  }

  @Test
  void namesAreUnique() {
    String one = "{" + body("model_a", "detection") + "}";
    assertThatIOException()
        .isThrownBy(() -> read(file(one + "," + one)))
        .withMessageContaining("two cards are named model_a");
  }

  @ParameterizedTest
  @CsvSource({
    "detectron2, 13",
    "deformable_detr, 7",
    "mvitv2, 7",
    "mvitv2_imagenet, 4",
    "coat_imagenet, 8",
    "resnet_imagenet, 7",
  })
  void everyFamilyHasItsCards(String family, int count) {
    List<ModelCard> all = ModelCards.family(family).all();
    assertThat(all).hasSize(count);
    for (ModelCard card : all) {
      assertThat(card.places()).as(card.name()).isNotEmpty();
      assertThat(card.places())
          .as("some place of " + card.name())
          .anyMatch(place -> place.kind().isAlive());
      assertThat(card.licence().text()).isNotBlank();
    }
  }

  @Test
  void noTwoModelsKeepAFileUnderOneName() {
    Map<String, String> owners = new HashMap<>();
    for (ModelCard card : allFamilies()) {
      for (Place place : card.places()) {
        String owner = owners.putIfAbsent(place.fileName(), card.name());
        assertThat(owner).as(place.fileName()).isIn(null, card.name());
      }
    }
    assertThat(owners).hasSizeGreaterThan(60);
  }

  /** The digits that publishers put into names are on the card, as what they are of. */
  @Test
  void digitsInFileNamesAreTheCardsDigests() {
    Pattern digits =
        Pattern.compile("(?:model_final_([0-9a-f]{6})\\.pkl|.*[_-]([0-9a-f]{8})\\.pth)");
    int found = 0;
    for (ModelCard card : allFamilies()) {
      for (Place place : card.places()) {
        Matcher matcher = digits.matcher(place.fileName());
        if (matcher.matches()) {
          String expected =
              matcher.group(1) != null ? "md5:" + matcher.group(1) : "sha256:" + matcher.group(2);
          assertThat(place.digests()).as(card.name()).contains(Digest.of(expected));
          found++;
        }
      }
    }
    assertThat(found).isEqualTo(13 + 7 + 8 + 2 + 6);
  }

  @ParameterizedTest
  @CsvSource({
    "detectron2, mask_rcnn_r50_fpn_3x, mask_rcnn_r50_fpn, 44343216, 41.0",
    "detectron2, faster_rcnn_x101_fpn_3x, faster_rcnn_x101_fpn, 104784480, 43.0",
    "deformable_detr, deformable_detr_resnet50, deformable_detr_resnet50, 40069665, 44.5",
    "deformable_detr, deformable_detr_coat_small, deformable_detr_coat_small, 33332681, 48.4",
    "mvitv2, cascade_mask_rcnn_mvitv2_h_in21k_lsj_3x, cascade_mask_rcnn_mvitv2_h, 718155998, 56.1",
    "mvitv2_imagenet, mvitv2_l_in1k, mvitv2_l, 217992952, 85.3",
    "coat_imagenet, coat_lite_medium_384, coat_lite_medium_384, 44572456, 84.5",
    "resnet_imagenet, resnext101_32x8d_tv_v2, resnext101_32x8d_tv_v2, 88791336, 82.834",
  })
  void numbersOfTheFamiliesAreThePublishedOnes(
      String family, String name, String architecture, long parameters, double score) {
    ModelCard card = ModelCards.family(family).get(name);
    assertThat(card.architecture()).isEqualTo(architecture);
    assertThat(card.parameters()).isEqualTo(parameters);
    assertThat(card.scores().get(0).percent()).isEqualTo(score);
  }

  @Test
  void theWholeDigestIsKnownOfOneFile() {
    ModelCard card = ModelCards.family("detectron2").get("mask_rcnn_r50_fpn_3x");
    assertThat(card.places().get(0).digests())
        .containsExactly(
            Digest.of("md5:f10217"),
            Digest.of("sha256:9a737e290372f1f70994ebcbd89d8004dbb3ae30a605fd915a190fa4a782dd66"));
  }

  private static List<ModelCard> allFamilies() {
    return Stream.of(
            "mpvit",
            "shapes",
            "detectron2",
            "deformable_detr",
            "mvitv2",
            "mvitv2_imagenet",
            "coat_imagenet",
            "resnet_imagenet")
        .flatMap(family -> ModelCards.family(family).all().stream())
        .toList();
  }

  private static String places(String places) {
    return ", \"places\": [" + places + "]";
  }

  private static ModelCards read(String json) throws IOException {
    return ModelCards.read(new StringReader(json), "test.json");
  }

  /** A file of one good card; a member repeated in {@code more} overrides the good one. */
  private static String card(String name, String task, String more) {
    return file("{" + body(name, task) + more + "}");
  }

  private static String body(String name, String task) {
    return "\"name\": \""
        + name
        + "\", \"task\": \""
        + task
        + "\", \"architecture\": \"a\", \"backbone\": \"b\", \"schedule\": \"1x\","
        + " \"dataset\": \"d\", \"parameters\": 1, \"licence\": \"l\"";
  }

  private static String file(String cards) {
    return "{\"licences\": {\"l\": {\"name\": \"n\", \"text\": \"t\"}}, \"cards\": ["
        + cards
        + "]}";
  }
}
