package dev.latticenano.edge;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A serial device at a path of the test's choosing, whose other side the test plays. */
final class PlayedPty implements AutoCloseable {
  private final Path path;
  private final Process program;
  private final FileChannel keeper;

  PlayedPty(Path path) throws IOException {
    this.path = path;
    program =
        new ProcessBuilder("socat", "pty,rawer,link=" + path, "STDIO")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!Files.exists(path)) {
      if (System.nanoTime() > untilNs || !program.isAlive()) {
        throw new IOException("socat made no pseudo-terminal at " + path);
      }
      LockSupport.parkNanos(1_000_000);
    }
    keeper = FileChannel.open(path, java.nio.file.StandardOpenOption.READ);
  }

  InputStream in() {
    return program.getInputStream();
  }

  OutputStream out() {
    return program.getOutputStream();
  }

  /** Unplugs it: the path is gone and whoever has it open is hung up. */
  @Override
  public void close() {
    try {
      keeper.close();
      program.destroy();
      program.waitFor();
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
