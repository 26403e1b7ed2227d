/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import ai.djl.Device;
import io.mpvit.nn.TorchBlock;
import io.mpvit.ops.Precision;
import io.mpvit.zoo.engine.PyTorchEngine;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import picocli.CommandLine.TypeConversionException;

/** Where and how networks run. */
final class EngineOptions {

  private static final Pattern DEVICE = Pattern.compile("cpu|gpu(?::([0-9]{1,3}))?");

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--device",
      paramLabel = "cpu|gpu|gpu:N",
      converter = DeviceConverter.class,
      description = "Where to run (default: the GPU if PyTorch can use one, else the CPU).")
  private Device device;

  @Option(
      names = "--precision",
      paramLabel = "fp32|bf16|fp16",
      defaultValue = "fp32",
      converter = PrecisionConverter.class,
      description =
          "Number format of matrix products and convolutions (default: ${DEFAULT-VALUE}); fp16"
              + " needs a GPU.")
  private Precision precision;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Processor threads of the engine (default: the engine's, one per core).")
  private Integer threads;

  /** Starts the engine and returns the device to use. */
  Device start() {
    if (threads != null) {
      requireThreads();
    }
    Device chosen = EngineStart.device(device);
    precision.requireOn(chosen);
    EngineStart.setThreads(threads);
    return chosen;
  }

  private void requireThreads() {
    try {
      PyTorchEngine.requireThreads(threads);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
    }
  }

  /** Sets the number format of a network. */
  <B extends TorchBlock> B prepare(B network) {
    network.setPrecision(precision);
    return network;
  }

  /** The number format. */
  Precision numberFormat() {
    return precision;
  }

  /** The number format's name. */
  String precision() {
    return precision.label();
  }

  /** The engine's threads, once it is started. */
  int threads() {
    return EngineStart.threads();
  }

  /** A device as it is named on the command line. */
  static String nameOf(Device device) {
    return device.isGpu() ? "gpu:" + device.getDeviceId() : "cpu";
  }

  /** Reads {@code cpu}, {@code gpu} or {@code gpu:1}. */
  static final class DeviceConverter implements ITypeConverter<Device> {
    @Override
    public Device convert(String text) {
      Matcher matcher = DEVICE.matcher(text);
      if (!matcher.matches()) {
        throw new TypeConversionException("expected cpu, gpu or gpu:N, found '" + text + "'");
      }
      if (text.equals("cpu")) {
        return Device.cpu();
      }
      String index = matcher.group(1);
      return Device.gpu(index == null ? 0 : Integer.parseInt(index));
    }
  }

  /** Reads {@code fp32}, {@code bf16} or {@code fp16}. */
  static final class PrecisionConverter implements ITypeConverter<Precision> {
    @Override
    public Precision convert(String text) {
      try {
        return Precision.ofLabel(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
