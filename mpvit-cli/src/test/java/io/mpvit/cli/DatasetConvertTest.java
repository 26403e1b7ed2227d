/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.cli.Cli.Result;
import io.mpvit.detection.coco.CocoAnnotation;
import io.mpvit.detection.coco.CocoBox;
import io.mpvit.detection.coco.CocoCategory;
import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.coco.CocoImage;
import io.mpvit.image.ImageSize;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetConvertTest {

  @TempDir private Path folder;
  private Path in;
  private Path out;

  @BeforeEach
  void places() {
    in = folder.resolve("in");
    out = folder.resolve("out");
  }

  private CocoDataset converted(Object... more) throws IOException {
    Result result = convert(more);
    assertThat(result.status()).as(result.err()).isZero();
    return CocoDataset.read(out.resolve("instances.json"));
  }

  private Result convert(Object... more) {
    Object[] args = new Object[4 + more.length];
    System.arraycopy(new Object[] {"dataset", "convert", in, out}, 0, args, 0, 4);
    System.arraycopy(more, 0, args, 4, more.length);
    return Cli.run(args);
  }

  private static List<CocoBox> boxes(CocoDataset dataset) {
    return IntStream.range(0, dataset.annotationCount())
        .mapToObj(i -> dataset.annotation(i).box())
        .toList();
  }

  private static List<String> names(CocoDataset dataset) {
    return dataset.categories().stream().map(CocoCategory::name).toList();
  }

  @Test
  void vocHasPixelsFromOneAndPartsInLists() throws Exception {
    DatasetTrees.picture(in.resolve("JPEGImages/a.png"), 40, 30);
    DatasetTrees.picture(in.resolve("JPEGImages/b.png"), 40, 30);
    DatasetTrees.voc(
        in.resolve("Annotations/a.xml"),
        "a.jpg",
        40,
        30,
        DatasetTrees.object("dog", 1, 1, 40, 30),
        DatasetTrees.object("cat", 11, 6, 20, 15));
    DatasetTrees.voc(
        in.resolve("Annotations/b.xml"), "b.png", 0, 0, DatasetTrees.object("dog", 2, 2, 3, 3));
    DatasetTrees.text(in.resolve("ImageSets/Main/train.txt"), "a");
    DatasetTrees.text(in.resolve("ImageSets/Main/val.txt"), "b  1", "");

    CocoDataset dataset = converted("--from", "voc", "--to", "coco");
    assertThat(names(dataset)).containsExactly("cat", "dog");
    assertThat(boxes(dataset))
        .containsExactly(new CocoBox(0, 0, 40, 30), new CocoBox(10, 5, 10, 10));
    assertThat(dataset.annotation(0).category()).isEqualTo(1);
    assertThat(dataset.annotation(1).area()).isEqualTo(100);
    assertThat(dataset.images().get(0).fileName()).isEqualTo("a.png");
    assertThat(out.resolve("images/a.png")).hasSameBinaryContentAs(in.resolve("JPEGImages/a.png"));

    CocoDataset val = CocoDataset.read(out.resolve("val/instances.json"));
    assertThat(val.images()).hasSize(1);
    assertThat(val.images().get(0).size()).isEqualTo(new ImageSize(30, 40));
    assertThat(names(val)).containsExactly("cat", "dog");
    assertThat(out.resolve("val/images/b.png")).exists();
  }

  @Test
  void vocSaysWhatIsOdd() throws Exception {
    DatasetTrees.picture(in.resolve("a.png"), 40, 30);
    DatasetTrees.voc(
        in.resolve("a.xml"),
        "a.png",
        40,
        30,
        DatasetTrees.object("dog", 5, 5, 4, 9),
        DatasetTrees.object("dog", 31, 21, 50, 40),
        DatasetTrees.object("dog", 100, 100, 110, 110),
        DatasetTrees.object("wolf", 1, 1, 2, 2),
        DatasetTrees.object("dog", "NaN", 1, 2, 2),
        DatasetTrees.object("dog", 0, 0, 9, 9),
        "<object><name>dog</name></object>");
    DatasetTrees.voc(in.resolve("lost.xml"), "lost.png", 40, 30);
    Files.write(in.resolve("broken.png"), new byte[] {1, 2, 3});
    DatasetTrees.voc(in.resolve("broken.xml"), "broken.png", 40, 30);
    DatasetTrees.text(in.resolve("torn.xml"), "<annotation><object>");
    DatasetTrees.turned(in.resolve("turned.jpg"), 40, 30);
    DatasetTrees.voc(in.resolve("turned.xml"), "turned.jpg", 40, 30);
    DatasetTrees.text(folder.resolve("classes.txt"), "dog");

    Result result = convert("--classes", folder.resolve("classes.txt"));
    assertThat(result.status()).isZero();
    assertThat(result.out()).contains("1 pictures, 2 objects, 1 classes");
    assertThat(result.err())
        .contains("a.xml: object 1: its box is 0.0 wide and 5.0 high")
        .contains("a.xml: object 2: its box goes from (30.0, 20.0) to (50.0, 40.0)")
        .contains("a.xml: object 3: its box goes from (99.0, 99.0)")
        .contains("a.xml: object 4: its name is 'wolf'")
        .contains("a.xml: object 5: it has no bndbox of four numbers")
        .contains("a.xml: object 6: it begins at pixel 0")
        .contains("lost.xml: there is no picture lost.png")
        .contains("torn.xml: it is no sound XML")
        .contains("turned.xml: it says", "the camera was turned")
        .contains("1 boxes without extent", "1 boxes outside", "1 objects of unknown classes")
        .contains("1 pictures that cannot be read", "3 entries that make no sense");
    assertThat(boxes(CocoDataset.read(out.resolve("instances.json"))))
        .containsExactly(new CocoBox(30, 20, 10, 10), new CocoBox(0, 0, 9, 9));
  }

  @Test
  void vocOpensNothingThatAFileNames() throws Exception {
    DatasetTrees.picture(in.resolve("a.png"), 40, 30);
    Path secret = folder.resolve("secret.txt");
    Files.writeString(secret, "dog");
    String end = "<annotation><filename>a.png</filename>%s</annotation>";
    DatasetTrees.text(
        in.resolve("a.xml"),
        "<!DOCTYPE annotation [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]>",
        end.formatted(DatasetTrees.object("&e;", 1, 1, 9, 9)));
    StringBuilder bomb = new StringBuilder("<!DOCTYPE annotation [<!ENTITY e0 \"dog\">");
    for (int i = 1; i < 30; i++) {
      bomb.append("<!ENTITY e%d \"&e%d;&e%d;\">".formatted(i, i - 1, i - 1));
    }
    DatasetTrees.text(
        in.resolve("bomb.xml"),
        bomb + "]>",
        end.formatted(DatasetTrees.object("&e29;", 1, 1, 9, 9)));
    DatasetTrees.text(
        in.resolve("outside.xml"),
        "<!DOCTYPE annotation SYSTEM \"http://localhost:1/x.dtd\">",
        end.formatted(DatasetTrees.object("dog", 1, 1, 9, 9)));
    DatasetTrees.text(in.resolve("deep.xml"), "<annotation>" + "<a>".repeat(100_000));
    DatasetTrees.voc(
        in.resolve("good.xml"), "../../a.png", 40, 30, DatasetTrees.object("cat", 1, 1, 9, 9));

    Result result = convert();
    assertThat(result.status()).isZero();
    assertThat(result.out()).contains("1 pictures, 1 objects, 1 classes");
    assertThat(result.err())
        .contains("a.xml: ", "bomb.xml: ", "outside.xml: ", "document type")
        .contains("deep.xml: its elements are nested more than 32 deep")
        .contains("4 entries that make no sense");
  }

  @Test
  void vocTakesMasksThatFit() throws Exception {
    DatasetTrees.picture(in.resolve("JPEGImages/a.png"), 40, 30);
    BufferedImage masks = new BufferedImage(40, 30, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 5; y < 15; y++) {
      for (int x = 10; x < 20; x++) {
        masks.getRaster().setSample(x, y, 0, 1);
        masks.getRaster().setSample(x + 20, y, 0, 2);
      }
    }
    Files.createDirectories(in.resolve("SegmentationObject"));
    ImageIO.write(masks, "png", in.resolve("SegmentationObject/a.png").toFile());
    DatasetTrees.voc(
        in.resolve("Annotations/a.xml"),
        "a.png",
        40,
        30,
        DatasetTrees.object("dog", 11, 6, 20, 16),
        DatasetTrees.object("dog", 1, 20, 9, 29));
    Result result = convert();
    assertThat(result.err()).contains("object 2: the pixels of value 2 do not lie in its box");
    CocoDataset dataset = CocoDataset.read(out.resolve("instances.json"));
    assertThat(dataset.annotation(0).area()).isEqualTo(100);
    assertThat(dataset.mask(0).area()).isEqualTo(100);
    assertThat(dataset.maskSize(1)).isEmpty();
  }

  @Test
  void yoloHasBoxesAndPolygonsInShares() throws Exception {
    DatasetTrees.picture(in.resolve("images/train/a.png"), 40, 20);
    DatasetTrees.turned(in.resolve("images/train/turned.jpg"), 40, 20);
    DatasetTrees.picture(in.resolve("images/train/empty.png"), 8, 8);
    DatasetTrees.picture(in.resolve("images/val/b.png"), 40, 20);
    DatasetTrees.text(
        in.resolve("labels/train/a.txt"),
        "1 0.5 0.5 0.5 0.5",
        "0 0.25 0.25 0.75 0.25 0.75 0.75 0.25 0.75",
        "0 0.5 0.5 2 2 0.5 2 0.5 1.5");
    DatasetTrees.text(in.resolve("labels/train/turned.txt"), "0 0.5 0.5 1 1");
    DatasetTrees.text(in.resolve("labels/val/b.txt"), "0 0.5 0.5 1 1");
    DatasetTrees.text(
        in.resolve("data.yaml"),
        "# a comment",
        "path: /of/another/machine # here",
        "train: images/train",
        "val: ../images/val",
        "test:",
        "nc: 2",
        "names:",
        "  0: 'a # b'",
        "  1: don't");

    CocoDataset dataset = converted();
    assertThat(names(dataset)).containsExactly("a # b", "don't");
    assertThat(dataset.images()).hasSize(3);
    assertThat(dataset.images().get(2).size()).isEqualTo(new ImageSize(40, 20));
    assertThat(boxes(dataset))
        .containsExactly(
            new CocoBox(10, 5, 20, 10),
            new CocoBox(10, 5, 20, 10),
            new CocoBox(20, 10, 20, 10),
            new CocoBox(0, 0, 20, 40));
    assertThat(dataset.polygons(0)).isEmpty();
    assertThat(dataset.polygons(1)).containsExactly(new double[] {10, 5, 30, 5, 30, 15, 10, 15});
    assertThat(dataset.annotation(1).area()).isEqualTo(200);
    assertThat(dataset.polygons(2)).isNotEmpty();
    assertThat(CocoDataset.read(out.resolve("val/instances.json")).annotationCount()).isEqualTo(1);
  }

  @Test
  void yoloSaysWhatIsOdd() throws Exception {
    DatasetTrees.picture(in.resolve("a.png"), 40, 20);
    DatasetTrees.text(in.resolve("classes.txt"), "cat");
    String[] lines = new String[60];
    Arrays.fill(lines, "0 0.5 0.5 0 0.1");
    lines[1] = "7 0.5 0.5 0.1 0.1";
    lines[2] = "0 0.5 0.5 0.1";
    lines[3] = "0 0.5 x 0.1 0.1";
    lines[4] = "0 0.9 0.5 0.4 0.1";
    lines[5] = "0 NaN 0.5 0.4 0.1";
    lines[6] = "0.5 0.5 0.5 0.4 0.1";
    DatasetTrees.text(in.resolve("a.txt"), lines);
    DatasetTrees.text(in.resolve("lost.txt"), "0 0.5 0.5 0.4 0.1");

    Result result = convert();
    assertThat(result.status()).isZero();
    assertThat(result.err().lines().filter(line -> !line.startsWith("odd: "))).hasSize(20);
    assertThat(result.err())
        .contains("a.txt: line 2: its class is 7, there are 0 to 0")
        .contains("a.txt: line 3: expected a class and four numbers")
        .contains("a.txt: line 4: expected a number, found 'x'")
        .contains("a.txt: line 6: NaN is no place in a picture")
        .contains("lost.txt: it has no picture")
        .contains("54 boxes without extent", "2 objects of unknown classes", "1 missing pictures");
    assertThat(boxes(CocoDataset.read(out.resolve("instances.json")))).hasSize(1);
  }

  @Test
  void yoloRefusesWhatItCannotRead() throws Exception {
    DatasetTrees.picture(in.resolve("images/a.png"), 40, 20);
    DatasetTrees.text(in.resolve("labels/a.txt"), "0 0.5 0.5 0.4 0.1");
    assertThat(convert().err()).contains("nothing names its classes");
    DatasetTrees.text(in.resolve("data.yaml"), "names: [a]", "kpt_shape: [17, 3]");
    assertThat(convert().err()).contains("key points, which are not read");
    DatasetTrees.text(in.resolve("data.yaml"), "names: {1: a, 2: b}");
    assertThat(convert().err()).contains("data.yaml: names: the numbers of its entries are not 0");
    DatasetTrees.text(in.resolve("data.yaml"), "  names");
    Result result = convert();
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains("data.yaml: line 1: expected 'key: value'");
  }

  @Test
  void cocoIsCleanedAndKeepsItsIds() throws Exception {
    DatasetTrees.picture(in.resolve("images/a.png"), 40, 20);
    DatasetTrees.picture(in.resolve("images/b.png"), 40, 20);
    DatasetTrees.text(
        in.resolve("instances.json"),
        "{\"images\":[{\"id\":7,\"file_name\":\"a.png\"},"
            + "{\"id\":8,\"file_name\":\"b.png\",\"width\":9,\"height\":9},"
            + "{\"id\":9,\"file_name\":\"lost.png\"}],"
            + "\"categories\":[{\"id\":90,\"name\":\"cat\"}],\"annotations\":["
            + "{\"id\":1,\"image_id\":7,\"category_id\":90,\"bbox\":[1,2,3,4],\"area\":11.5,"
            + "\"iscrowd\":0,\"segmentation\":[[1,2,4,2,4,6]]},"
            + "{\"id\":2,\"image_id\":7,\"category_id\":90,\"bbox\":[1,2,0,4],\"area\":1,"
            + "\"iscrowd\":0}]}");
    Result result = convert("--pictures", "leave");
    assertThat(result.err())
        .contains("lost.png", "image 8: it says 9 x 9", "1 boxes without extent");
    CocoDataset dataset = CocoDataset.read(out.resolve("instances.json"));
    assertThat(dataset.images().get(0).id()).isEqualTo(7);
    assertThat(dataset.images().get(0).fileName()).isEqualTo("../in/images/a.png");
    assertThat(dataset.categories()).containsExactly(new CocoCategory(90, "cat"));
    CocoAnnotation annotation = dataset.annotation(0);
    assertThat(annotation.area()).isEqualTo(11.5);
    assertThat(dataset.polygons(0)).containsExactly(new double[] {1, 2, 4, 2, 4, 6});
    assertThat(dataset.annotationCount()).isEqualTo(1);
    assertThat(out.resolve("images")).doesNotExist();
  }

  @Test
  void masksBecomeObjectsByRegion() throws Exception {
    DatasetTrees.picture(in.resolve("images/a.png"), 40, 20);
    BufferedImage labels = new BufferedImage(40, 20, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 5; i++) {
      labels.getRaster().setSample(2 + i, 3 + i, 0, 1); // connected at their corners
      labels.getRaster().setSample(30, 3 + i, 0, 1);
      labels.getRaster().setSample(20, 3 + i, 0, 255);
      labels.getRaster().setSample(10, 3 + i, 0, 9);
    }
    Files.createDirectories(in.resolve("labels"));
    ImageIO.write(labels, "png", in.resolve("labels/a.png").toFile());
    DatasetTrees.text(in.resolve("classes.txt"), "background", "line");
    Result result = convert("--from", "masks");
    assertThat(result.err()).contains("a.png: the value 9 has no name");
    CocoDataset dataset = CocoDataset.read(out.resolve("instances.json"));
    assertThat(names(dataset)).containsExactly("line");
    assertThat(boxes(dataset))
        .containsExactlyInAnyOrder(new CocoBox(2, 3, 5, 5), new CocoBox(30, 3, 1, 5));
    assertThat(dataset.mask(0).area()).isEqualTo(5);
  }

  /** Pictures for validation are never among those that are learned from. */
  @Test
  void theRestIsLearnedFromIfOnlyValidationIsNamed() throws Exception {
    for (String place : List.of("a", "val/b")) {
      DatasetTrees.picture(in.resolve(place + ".png"), 40, 30);
      DatasetTrees.voc(
          in.resolve(place + ".xml"), "", 40, 30, DatasetTrees.object("dog", 1, 1, 9, 9));
    }
    assertThat(converted().images()).extracting(CocoImage::fileName).containsExactly("a.png");
    assertThat(out.resolve("val/images/val/b.png")).exists();

    in = folder.resolve("yolo");
    out = folder.resolve("of yolo");
    DatasetTrees.text(in.resolve("classes.txt"), "dog");
    for (String place : List.of("a", "val/b")) {
      DatasetTrees.picture(in.resolve("images/" + place + ".png"), 40, 30);
      DatasetTrees.text(in.resolve("labels/" + place + ".txt"), "0 0.5 0.5 0.5 0.5");
    }
    Result yolo = convert();
    assertThat(yolo.err()).isEmpty();
    assertThat(CocoDataset.read(out.resolve("instances.json")).images())
        .extracting(CocoImage::fileName)
        .containsExactly("a.png");
    assertThat(out.resolve("val/images/val/b.png")).exists();
  }

  @Test
  void refusesWhatItCannotDo() throws Exception {
    assertThat(convert().err()).contains("there is no such folder");
    Files.createDirectories(in);
    assertThat(convert().err()).contains("it has no annotations that are known");
    assertThat(convert("--to", "voc").status()).isEqualTo(2);
    assertThat(convert("--from", "voc").err()).contains("there is no XML file");
    DatasetTrees.voc(in.resolve("a.xml"), "a.png", 1, 1, DatasetTrees.object("dog", 1, 1, 1, 1));
    Result none = convert();
    assertThat(none.status()).isEqualTo(1);
    assertThat(none.err()).contains("not one of its pictures", "1 missing pictures");
    assertThat(out).isEmptyDirectory();
    DatasetTrees.picture(in.resolve("a.png"), 1, 1);
    assertThat(convert("--split", "val").err()).contains("it has no part val");
    assertThat(convert("--pictures", "copy").status()).isZero();
    assertThat(Files.isSymbolicLink(out.resolve("images/a.png"))).isFalse();
    assertThat(convert().err()).contains("instances.json: it is there already");
  }
}
