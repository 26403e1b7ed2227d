/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.PairList;
import io.mpvit.ops.Precision;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The base of every block: a tree of named children whose parameters and buffers have the keys of
 * the PyTorch module's state dict.
 *
 * <p>Loading, saving, inspecting and grouping for an optimizer all go through {@link
 * #stateEntries()}. A parameter reached by several keys (a tied module) is one parameter.
 *
 * <p>A forward keeps only its result: everything else that it made is closed when it returns.
 * Without training no gradients are recorded, in whatever thread it runs.
 */
public abstract class TorchBlock extends AbstractBlock {

  private static final byte VERSION = 1;

  /** A child and the path at which its keys stand. */
  private record Child(String name, TorchBlock block) {}

  private final List<Child> torchChildren = new ArrayList<>();
  private Precision precision = Precision.FLOAT32;
  private Lifetime lifetime;

  /** Creates a block without children. */
  protected TorchBlock() {
    super(VERSION);
  }

  /**
   * Adds a learned parameter.
   *
   * @param name the attribute's name in PyTorch
   * @param type what the parameter is to DJL
   * @param initializer the values of a fresh network
   * @param shape the axis lengths
   * @return the parameter
   */
  protected final Parameter parameter(
      String name, Parameter.Type type, Initializer initializer, long... shape) {
    return addParameter(
        Parameter.builder()
            .setName(name)
            .setType(type)
            .optInitializer(initializer)
            .optShape(new Shape(shape))
            .build());
  }

  /**
   * Adds a buffer: part of the state dict, never learned.
   *
   * @param name the attribute's name in PyTorch
   * @param type {@code RUNNING_MEAN}, {@code RUNNING_VAR}, or {@code OTHER} for an int64 counter
   * @param initializer the values of a fresh network
   * @param shape the axis lengths; none for a scalar
   * @return the buffer
   */
  protected final Parameter buffer(
      String name, Parameter.Type type, Initializer initializer, long... shape) {
    return addParameter(
        Parameter.builder()
            .setName(name)
            .setType(type)
            .optInitializer(initializer)
            .optShape(new Shape(shape))
            .optRequiresGrad(false)
            .build());
  }

  /**
   * Adds a child.
   *
   * @param name the child's path in PyTorch, for example {@code conv} or {@code mhca_blks.0}; empty
   *     if the child's keys are to stand among this block's own; several children may be there so
   * @param block the child
   * @param <B> the child's type
   * @return the child
   */
  protected final <B extends TorchBlock> B child(String name, B block) {
    addChildBlock(name, block);
    tied(name, block);
    return block;
  }

  /**
   * Adds further keys for a block that already has its place elsewhere in the tree.
   *
   * @param name the path of the other occurrence
   * @param block the shared block
   */
  protected final void tied(String name, TorchBlock block) {
    if (!name.isEmpty() && torchChildren.stream().anyMatch(c -> c.name.equals(name))) {
      throw new IllegalArgumentException("this block has two children named '" + name + "'");
    }
    torchChildren.add(new Child(name, block));
  }

  /**
   * The block's state dict in PyTorch's order: own parameters and buffers, then the children's,
   * depth first.
   *
   * @return one entry per key, aliases included
   */
  public final List<StateEntry> stateEntries() {
    List<StateEntry> entries = new ArrayList<>();
    collect("", new IdentityHashMap<>(), entries);
    return List.copyOf(entries);
  }

  private void collect(
      String prefix, Map<Parameter, String> canonicalKeys, List<StateEntry> entries) {
    for (Parameter parameter : parameters.values()) {
      String key = prefix + parameter.getName();
      String canonical = canonicalKeys.putIfAbsent(parameter, key);
      entries.add(new StateEntry(key, parameter, canonical == null ? key : canonical));
    }
    torchChildren.forEach(
        child ->
            child.block.collect(
                child.name.isEmpty() ? prefix : prefix + child.name + ".", canonicalKeys, entries));
  }

  /**
   * Finds a block of the tree by its PyTorch module path, for looking at what it computes.
   *
   * @param path for example {@code mhca_stages.0.mhca_blks.1}; empty for this block
   * @return the block, or empty if the path names none
   */
  public final Optional<TorchBlock> find(String path) {
    if (path.isEmpty()) {
      return Optional.of(this);
    }
    for (Child child : torchChildren) {
      String name = child.name;
      Optional<TorchBlock> found = Optional.empty();
      if (name.isEmpty()) {
        found = child.block.find(path);
      } else if (path.equals(name)) {
        found = Optional.of(child.block);
      } else if (path.startsWith(name + ".")) {
        found = child.block.find(path.substring(name.length() + 1));
      }
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /**
   * The number of learned values; tied ones and buffers do not count again.
   *
   * @return the parameter count as published
   */
  public final long parameterCount() {
    return stateEntries().stream()
        .filter(e -> !e.isAlias() && !e.isBuffer())
        .mapToLong(e -> e.parameter().getShape().size())
        .sum();
  }

  /**
   * This block and all blocks below it.
   *
   * @return each block once, parents first
   */
  public final Stream<TorchBlock> blocks() {
    return Stream.concat(
            Stream.of(this), torchChildren.stream().flatMap(child -> child.block.blocks()))
        .distinct();
  }

  /** Stops gradients at every parameter, as inference wants it. */
  public final void freeze() {
    freezeParameters(true);
  }

  /** Lets gradients reach every learned parameter, as training wants it; buffers never get any. */
  public final void unfreeze() {
    stateEntries().stream()
        .filter(entry -> !entry.isAlias() && !entry.isBuffer())
        .forEach(entry -> entry.parameter().freeze(false));
  }

  /**
   * Sets the number format of this network's matrix products and dense convolutions at inference.
   * It holds for forwards that start at this block.
   *
   * @param value the number format
   */
  public final void setPrecision(Precision value) {
    precision = value;
  }

  /** The number format of forwards that start at this block. */
  public final Precision precision() {
    return precision;
  }

  /**
   * Says how long the arrays of this network's parameters last. DJL's forwards of the network and
   * of its parts then keep them until they have ended.
   *
   * @param value the owner of the arrays
   */
  public final void setLifetime(Lifetime value) {
    blocks().forEach(block -> block.lifetime = value);
  }

  /**
   * How long the arrays of this network's parameters last.
   *
   * @return empty if that is the business of whoever made them
   */
  public final Optional<Lifetime> lifetime() {
    return Optional.ofNullable(lifetime);
  }

  /**
   * Frees the parameters' arrays, once what runs on a network with a {@link Lifetime} has ended.
   */
  @Override
  public void clear() {
    if (lifetime != null) {
      lifetime.close();
    }
    super.clear();
  }

  /**
   * Gives every parameter its initial values. Shapes are known beforehand, so none need be given.
   *
   * @param manager owns the arrays
   * @param dataType float32
   * @param inputShapes ignored but for DJL's descriptions
   */
  @Override
  public void initialize(NDManager manager, DataType dataType, Shape... inputShapes) {
    if (dataType != DataType.FLOAT32) {
      throw new IllegalArgumentException("parameters are float32, found " + dataType);
    }
    super.initialize(manager, dataType, inputShapes);
  }

  @Override
  protected final void initializeChildBlocks(
      NDManager manager, DataType dataType, Shape... inputShapes) {
    children.values().forEach(child -> child.initialize(manager, dataType, inputShapes));
  }

  @Override
  protected final NDList forwardInternal(
      ParameterStore parameterStore,
      NDList inputs,
      boolean training,
      PairList<String, Object> params) {
    Pass pass = new Pass(parameterStore, training, precision);
    return lifetime == null
        ? forward(pass, inputs)
        : lifetime.forward(inputs, training, safe -> forward(pass, safe));
  }

  /**
   * Runs the block.
   *
   * @param pass what the forward pass shares
   * @param inputs as documented by the block
   * @return as documented by the block
   */
  public final NDList forward(Pass pass, NDList inputs) {
    return recordingOnlyIf(pass.training(), () -> keepingOnlyResult(() -> compute(pass, inputs)));
  }

  /**
   * The block's computation. What it creates and does not return is closed afterwards.
   *
   * @param pass what the forward pass shares
   * @param inputs as documented by the block
   * @return as documented by the block
   */
  protected abstract NDList compute(Pass pass, NDList inputs);

  /** The grad mode is per thread, and on in all but the one that started the engine. */
  private static NDList recordingOnlyIf(boolean training, Supplier<NDList> body) {
    if (training || !JniUtils.isGradMode()) {
      return body.get();
    }
    JniUtils.setGradMode(false);
    try {
      return body.get();
    } finally {
      JniUtils.setGradMode(true);
    }
  }

  /**
   * Runs a computation and closes all arrays that it made but those returned.
   *
   * @param body the computation
   * @return its result
   */
  protected static NDList keepingOnlyResult(Supplier<NDList> body) {
    NDList result;
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      result = body.get();
      NDScope.unregister(result);
    }
    result.forEach(NDScope::register);
    return result;
  }

  /**
   * Walks the shapes of a forward and reports what it costs.
   *
   * @param tracer is told each operation
   * @param inputs the input shapes
   * @return the output shapes
   */
  public abstract Shape[] trace(Tracer tracer, Shape... inputs);

  @Override
  public final Shape[] getOutputShapes(Shape[] inputShapes) {
    return trace(Tracer.NONE, inputShapes);
  }
}
