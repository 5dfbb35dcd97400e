package dev.latticenano.link;

import dev.latticenano.link.LinkException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A serial line without hardware: two pseudo-terminals joined by the program {@code socat}.
 *
 * <p>Unpaced, bytes pass as fast as the machine allows. Paced, each byte takes ten bits of the
 * given rate, and any of them may be spoiled or lost. Both devices live in a directory of their own
 * until {@link #close}, which also stops the programs; an end may be closed and opened again
 * meanwhile.
 */
public final class PtyLine implements AutoCloseable {
  private static final int LINE_BITS_PER_BYTE = 10;
  private static final long QUANTUM_NS = 2_000_000;
  private static final int READY_MS = 5000;
  private static final long POLL_NS = 2_000_000;

  private final Path directory;
  private final List<Process> programs = new ArrayList<>();
  private final List<FileChannel> keepers = new ArrayList<>();
  private final Thread atExit = new Thread(this::leaveNothing);
  private volatile boolean closed;
  private volatile boolean cut;

  private PtyLine() throws LinkException {
    try {
      directory = Files.createTempDirectory("lattice-pty");
    } catch (IOException e) {
      throw new LinkException(Kind.FAILED, "no room for a pseudo-terminal: " + e.getMessage(), e);
    }
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** A line as fast as the machine. */
  public static PtyLine unpaced() throws LinkException {
    PtyLine line = new PtyLine();
    try {
      line.run(line.pty("left"), line.pty("right"));
      line.awaitDevices();
      return line;
    } catch (LinkException e) {
      line.close();
      throw e;
    }
  }

  /**
   * A line of {@code baud} bits per second in each direction.
   *
   * @param bitErrorRate the share of line bits that are wrong, 0..1; any of its ten spoils a byte
   * @param byteLoss the share of bytes that vanish, 0..1
   * @param seed decides which
   */
  public static PtyLine paced(int baud, double bitErrorRate, double byteLoss, long seed)
      throws LinkException {
    PtyLine line = new PtyLine();
    try {
      Process left = line.run(line.pty("left"), "STDIO");
      Process right = line.run(line.pty("right"), "STDIO");
      line.awaitDevices();
      SplittableRandom random = new SplittableRandom(seed);
      line.pump(left, right, new Noise(baud, bitErrorRate, byteLoss, random.split()));
      line.pump(right, left, new Noise(baud, bitErrorRate, byteLoss, random.split()));
      return line;
    } catch (LinkException e) {
      line.close();
      throw e;
    }
  }

  private record Noise(int baud, double bitErrorRate, double byteLoss, SplittableRandom random) {}

  private String pty(String name) {
    return "pty,rawer,link=" + directory.resolve(name);
  }

  private Process run(String from, String to) throws LinkException {
    try {
      Process program =
          new ProcessBuilder("socat", from, to)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      programs.add(program);
      return program;
    } catch (IOException e) {
      throw new LinkException(Kind.NOT_FOUND, "socat is not installed (Debian package socat)", e);
    }
  }

  /**
   * Waits for both devices and keeps them open, for socat ends when the last user of one leaves.
   */
  private void awaitDevices() throws LinkException {
    long untilNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(READY_MS);
    for (String device : List.of(left(), right())) {
      while (!Files.exists(Path.of(device))) {
        if (System.nanoTime() > untilNs || !programs.get(0).isAlive()) {
          throw new LinkException(Kind.FAILED, "socat made no pseudo-terminal");
        }
        LockSupport.parkNanos(POLL_NS);
      }
      try {
        keepers.add(FileChannel.open(Path.of(device), StandardOpenOption.READ));
      } catch (IOException e) {
        throw new LinkException(Kind.FAILED, "cannot open " + device, e);
      }
    }
  }

  private void pump(Process from, Process to, Noise noise) {
    Thread thread =
        new Thread(() -> pump(from.getInputStream(), to.getOutputStream(), noise), "pty-line");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Each piece is written when its last bit would have arrived; a late wake-up delays no later
   * piece.
   */
  private void pump(InputStream in, OutputStream out, Noise noise) {
    double byteNs = LINE_BITS_PER_BYTE * 1e9 / noise.baud();
    byte[] piece = new byte[(int) Math.max(1, QUANTUM_NS / byteNs)];
    double freeNs = 0;
    long startNs = System.nanoTime();
    try {
      while (!closed) {
        boolean waited = in.available() == 0;
        int n = in.read(piece);
        if (n < 0) {
          return;
        }
        if (waited) {
          freeNs = Math.max(freeNs, System.nanoTime() - startNs);
        }
        freeNs += n * byteNs;
        for (long left = 1; left > 0 && !closed; ) {
          left = (long) freeNs - (System.nanoTime() - startNs);
          LockSupport.parkNanos(left);
        }
        int kept = cut ? 0 : spoil(piece, n, noise);
        out.write(piece, 0, kept);
        out.flush();
      }
    } catch (IOException e) {
      // The program at one end has stopped: the line is over, and its devices say so.
    }
  }

  private static int spoil(byte[] piece, int length, Noise noise) {
    if (noise.bitErrorRate == 0 && noise.byteLoss == 0) {
      return length;
    }
    int kept = 0;
    for (int i = 0; i < length; i++) {
      if (noise.random.nextDouble() < noise.byteLoss) {
        continue;
      }
      int flip = 0;
      if (noise.random.nextDouble() < LINE_BITS_PER_BYTE * noise.bitErrorRate) {
        flip = 1 << noise.random.nextInt(8);
      }
      piece[kept++] = (byte) (piece[i] ^ flip);
    }
    return kept;
  }

  /** The path of one device. */
  public String left() {
    return directory.resolve("left").toString();
  }

  /** The path of the other device. */
  public String right() {
    return directory.resolve("right").toString();
  }

  /** While cut, a paced line swallows every byte. */
  public void cut(boolean now) {
    cut = now;
  }

  /** Stops the programs as if the cable and both adapters were torn out: open devices hang up. */
  public void unplug() {
    closeKeepers();
    stopPrograms();
  }

  @Override
  public void close() {
    closed = true;
    unplug();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
      removeDirectory();
    } catch (IllegalStateException e) {
      // The process is ending; the hook does all this again, which does no harm.
    }
  }

  private void leaveNothing() {
    stopPrograms();
    removeDirectory();
  }

  private void removeDirectory() {
    try {
      Files.deleteIfExists(directory.resolve("left"));
      Files.deleteIfExists(directory.resolve("right"));
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      // A leftover of dead links in the temporary directory.
    }
  }

  private void closeKeepers() {
    for (FileChannel keeper : keepers) {
      try {
        keeper.close();
      } catch (IOException e) {
        // Only read access to a dead device is lost.
      }
    }
    keepers.clear();
  }

  private void stopPrograms() {
    for (Process program : programs) {
      program.destroy();
    }
    for (Process program : programs) {
      try {
        if (!program.waitFor(1, TimeUnit.SECONDS)) {
          program.destroyForcibly();
        }
      } catch (InterruptedException e) {
        program.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
