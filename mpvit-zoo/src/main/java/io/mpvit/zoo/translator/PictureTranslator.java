/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.translator;

import ai.djl.ndarray.NDList;
import ai.djl.translate.Batchifier;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import io.mpvit.image.RgbImage;
import io.mpvit.nn.Computation;
import io.mpvit.pipeline.PictureGroups;
import io.mpvit.pipeline.PicturePipeline;
import io.mpvit.pipeline.PreparedBatch;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

/**
 * A pipeline as a DJL translator: {@code Predictor.batchPredict} takes pictures of different sizes
 * and gives what {@link PicturePipeline#runEach} gives: to float rounding what each gives alone.
 * Predictors of several threads may share one. Its arrays are not DJL's: model, predictor and their
 * managers may be closed while it works, which ends in a {@link TranslateException}.
 *
 * @param <I> in what form pictures come
 * @param <R> the pipeline's result
 * @param <O> what the user gets
 */
public final class PictureTranslator<I, R, O> implements Translator<I, O> {

  private static final String BATCHES = PictureTranslator.class.getName();

  /** A batch in the network, what owns its arrays, and the pictures whose first group it is. */
  private record Waiting<R>(Computation computation, PreparedBatch<R> batch, PictureGroups groups) {

    /** The results, after which the arrays are gone. */
    List<R> results(NDList outputs) {
      try (computation) {
        return computation.step(() -> batch.results(outputs));
      }
    }
  }

  private final PictureReader<I> reader;
  private final PicturePipeline<R> pipeline;
  private final Function<? super R, ? extends O> presentation;

  /**
   * Creates a translator.
   *
   * @param reader reads the pictures
   * @param pipeline what happens before and after the network; its network is not used, DJL has its
   *     own handle on it
   * @param presentation from the pipeline's result to the user's
   */
  public PictureTranslator(
      PictureReader<I> reader,
      PicturePipeline<R> pipeline,
      Function<? super R, ? extends O> presentation) {
    this.reader = Objects.requireNonNull(reader, "reader");
    this.pipeline = Objects.requireNonNull(pipeline, "pipeline");
    this.presentation = Objects.requireNonNull(presentation, "presentation");
  }

  /**
   * Says to DJL that there are batches. Predictors form them here; whoever calls {@link
   * #processInput} instead can stack pictures of one network size only.
   */
  @Override
  public Batchifier getBatchifier() {
    return Batchifier.STACK;
  }

  /**
   * Prepares those pictures that can go through the network with the first without changing each
   * other's results. DJL runs it once for a batch; the other groups are run with the outputs.
   */
  @Override
  public NDList batchProcessInput(TranslatorContext ctx, List<I> inputs) throws TranslateException {
    List<RgbImage> pictures = new ArrayList<>(inputs.size());
    for (I input : inputs) {
      pictures.add(read(input));
    }
    return pictures.isEmpty() ? new NDList() : prepare(ctx, pictures);
  }

  @Override
  public List<O> batchProcessOutput(TranslatorContext ctx, NDList outputs) {
    if (waiting(ctx).isEmpty() && outputs.isEmpty()) {
      return List.of(); // DJL runs no network on nothing
    }
    Waiting<R> waiting = waiting(ctx).remove();
    PictureGroups groups = waiting.groups();
    List<R> results =
        groups.inOrder(
            group ->
                group == 0
                    ? waiting.results(outputs)
                    : pipeline.run(groups.group(group), ctx.getNDManager()));
    return results.stream().<O>map(presentation::apply).toList();
  }

  /** One picture, the network's inputs without the batch axis. */
  @Override
  public NDList processInput(TranslatorContext ctx, I input) throws TranslateException {
    NDList batched = prepare(ctx, List.of(read(input)));
    return waiting(ctx)
        .getLast()
        .computation()
        .step(() -> new NDList(batched.stream().map(array -> array.squeeze(0)).toList()));
  }

  /** One picture's outputs without the batch axis, in the order of {@link #processInput}. */
  @Override
  public O processOutput(TranslatorContext ctx, NDList outputs) {
    NDList batched =
        waiting(ctx)
            .getFirst()
            .computation()
            .step(() -> new NDList(outputs.stream().map(array -> array.expandDims(0)).toList()));
    return batchProcessOutput(ctx, batched).get(0);
  }

  private NDList prepare(TranslatorContext ctx, List<RgbImage> pictures) {
    Computation computation = Computation.on(pipeline.network(), ctx.getNDManager());
    boolean done = false;
    try {
      // freed with DJL's own, should the outputs never come
      ctx.getNDManager().attachInternal(UUID.randomUUID().toString(), computation);
      PictureGroups groups = PictureGroups.of(pictures, pipeline);
      PreparedBatch<R> batch =
          computation.step(() -> pipeline.prepare(groups.group(0), computation.manager()));
      waiting(ctx).add(new Waiting<>(computation, batch, groups));
      done = true;
      return batch.inputs();
    } finally {
      if (!done) {
        computation.close();
      }
    }
  }

  private RgbImage read(I input) throws TranslateException {
    try {
      return reader.read(input);
    } catch (IOException e) {
      throw new TranslateException(e.getMessage(), e);
    }
  }

  /** What has gone into the network and not yet come out. The context belongs to one call. */
  @SuppressWarnings("unchecked")
  private Deque<Waiting<R>> waiting(TranslatorContext ctx) {
    Deque<Waiting<R>> batches = (Deque<Waiting<R>>) ctx.getAttachment(BATCHES);
    if (batches == null) {
      batches = new ArrayDeque<>();
      ctx.setAttachment(BATCHES, batches);
    }
    return batches;
  }
}
