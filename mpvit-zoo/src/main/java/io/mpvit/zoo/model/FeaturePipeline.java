/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import io.mpvit.backbone.Backbone;
import io.mpvit.backbone.Feature;
import io.mpvit.image.ImageSize;
import io.mpvit.image.RgbImage;
import io.mpvit.nn.Computation;
import io.mpvit.pipeline.PicturePipeline;
import io.mpvit.pipeline.PreparedBatch;
import io.mpvit.zoo.preset.PictureEntry;
import java.util.ArrayList;
import java.util.List;

/**
 * From pictures to the maps of a backbone.
 *
 * @param network the backbone, its parameters frozen
 * @param entry what happens to pictures before it
 */
record FeaturePipeline(Backbone network, PictureEntry entry)
    implements PicturePipeline<FeaturePipeline.Maps> {

  /**
   * A picture's maps.
   *
   * @param seen the size at which the network saw the picture
   * @param maps one per feature, without what the padding became
   */
  record Maps(ImageSize seen, List<FeatureMap> maps) {}

  /** Padding changes what a network sees, and pictures of one size bring none into a batch. */
  @Override
  public Object batchKey(RgbImage picture) {
    return picture.size();
  }

  @Override
  public PreparedBatch<Maps> prepare(List<RgbImage> pictures, NDManager manager) {
    List<RgbImage> seen = pictures.stream().map(entry.sizing()).toList();
    List<ImageSize> sizes = seen.stream().map(RgbImage::size).toList();
    return new PreparedBatch<>(entry.input(seen, manager), outputs -> maps(sizes, outputs));
  }

  private List<Maps> maps(List<ImageSize> sizes, NDList arrays) {
    List<Feature> features = network.features();
    List<float[]> values = arrays.stream().map(NDArray::toFloatArray).toList();
    List<Maps> results = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      List<FeatureMap> maps = new ArrayList<>();
      for (int f = 0; f < features.size(); f++) {
        maps.add(
            FeatureMap.cut(
                features.get(f), values.get(f), arrays.get(f).getShape(), i, sizes.get(i)));
      }
      results.add(new Maps(sizes.get(i), maps));
    }
    return results;
  }

  /** The maps of a batch as the network makes them, given to a manager. */
  NDList arrays(List<RgbImage> pictures, NDManager weights, NDManager owner) {
    try (Computation computation = Computation.on(network, weights)) {
      return computation.step(
          () -> {
            NDList inputs = prepare(pictures, computation.manager()).inputs();
            ParameterStore parameters = new ParameterStore(computation.manager(), false);
            NDList maps = network.forward(parameters, inputs, false);
            maps.attach(owner);
            return maps;
          });
    }
  }
}
