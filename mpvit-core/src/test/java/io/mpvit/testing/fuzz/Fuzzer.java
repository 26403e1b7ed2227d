/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.testing.fuzz;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Feeds a reader with damaged files. In the build it is a fixed number of them, always the same;
 * with {@code -Dmpvit.fuzz.seconds=N} as many as N seconds hold, from the seed {@code
 * -Dmpvit.fuzz.seed} on. A file that breaks the rule is kept in {@code target/fuzz}, and becomes a
 * test.
 *
 * <p>The rule: within {@value #LIMIT_SECONDS} s there is a value or one of the exceptions that the
 * reader documents, never another one nor an Error, and memory is bounded.
 */
public final class Fuzzer {

  /** What is fed. */
  @FunctionalInterface
  public interface Reader {
    /**
     * Reads a file to its end.
     *
     * @param bytes the file
     * @throws Exception what the reader documents
     */
    void read(byte[] bytes) throws Exception;
  }

  private static final int LIMIT_SECONDS = 20;
  private static final long MEGABYTE = 1 << 20;

  private final String name;
  private final Set<Class<? extends Exception>> documented;
  private final long megabytes;
  private final Random random;
  private final Mutator mutator;

  /**
   * Makes a fuzzer.
   *
   * @param name how files that break the rule are called
   * @param megabytes how much the reader may allocate for one file, in all
   * @param documented the exceptions that it may throw
   */
  @SafeVarargs
  public Fuzzer(String name, long megabytes, Class<? extends Exception>... documented) {
    this.name = name;
    this.megabytes = megabytes;
    this.documented = Set.of(documented);
    this.random = new Random(Long.getLong("mpvit.fuzz.seed", 1) * 31 + name.hashCode());
    this.mutator = new Mutator(random);
  }

  /**
   * Feeds.
   *
   * @param sound files that the reader takes; they are damaged
   * @param envelope what is made right again around the damage
   * @param text whether they are text
   * @param cases how many files, if no time is asked for
   * @param reader takes them
   * @throws AssertionError naming the file that breaks the rule
   */
  public void run(List<byte[]> sound, Envelope envelope, boolean text, int cases, Reader reader)
      throws IOException, InterruptedException {
    long seconds = Long.getLong("mpvit.fuzz.seconds", 0);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    for (int i = 0; seconds > 0 ? System.nanoTime() < end : i < cases; i++) {
      byte[] whole = sound.get(random.nextInt(sound.size()));
      byte[] other = sound.get(random.nextInt(sound.size()));
      byte[] file = envelope.damage(whole, bytes -> mutator.mutate(bytes, other, text));
      feed(file, reader, i);
    }
  }

  private void feed(byte[] file, Reader reader, int number)
      throws IOException, InterruptedException {
    CompletableFuture<String> verdict = new CompletableFuture<>();
    Thread thread = new Thread(() -> verdict.complete(verdict(file, reader)), "fuzz");
    thread.setDaemon(true);
    thread.start();
    try {
      String wrong = verdict.get(LIMIT_SECONDS, TimeUnit.SECONDS);
      if (!wrong.isEmpty()) {
        throw broken(file, number, wrong, null);
      }
    } catch (TimeoutException e) {
      Error error = broken(file, number, "it is not read within " + LIMIT_SECONDS + " s", null);
      error.setStackTrace(thread.getStackTrace());
      throw error;
    } catch (ExecutionException e) {
      throw broken(file, number, "it breaks the reader", e.getCause());
    }
  }

  /** What is wrong, or the empty text. */
  private String verdict(byte[] file, Reader reader) {
    long before = allocated();
    try {
      reader.read(file);
    } catch (Throwable e) {
      if (documented.stream().noneMatch(type -> type.isInstance(e))) {
        StackTraceElement[] trace = e.getStackTrace();
        return "it ends in " + e + (trace.length == 0 ? "" : " at " + trace[0]);
      }
      if (e.getMessage() == null || e.getMessage().isBlank()) {
        return "it ends in an exception without a message: " + e;
      }
    }
    long used = (allocated() - before) / MEGABYTE;
    return used <= megabytes ? "" : "it took " + used + " MB, more than " + megabytes;
  }

  private static long allocated() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  private AssertionError broken(byte[] file, int number, String what, Throwable cause)
      throws IOException {
    Path kept = Files.createDirectories(Path.of("target", "fuzz")).resolve(name + "-" + number);
    Files.write(kept, file);
    return new AssertionError(
        name + ", file " + number + " (kept as " + kept + "): " + what, cause);
  }
}
