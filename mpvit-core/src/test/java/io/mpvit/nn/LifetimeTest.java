/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LifetimeTest {

  private final NDManager owner = NDManager.newBaseManager("PyTorch");
  private final Lifetime lifetime = Lifetime.within(owner, "mine");
  private final CountDownLatch inside = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  @AfterEach
  void close() {
    owner.close();
  }

  /** A block that stops in the middle until it may go on, then doubles. */
  private final class Slow extends UnaryBlock {

    @Override
    protected NDArray compute(Pass pass, NDArray input) {
      pause();
      return input.add(input);
    }

    @Override
    public Shape trace(Tracer tracer, Shape input) {
      return input;
    }
  }

  private void pause() {
    inside.countDown();
    try {
      assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Slow slow() {
    Slow block = new Slow();
    block.initialize(lifetime.memory(), DataType.FLOAT32);
    block.setLifetime(lifetime);
    return block;
  }

  private static NDList forward(TorchBlock block, NDArray input) {
    ParameterStore parameters = new ParameterStore(input.getManager(), false);
    return block.forward(parameters, new NDList(input), false);
  }

  /** Closes in a thread of its own, and finds that closing waits. */
  private CompletableFuture<Void> closing(NDManager manager) throws Exception {
    assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
    CompletableFuture<Void> closing = CompletableFuture.runAsync(manager::close);
    while (manager.isOpen()) {
      Thread.onSpinWait();
    }
    assertThat(closing.isDone()).as("closing has nothing to wait for").isFalse();
    assertThat(lifetime.memory().isOpen()).isTrue();
    return closing;
  }

  @Test
  void closingTheOwnerWaitsForWhatRuns() throws Exception {
    CompletableFuture<Boolean> running =
        CompletableFuture.supplyAsync(
            () ->
                lifetime.whileOpen(
                    () -> {
                      pause();
                      return lifetime.memory().isOpen();
                    }));
    CompletableFuture<Void> closing = closing(owner);
    goOn.countDown();
    assertThat(running.get()).as("its memory is there to the end").isTrue();
    closing.get();
    assertThat(lifetime.memory().isOpen()).isFalse();
    assertThatIllegalStateException()
        .isThrownBy(() -> lifetime.whileOpen(() -> 1))
        .withMessage("the model mine is closed");
  }

  /** A forward of arrays whose own manager, and the network's, are closed in its middle. */
  @Test
  void aForwardOutlivesTheManagerOfItsInput() throws Exception {
    Slow block = slow();
    try (NDManager others = owner.newSubManager()) {
      NDArray input = others.create(new float[] {1, 2}).duplicate();
      CompletableFuture<NDList> running =
          CompletableFuture.supplyAsync(() -> forward(block, input));
      assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
      others.close();
      assertThat(input.isReleased()).isTrue();
      goOn.countDown();
      assertThat(running)
          .failsWithin(20, TimeUnit.SECONDS)
          .withThrowableThat()
          .withMessageContaining("the arrays of a prediction are freed")
          .withMessageContaining("the model mine, was closed meanwhile");
    }
    NDArray fresh = owner.create(new float[] {1, 2}).duplicate();
    assertThat(forward(block, fresh).head().toFloatArray()).containsExactly(2, 4);
    assertThat(fresh.isReleased()).isFalse();
  }

  @Test
  void resultsBelongToTheManagerOfTheInput() {
    goOn.countDown();
    try (NDManager others = owner.newSubManager()) {
      NDArray input = others.ones(new Shape(2));
      NDArray result = forward(slow(), input).head();
      assertThat(result.getManager()).isSameAs(others);
      assertThat(others.getManagedArrays()).containsExactlyInAnyOrder(input, result);
    }
  }

  @Test
  void closingAComputationWaitsForItsStep() throws Exception {
    Slow block = slow();
    Computation computation = Computation.on(block, owner);
    NDArray input = computation.step(() -> computation.manager().ones(new Shape(2)));
    CompletableFuture<NDList> running = CompletableFuture.supplyAsync(() -> forward(block, input));
    assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
    CompletableFuture<Void> closing = CompletableFuture.runAsync(computation::close);
    Thread.sleep(20); // a close that did not wait would have freed the input by now
    assertThat(input.isReleased()).isFalse();
    goOn.countDown();
    assertThat(running.get()).hasSize(1);
    closing.get();
    assertThat(input.isReleased()).isTrue();
    assertThatIllegalStateException()
        .isThrownBy(() -> computation.step(() -> 1))
        .withMessageContaining("was closed meanwhile");
    assertThatIllegalStateException().isThrownBy(() -> forward(block, input));
  }

  @Test
  void whoClosesWhatItUsesFreesItOnItsWayOut() {
    boolean open =
        lifetime.whileOpen(
            () -> {
              owner.close();
              return lifetime.whileOpen(() -> lifetime.memory().isOpen());
            });
    assertThat(open).isTrue();
    assertThat(lifetime.memory().isOpen()).isFalse();
  }

  @Test
  void aClosedOwnerIsRefused() {
    owner.close();
    assertThatIllegalStateException().isThrownBy(() -> Lifetime.within(owner, "late"));
  }
}
