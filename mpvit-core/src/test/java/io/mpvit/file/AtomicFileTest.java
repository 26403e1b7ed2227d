/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

  @TempDir private Path folder;

  @Test
  void writesNewFilesAndReplacesOldOnes() throws IOException {
    Path file = folder.resolve("file");
    AtomicFile.writeText(file, out -> out.write("grün\n"));
    assertThat(file).hasContent("grün\n");
    AtomicFile.writeBytes(file, new byte[] {1, 2});
    assertThat(file).hasBinaryContent(new byte[] {1, 2});
    AtomicFile.<IOException>write(file, channel -> channel.write(ByteBuffer.wrap(new byte[3])));
    assertThat(file).hasBinaryContent(new byte[3]);
    assertThat(folder)
        .isDirectoryContaining("glob:**file")
        .isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void whatFailsLeavesWhatWasThereAndNothingElse() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "old");
    assertThatIOException()
        .isThrownBy(
            () ->
                AtomicFile.writeText(
                    file,
                    out -> {
                      out.write("half");
                      out.flush();
                      throw new IOException("disk full");
                    }))
        .withMessage("disk full");
    assertThatThrownBy(
            () ->
                AtomicFile.<TimeoutException>write(
                    file,
                    channel -> {
                      throw new TimeoutException();
                    }))
        .isInstanceOf(TimeoutException.class);
    assertThat(file).hasContent("old");
    assertThat(folder.toFile().list()).containsExactly("file");
  }

  @Test
  void theOldFileIsThereUntilTheNewOneIsComplete() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "old");
    AtomicFile.writeText(
        file,
        out -> {
          out.write("new");
          out.flush();
          assertThat(file).hasContent("old");
        });
    assertThat(file).hasContent("new");
  }

  @Test
  void linksKeepPointingToWhereTheyDo() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    AtomicFile.writeBytes(link, new byte[] {'n', 'e', 'w'});
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("new");
  }

  @Test
  void foldersAreNotMade() {
    assertThatThrownBy(() -> AtomicFile.writeBytes(folder.resolve("no/file"), new byte[1]))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(folder).isEmptyDirectory();
  }
}
