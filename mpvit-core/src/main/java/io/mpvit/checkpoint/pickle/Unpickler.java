/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.pickle;

import io.mpvit.checkpoint.file.ByteRegion;
import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.file.CheckpointFile;
import io.mpvit.checkpoint.file.HeapBudget;
import java.io.IOException;
import java.nio.charset.Charset;

/** Reads the pickles of one file; nothing that they name is executed, loaded or looked up. */
public final class Unpickler {
  private final CheckpointFile file;
  private final PersistentIds ids;
  private final boolean strictGlobals;
  private final Charset python2;
  private final HeapBudget budget;
  private long end;

  /**
   * Prepares.
   *
   * @param file what fails
   * @param ids gives a meaning to persistent ids
   * @param strictGlobals refuse names beyond tensors and plain containers
   * @param python2 how python-2 strings become text
   * @param budget bounds the memory of all the pickles
   */
  public Unpickler(
      CheckpointFile file,
      PersistentIds ids,
      boolean strictGlobals,
      Charset python2,
      HeapBudget budget) {
    this.file = file;
    this.ids = ids;
    this.strictGlobals = strictGlobals;
    this.python2 = python2;
    this.budget = budget;
  }

  /**
   * Reads one pickle, which has its own memo.
   *
   * @param region the bytes
   * @param start where it begins
   * @param what what to call it in messages
   * @return its value: one of {@link PickleValue}
   * @throws IOException if the file cannot be read
   * @throws CheckpointException if the pickle is malformed, malicious or too large
   */
  public Object read(ByteRegion region, long start, String what)
      throws IOException, CheckpointException {
    PickleInput in = new PickleInput(file, region, start, budget, what);
    PickleInterpreter interpreter = new PickleInterpreter(file, ids, strictGlobals, budget);
    Object value = new PickleReader(in, interpreter, python2, budget).read();
    end = in.position();
    return value;
  }

  /**
   * Returns where the pickle that was read last stopped.
   *
   * @return the position after its STOP
   */
  public long end() {
    return end;
  }
}
