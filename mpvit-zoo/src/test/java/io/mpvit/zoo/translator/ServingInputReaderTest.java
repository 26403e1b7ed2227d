/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.translator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.modality.Input;
import ai.djl.translate.TranslateException;
import com.sun.net.httpserver.HttpServer;
import io.mpvit.image.ImageReadException;
import io.mpvit.image.ImageWriter;
import io.mpvit.image.Orientation;
import io.mpvit.image.RgbImage;
import io.mpvit.zoo.testing.ReferenceModels;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServingInputReaderTest {

  private static final RgbImage PICTURE = ReferenceModels.picture(5, 7);

  private final ServingInputReader reader = new ServingInputReader(Orientation.HONOUR_EXIF);

  @Test
  void readsBytes() throws Exception {
    Input input = new Input();
    input.add(ImageWriter.toPng(PICTURE));
    assertThat(reader.read(input)).isEqualTo(PICTURE);
    input.addProperty("Content-Type", "image/png");
    assertThat(reader.read(input)).isEqualTo(PICTURE);
  }

  @Test
  void readsAddresses() throws Exception {
    byte[] png = ImageWriter.toPng(PICTURE);
    String data = "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
    assertThat(reader.read(json("{\"image_url\": \"" + data + "\"}"))).isEqualTo(PICTURE);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/p.png",
        exchange -> {
          exchange.sendResponseHeaders(200, png.length);
          exchange.getResponseBody().write(png);
          exchange.close();
        });
    server.start();
    try {
      String http = "http://127.0.0.1:" + server.getAddress().getPort() + "/p.png";
      assertThat(reader.read(json("{\"image_url\": \"" + http + "\"}"))).isEqualTo(PICTURE);
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"image_url\": \"file:///etc/hostname\"} | must begin with http:",
        "{\"image_url\": \"/etc/hostname\"} | must begin with http:",
        "{\"image_url\": \"data:image/png;base64,***\"} | not a sound data address",
        "{\"image_url\": \"http://a b/\"} | not a sound http address",
        "{\"image_url\": 3} | must begin with http:",
        "{\"image_url\": null} | has no \"image_url\"",
        "{} | has no \"image_url\"",
        "[] | not a JSON object",
        "{\"image_url\" | not a JSON object",
      })
  void refusesOtherJson(String json, String message) {
    assertThatThrownBy(() -> reader.read(json(json)))
        .isInstanceOf(TranslateException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesWhatIsNoPicture() {
    Input text = new Input();
    text.add("text");
    assertThatThrownBy(() -> reader.read(text)).isInstanceOf(ImageReadException.class);
    assertThatThrownBy(() -> reader.read(new Input())).isInstanceOf(TranslateException.class);
  }

  private static Input json(String text) {
    Input input = new Input();
    input.addProperty("Content-Type", "application/json");
    input.add(text);
    return input;
  }
}
