/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import io.mpvit.ops.ConvolutionOps;
import io.mpvit.ops.ConvolutionOps.Geometry;
import io.mpvit.ops.Nonlinearity;

/**
 * A convolution with a square window: [B, in, H, W] to [B, out, H', W']. Keys {@code weight} and,
 * if it has one, {@code bias}.
 *
 * <p>Unlike DJL's layer it knows its shapes before it sees an input.
 */
public final class Conv2d extends UnaryBlock {

  private final Parameter weight;
  private final Parameter bias;
  private final Geometry geometry;
  private final Nonlinearity activation;

  private Conv2d(Builder builder) {
    activation = builder.activation;
    geometry = new Geometry(builder.stride, builder.padding, builder.groups);
    int k = builder.kernel;
    weight =
        parameter(
            "weight",
            Parameter.Type.WEIGHT,
            builder.initializer,
            builder.out,
            builder.in / builder.groups,
            k,
            k);
    bias =
        builder.biasInitializer == null
            ? null
            : parameter("bias", Parameter.Type.BIAS, builder.biasInitializer, builder.out);
  }

  /**
   * Starts a convolution that keeps the map's size at stride 1.
   *
   * @param in input channels
   * @param out output channels
   * @param kernel the window's side, odd
   * @return a builder: stride 1, padding kernel / 2, one group, no bias, He initialisation
   */
  public static Builder builder(int in, int out, int kernel) {
    return new Builder(in, out, kernel);
  }

  /** The number of channels that it makes. */
  public int outputChannels() {
    return Math.toIntExact(weight.getShape().get(0));
  }

  Geometry geometry() {
    return geometry;
  }

  @Override
  protected NDArray compute(Pass pass, NDArray x) {
    NDArray b = bias == null ? null : pass.value(bias, x);
    if (b != null && !pass.training()) {
      return ConvolutionOps.conv2d(x, weight(pass, x), b, geometry, activation, pass.precision());
    }
    NDArray y =
        ConvolutionOps.conv2d(x, weight(pass, x), b, geometry, pass.precision(), pass.training());
    NDArray z = activation.apply(y, pass.training());
    if (z != y) {
      y.close();
    }
    return z;
  }

  /**
   * The weight's value, for a block that computes with it itself.
   *
   * @param pass what the forward pass shares
   * @param x an array on the device wanted
   * @return [out, in / groups, k, k]
   */
  public NDArray weight(Pass pass, NDArray x) {
    return pass.value(weight, x);
  }

  /**
   * The bias' value, for a block that computes with it itself.
   *
   * @param pass what the forward pass shares
   * @param x an array on the device wanted
   * @return [out]
   */
  public NDArray bias(Pass pass, NDArray x) {
    return pass.value(bias, x);
  }

  @Override
  public Shape trace(Tracer tracer, Shape in) {
    Shape w = weight.getShape();
    Shape out =
        new Shape(
            in.get(0),
            w.get(0),
            geometry.outputSize(in.get(2), w.get(2)),
            geometry.outputSize(in.get(3), w.get(3)));
    tracer.convolution(w, out);
    return out;
  }

  /** Collects what a convolution is made of. */
  public static final class Builder {
    private final int in;
    private final int out;
    private final int kernel;
    private int stride = 1;
    private int padding;
    private int groups = 1;
    private Nonlinearity activation = Nonlinearity.NONE;
    private Initializer initializer;
    private Initializer biasInitializer;

    private Builder(int in, int out, int kernel) {
      this.in = in;
      this.out = out;
      this.kernel = kernel;
      padding = kernel / 2;
      initializer = Initializers.heNormal((long) kernel * kernel * out);
    }

    /**
     * Sets the step in both directions.
     *
     * @param value at least 1
     * @return this
     */
    public Builder optStride(int value) {
      stride = value;
      return this;
    }

    /**
     * Sets the zeros added on every side.
     *
     * @param value at least 0
     * @return this
     */
    public Builder optPadding(int value) {
      padding = value;
      return this;
    }

    /**
     * Splits the channels into groups that do not see each other.
     *
     * @param value a divisor of the input and the output channels
     * @return this
     */
    public Builder optGroups(int value) {
      if (value < 1 || in % value != 0 || out % value != 0) {
        throw new IllegalArgumentException(
            "groups divide the channels, found " + value + " of " + in + " and " + out);
      }
      groups = value;
      return this;
    }

    /**
     * Makes the convolution depthwise: every channel by itself.
     *
     * @return this
     */
    public Builder optDepthwise() {
      if (in != out) {
        throw new IllegalArgumentException(
            "a depthwise convolution keeps its channels, found " + in + " and " + out);
      }
      groups = in;
      return this;
    }

    /**
     * Sets the weights of a fresh network.
     *
     * @param value the initializer
     * @return this
     */
    public Builder optInitializer(Initializer value) {
      initializer = value;
      return this;
    }

    /**
     * Applies an activation to the output.
     *
     * @param value what follows the convolution
     * @return this
     */
    public Builder optActivation(Nonlinearity value) {
      activation = value;
      return this;
    }

    /**
     * Adds a bias.
     *
     * @param value its values in a fresh network
     * @return this
     */
    public Builder optBias(Initializer value) {
      biasInitializer = value;
      return this;
    }

    /** Builds the convolution. */
    public Conv2d build() {
      return new Conv2d(this);
    }
  }
}
