/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.translator;

import ai.djl.modality.Input;
import ai.djl.ndarray.BytesSupplier;
import ai.djl.translate.TranslateException;
import ai.djl.util.JsonUtils;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import io.mpvit.image.ImageReader;
import io.mpvit.image.Orientation;
import io.mpvit.image.RgbImage;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;
import java.util.Locale;

/**
 * Reads what DJL Serving passes on: the bytes of a picture, or with content type {@code
 * application/json} an object {@code {"image_url": "..."}} with an http(s) or data address. Files
 * of the server cannot be asked for.
 */
final class ServingInputReader implements PictureReader<Input> {

  private static final String JSON = "application/json";
  private static final String IMAGE_URL = "image_url";
  private static final String BASE64 = ";base64,";

  private final Orientation orientation;

  ServingInputReader(Orientation orientation) {
    this.orientation = orientation;
  }

  @Override
  public RgbImage read(Input input) throws IOException, TranslateException {
    BytesSupplier data = input.getContent().isEmpty() ? null : input.getData();
    if (data == null) {
      throw new TranslateException("the request has no content, expected a picture");
    }
    String contentType = input.getProperty("Content-Type", "").toLowerCase(Locale.ROOT);
    return contentType.split(";", 2)[0].strip().equals(JSON)
        ? fromAddress(imageUrl(data.getAsString()))
        : picture(data.getAsBytes());
  }

  private static String imageUrl(String json) throws TranslateException {
    try {
      JsonObject request = JsonUtils.GSON.fromJson(json, JsonObject.class);
      if (request != null && request.get(IMAGE_URL) instanceof JsonPrimitive address) {
        return address.getAsString();
      }
    } catch (JsonParseException e) {
      throw new TranslateException("the request is not a JSON object", e);
    }
    throw new TranslateException("the request's JSON has no \"" + IMAGE_URL + "\"");
  }

  private RgbImage fromAddress(String address) throws IOException, TranslateException {
    String scheme = address.split(":", 2)[0].toLowerCase(Locale.ROOT);
    try {
      if (scheme.equals("data") && address.contains(BASE64)) {
        String text = address.substring(address.indexOf(BASE64) + BASE64.length());
        return picture(Base64.getDecoder().decode(text));
      }
      if (scheme.equals("http") || scheme.equals("https")) {
        return PictureReaders.read(URI.create(address).toURL(), orientation);
      }
    } catch (IllegalArgumentException e) {
      throw new TranslateException(
          IMAGE_URL + " is not a sound " + scheme + " address: " + e.getMessage(), e);
    }
    throw new TranslateException(
        IMAGE_URL + " must begin with http:, https: or data:...;base64, not with " + scheme);
  }

  private RgbImage picture(byte[] bytes) throws IOException {
    return ImageReader.read(bytes, "of the request", orientation);
  }
}
