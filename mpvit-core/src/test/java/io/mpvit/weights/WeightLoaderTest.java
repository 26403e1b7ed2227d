/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.training.ParameterStore;
import io.mpvit.backbone.mpvit.MPViTClassifier;
import io.mpvit.backbone.mpvit.MPViTConfig;
import io.mpvit.checkpoint.CheckpointWriter;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.checkpoint.tensor.TensorType;
import io.mpvit.nn.Pass;
import io.mpvit.nn.StateEntry;
import io.mpvit.nn.TorchBlock;
import io.mpvit.ops.Precision;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.weights.WeightMismatchException.Mismatch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightLoaderTest {

  private static final int CLASSES = 5;
  private static final String TIED = "mhca_stages.0.mhca_blks.0.cpe.proj.bias";
  private static final String ALIAS = "mhca_stages.0.mhca_blks.0.MHCA_layers.0.cpe.proj.bias";

  @TempDir Path directory;
  private NDManager manager;
  private MPViTClassifier source;

  @BeforeEach
  void setUp() {
    manager = NDManager.newBaseManager();
    source = network();
    ReferenceWeights.fill(source, manager);
  }

  @AfterEach
  void tearDown() {
    manager.close();
  }

  private static MPViTConfig config() {
    return new MPViTConfig(
        List.of(16, 16, 16, 16), List.of(1, 1, 1, 1), List.of(1, 1, 1, 1), 2, 8, 0);
  }

  private static MPViTClassifier network() {
    return new MPViTClassifier(config(), CLASSES);
  }

  private Map<String, CheckpointTensor> tensors() {
    return new LinkedHashMap<>(BlockStateDict.of(source).tensors());
  }

  private MPViTClassifier load(Map<String, CheckpointTensor> tensors, LoadRules rules)
      throws Exception {
    MPViTClassifier target = network();
    target.freeze();
    new WeightLoader(rules).load(target, StateDict.of("made up", tensors), manager);
    return target;
  }

  private void assertSameValues(TorchBlock actual) {
    Map<String, NDArray> expected =
        source.stateEntries().stream()
            .collect(Collectors.toMap(StateEntry::key, e -> e.parameter().getArray()));
    for (StateEntry entry : actual.stateEntries()) {
      NDArray value = entry.parameter().getArray();
      assertThat(value.getDataType()).as(entry.key()).isEqualTo(entry.dataType());
      assertThat(value.contentEquals(expected.get(entry.key()))).as(entry.key()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"weights.pth", "weights.safetensors"})
  void whatIsWrittenComesBack(String name) throws Exception {
    Path file = directory.resolve(name);
    CheckpointWriter.write(BlockStateDict.of(source), file);
    MPViTClassifier target = network();
    target.freeze();
    try (StateDict weights = StateDict.open(file)) {
      assertThat(weights.keys())
          .containsExactlyElementsOf(source.stateEntries().stream().map(StateEntry::key).toList());
      new WeightLoader(LoadRules.strict()).load(target, weights, manager);
    }
    assertSameValues(target);
    Pass pass = new Pass(new ParameterStore(manager, false), false, Precision.FLOAT32);
    NDArray x = ReferenceInputs.array(manager, "input", new Shape(1, 3, 40, 56));
    assertThat(target.forward(pass, new NDList(x)).get(0).toFloatArray())
        .isEqualTo(source.forward(pass, new NDList(x)).get(0).toFloatArray());
  }

  @Test
  void valuesThatItHadAreFreed() throws Exception {
    MPViTClassifier target = network();
    target.freeze();
    target.initialize(manager, DataType.FLOAT32);
    List<PtNDArray> before =
        target.stateEntries().stream()
            .map(entry -> (PtNDArray) entry.parameter().getArray())
            .distinct()
            .toList();
    int arrays = manager.getManagedArrays().size();
    new WeightLoader(LoadRules.strict()).load(target, StateDict.of("made up", tensors()), manager);
    assertThat(before).isNotEmpty().allMatch(PtNDArray::isReleased);
    assertThat(manager.getManagedArrays()).hasSize(arrays);
  }

  @Test
  void seesThroughAWrappersPrefix() throws Exception {
    Map<String, CheckpointTensor> wrapped = new LinkedHashMap<>();
    tensors().forEach((key, tensor) -> wrapped.put("module." + key, tensor));
    assertSameValues(load(wrapped, LoadRules.strict()));
  }

  @Test
  void reportsEveryDisagreementAtOnce() {
    Map<String, CheckpointTensor> tensors = tensors();
    tensors.remove("stem.0.conv.weight");
    tensors.remove("cls_head.cls.bias");
    tensors.put("cls_head.cls.weight", CheckpointTensor.of(new float[6], 3, 2));
    tensors.put("neck.weight", CheckpointTensor.of(new float[1], 1));
    WeightMismatchException error =
        catchThrowableOfType(
            WeightMismatchException.class, () -> load(tensors, LoadRules.strict()));
    Mismatch mismatch = error.mismatch();
    assertThat(mismatch.missing()).containsExactly("stem.0.conv.weight", "cls_head.cls.bias");
    assertThat(mismatch.unexpected()).containsExactly("neck.weight");
    assertThat(mismatch.misshaped())
        .containsExactly("cls_head.cls.weight expected [5, 16] found [3, 2]");
    assertThat(error)
        .hasMessageContainingAll(
            "made up",
            "MPViTClassifier",
            "2 keys missing",
            "1 key unexpected",
            "1 key of another shape");
  }

  @Test
  void leavesTheNetworkAloneIfTheFileDoesNotFit() {
    MPViTClassifier target = network();
    ReferenceWeights.fill(target, manager);
    Map<String, CheckpointTensor> tensors = tensors();
    tensors.put("cls_head.cls.weight", CheckpointTensor.of(new float[6], 3, 2));
    catchThrowableOfType(
        WeightMismatchException.class,
        () ->
            new WeightLoader(LoadRules.strict())
                .load(target, StateDict.of("made up", tensors), manager));
    assertSameValues(target);
  }

  @Test
  void ofCopiesOfATiedTensorTheLastWins() throws Exception {
    Map<String, CheckpointTensor> tensors = tensors();
    tensors.put(ALIAS, CheckpointTensor.of(new float[16], 16));
    MPViTClassifier target = load(tensors, LoadRules.strict());
    StateEntry tied =
        target.stateEntries().stream().filter(e -> e.key().equals(TIED)).findFirst().orElseThrow();
    assertThat(tied.parameter().getArray().toFloatArray()).containsOnly(0);
  }

  @Test
  void aTiedTensorMayStandUnderAnyOfItsKeys() throws Exception {
    Map<String, CheckpointTensor> tensors = tensors();
    tensors.remove(TIED);
    assertSameValues(load(tensors, LoadRules.strict()));
    tensors.remove(ALIAS);
    WeightMismatchException error =
        catchThrowableOfType(
            WeightMismatchException.class, () -> load(tensors, LoadRules.strict()));
    assertThat(error.mismatch().missing()).containsExactly(TIED);
  }

  @Test
  void toleratesWhatIsNoWeight() throws Exception {
    Map<String, CheckpointTensor> tensors = tensors();
    tensors.keySet().removeIf(key -> key.endsWith("num_batches_tracked"));
    tensors.put("pixel_mean", CheckpointTensor.of(new float[3], 3, 1, 1));
    tensors.put("anchor_generator.cell_anchors.0", CheckpointTensor.of(new float[4], 1, 4));
    tensors.put(
        "proposal_generator.anchor_generator.cell_anchors.4",
        CheckpointTensor.of(new float[4], 1, 4));
    assertSameValues(load(tensors, LoadRules.strict()));
  }

  @Test
  void loadsAPartOfAFile() throws Exception {
    Map<String, CheckpointTensor> tensors = new LinkedHashMap<>();
    tensors().forEach((key, tensor) -> tensors.put("backbone." + key, tensor));
    tensors.put("head.weight", CheckpointTensor.of(new float[1], 1));
    assertSameValues(load(tensors, LoadRules.strict().withPrefix("backbone.")));
    tensors.put("backbone.extra", CheckpointTensor.of(new float[1], 1));
    assertSameValues(
        load(tensors, LoadRules.strict().withPrefix("backbone.").ignoring("extra"::equals)));
  }

  @Test
  void widensHalfPrecision() throws Exception {
    Map<String, CheckpointTensor> tensors = tensors();
    ByteBuffer halves = ByteBuffer.allocate(CLASSES * 2).order(ByteOrder.LITTLE_ENDIAN);
    halves.asShortBuffer().put(new short[] {0x3c00, (short) 0xc000, 0x3555, 0, 1});
    tensors.put("cls_head.cls.bias", CheckpointTensor.of(TensorType.FLOAT16, halves, CLASSES));
    MPViTClassifier target = load(tensors, LoadRules.strict());
    StateEntry bias =
        target.stateEntries().stream()
            .filter(e -> e.key().equals("cls_head.cls.bias"))
            .findFirst()
            .orElseThrow();
    assertThat(bias.parameter().getArray().toFloatArray())
        .containsExactly(1f, -2f, 0.333251953125f, 0f, 5.9604644775390625e-8f);
  }

  @Test
  void readsTheArchitectureOffTheFile() {
    StateDict weights = BlockStateDict.of(source);
    assertThat(MPViTConfig.xsmall().adapt(weights, "").mlpRatio()).isEqualTo(2);
    assertThat(MPViTConfig.xsmall().adapt(weights, "backbone.")).isEqualTo(MPViTConfig.xsmall());
    assertThat(StateDictKeys.rows(weights, "cls_head.cls.weight").orElseThrow()).isEqualTo(CLASSES);
    assertThat(StateDictKeys.rows(StateDict.of("empty", Map.of()), "cls_head.cls.weight"))
        .isEmpty();
  }
}
