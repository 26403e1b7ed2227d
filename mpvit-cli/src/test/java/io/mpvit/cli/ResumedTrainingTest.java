/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.cli.Cli.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings that are made longer, and checkpoints that were damaged meanwhile. */
class ResumedTrainingTest {

  @TempDir private Path folder;

  @BeforeEach
  void draw() throws Exception {
    new Trials(folder).shapes();
  }

  private Result train(Object... more) {
    List<Object> args = new ArrayList<>(List.of("train", "-m", BundledFiles.SEGMENTER));
    args.addAll(List.of("--data", folder, "--out", folder.resolve("out"), "--crop", "64"));
    args.addAll(List.of("--checkpoint-every", "1", "--threads", "1", "--device", "cpu"));
    args.addAll(List.of(more));
    return Cli.run(args.toArray());
  }

  private static void done(Result result) {
    assertThat(result.status()).as(result.err()).isZero();
  }

  private List<String> steps() throws Exception {
    return Files.readAllLines(folder.resolve("out/metrics.csv")).stream()
        .skip(1)
        .map(line -> line.split(",")[0])
        .toList();
  }

  @Test
  void aTrainingIsMadeLonger() throws Exception {
    done(train("--batch", "2", "--iterations", "1"));
    Result longer = train("--batch", "2", "--iterations", "3", "--resume");
    done(longer);
    assertThat(longer.err())
        .contains(
            "planned for 1 steps, now for 3: from step 2 on the learning rate follows the schedule"
                + " of the new length")
        .contains("going on after step 1 of 3");
    assertThat(steps()).containsExactly("1", "2", "3");

    Result byRounds = train("--batch", "2", "--epochs", "2", "--resume");
    done(byRounds);
    assertThat(byRounds.err()).contains("planned for 3 steps, now for 6");

    Result same = train("--batch", "2", "--resume");
    done(same);
    assertThat(same.err()).doesNotContain("planned for").contains("after step 6 of 6");

    Result shorter = train("--batch", "2", "--iterations", "4", "--resume");
    assertThat(shorter.status()).isEqualTo(1);
    assertThat(shorter.err()).contains("is after step 6, beyond the 4 steps that are asked for");

    Result other =
        train("--batch", "3", "--lr", "0.1", "--iterations", "9", "--resume", "--seed", "7");
    assertThat(other.status()).isEqualTo(1);
    assertThat(other.err())
        .contains("--batch was 2, is 3; --lr was ", ", is 0.1; --seed was 0, is 7");
  }

  @Test
  void damageOfTheSameSizeIsFound() throws Exception {
    done(train("--batch", "2", "--iterations", "3"));
    Path out = folder.resolve("out");
    Path damaged = out.resolve("checkpoint-00000003/optimizer.safetensors");
    byte[] bytes = Files.readAllBytes(damaged);
    bytes[bytes.length * 3 / 4] ^= 0x40;
    Files.write(damaged, bytes);

    Result verified = Cli.run("inspect", "--verify", out);
    assertThat(verified.status()).isEqualTo(1);
    assertThat(verified.out().lines())
        .containsExactly(
            "checkpoint-00000003: optimizer.safetensors is damaged (another SHA-256 than when"
                + " written)",
            "checkpoint-00000002: sound",
            "checkpoint-00000001: sound");
    assertThat(verified.err())
        .contains(out + ": 1 of 3 checkpoints damaged; --resume goes on from checkpoint-00000002");

    List<String> before = Files.readAllLines(out.resolve("metrics.csv"));
    Result resumed = train("--batch", "2", "--iterations", "3", "--resume");
    done(resumed);
    assertThat(resumed.err())
        .contains("checkpoint-00000003: optimizer.safetensors is damaged")
        .contains("; going on from checkpoint-00000002", "going on after step 2 of 3");
    assertThat(Files.readAllLines(out.resolve("metrics.csv"))).hasSameSizeAs(before);
    assertThat(Cli.run("inspect", "--verify", out).status()).isZero();
    assertThat(Cli.run("inspect", "--verify", out.resolve("checkpoint-00000003")).out())
        .contains("checkpoint-00000003: sound");

    for (int step = 1; step <= 3; step++) {
      Files.write(out.resolve("checkpoint-0000000" + step + "/model.safetensors"), new byte[9]);
    }
    Result lost = train("--batch", "2", "--iterations", "3", "--resume");
    assertThat(lost.status()).isEqualTo(1);
    assertThat(lost.err()).contains(out + " holds no sound checkpoint: checkpoint-00000003: ");
    assertThat(Cli.run("inspect", "--verify", folder).err())
        .contains(folder + " is no folder with checkpoints");
  }
}
