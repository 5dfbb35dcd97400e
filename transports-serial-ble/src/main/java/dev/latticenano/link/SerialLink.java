package dev.latticenano.link;

import dev.latticenano.link.LinkException.Kind;
import dev.latticenano.link.serial.SerialLine;
import dev.latticenano.link.serial.SerialLine.State;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A link over a serial device: frames behind their length, as in {@link FrameAssembler}, on the
 * byte stream of a {@link SerialLine}.
 *
 * <p>A fresh link calls for its peer; {@link #send} waits for it and {@link #receive} returns 0
 * meanwhile, however long that takes ({@link #awaitPeer} asks). When the peer says good-bye,
 * restarts, falls silent, or the device goes away, the link is dead; open a new one. One thread of
 * the link writes and keeps time, one thread of the driver reads.
 */
public final class SerialLink implements Link {
  private static final int OWN_PORT = 0;
  private static final int WRITE_BYTES = 16 * 1024;
  private static final int READ_BYTES = 16 * 1024;
  private static final long PROBE_MS = 250;
  private static final long CLOSE_WAIT_MS = 1500;

  private final Wire wire;
  private final SerialLine line;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition progress = lock.newCondition();
  private final FrameAssembler assembler = new FrameAssembler();
  private final byte[] prefix = new byte[FrameAssembler.PREFIX_BYTES];
  private final byte[] readBuffer = new byte[READ_BYTES];
  private final Thread loop;
  private int readAt;
  private int readEnd;
  private long framesSent;
  private long framesReceived;
  private boolean closed;
  private boolean flushed;
  private boolean roomless;
  private LinkException failure;

  private SerialLink(Wire wire, int port, int baud) {
    this.wire = wire;
    this.line = new SerialLine(port, baud, new SecureRandom()::nextInt);
    this.loop = new Thread(this::loop, "serial-link");
    loop.setDaemon(true);
  }

  /**
   * A link over the serial device at a path such as {@code /dev/ttyACM0}, set to {@code baud} bits
   * per second.
   *
   * <p>Does not wait for the peer. A device that was closed a moment ago is waited for, up to 1.5
   * s.
   */
  public static SerialLink open(String device, int baud) throws LinkException {
    if (baud < 1) {
      throw new IllegalArgumentException("baud " + baud);
    }
    return over(SerialDevice.open(device, baud), OWN_PORT, baud);
  }

  /** A link over {@code wire}, its own from now on, for the frames of one port. */
  static SerialLink over(Wire wire, int port, int baud) throws LinkException {
    SerialLink link = new SerialLink(wire, port, baud);
    link.start();
    return link;
  }

  private void start() throws LinkException {
    line.start(nowMs());
    try {
      wire.listen(this::received);
    } catch (LinkException e) {
      wire.close();
      throw e;
    }
    loop.start();
  }

  private static long nowMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  /** Whether the peer has answered within {@code timeoutMs}. */
  public boolean awaitPeer(long timeoutMs) throws LinkException {
    long untilNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    lock.lock();
    try {
      while (line.state() == State.SYNCING && !closed && failure == null) {
        if (!await(untilNs)) {
          return false;
        }
      }
      if (closed || failure != null) {
        throw down();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void send(byte[] frame, int offset, int length) throws LinkException {
    Link.checkFrame(frame, offset, length);
    lock.lock();
    try {
      FrameAssembler.writePrefix(prefix, 0, length);
      put(prefix, 0, prefix.length);
      put(frame, offset, length);
      framesSent++;
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  private void put(byte[] bytes, int offset, int length) throws LinkException {
    int at = 0;
    while (true) {
      if (closed || failure != null || line.state() == State.ENDED) {
        throw down();
      }
      int taken = line.send(bytes, offset + at, length - at);
      at += taken;
      if (at == length) {
        return;
      }
      if (taken > 0) {
        work.signal();
      }
      roomless = true;
      await(Long.MAX_VALUE);
      roomless = false;
    }
  }

  @Override
  public int receive(byte[] out, int offset, long timeoutMs) throws LinkException {
    long untilNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    lock.lock();
    try {
      while (true) {
        if (closed) {
          throw down();
        }
        if (assemble()) {
          int length = assembler.take(out, offset);
          framesReceived++;
          return length;
        }
        if (failure != null || line.state() == State.ENDED) {
          throw down();
        }
        if (!await(untilNs)) {
          return 0;
        }
      }
    } catch (LinkException e) {
      if (e.kind() == Kind.BAD_FRAME) {
        fail(e);
      }
      throw e;
    } finally {
      lock.unlock();
    }
  }

  /** Reads on until a frame is whole; false when more bytes are needed. */
  private boolean assemble() throws LinkException {
    while (!assembler.complete()) {
      if (readAt == readEnd) {
        readAt = 0;
        readEnd = line.read(readBuffer, 0, READ_BYTES);
        if (readEnd == 0) {
          return false;
        }
        work.signal(); // There is new room to promise.
      }
      readAt += assembler.accept(readBuffer, readAt, readEnd - readAt);
    }
    return true;
  }

  /** Waits for progress; false when {@code untilNs} has passed. */
  private boolean await(long untilNs) throws LinkException {
    try {
      if (untilNs == Long.MAX_VALUE) {
        progress.await();
        return true;
      }
      long leftNs = untilNs - System.nanoTime();
      return leftNs > 0 && (progress.awaitNanos(leftNs) > 0 || untilNs - System.nanoTime() > 0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LinkException(Kind.CLOSED, "interrupted while waiting", e);
    }
  }

  private LinkException down() {
    if (closed) {
      return new LinkException(Kind.CLOSED, "this end closed the link");
    }
    if (failure != null) {
      return new LinkException(failure.kind(), failure.getMessage(), failure);
    }
    switch (line.ending()) {
      case PEER_LEFT:
        return new LinkException(Kind.CLOSED_BY_PEER, "peer hung up");
      case PEER_RESTARTED:
        return new LinkException(Kind.CLOSED_BY_PEER, "peer has started afresh");
      default:
        return new LinkException(Kind.CLOSED_BY_PEER, "nothing was heard from the peer for 15 s");
    }
  }

  private void received(byte[] bytes, int offset, int length) {
    lock.lock();
    try {
      line.receive(bytes, offset, length, nowMs());
      work.signal();
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void loop() {
    byte[] out = new byte[WRITE_BYTES];
    try {
      long probeAtMs = nowMs() + PROBE_MS;
      while (true) {
        int length = next(out, probeAtMs);
        if (length < 0) {
          break;
        }
        if (length > 0) {
          wire.write(Arrays.copyOf(out, length));
        }
        if (nowMs() >= probeAtMs) {
          wire.probe();
          probeAtMs = nowMs() + PROBE_MS;
        }
      }
    } catch (LinkException e) {
      fail(e);
    }
    finish();
    wire.close();
  }

  /** Bytes to write; 0 when it is time to probe; -1 when there will never be any again. */
  private int next(byte[] out, long probeAtMs) {
    lock.lock();
    try {
      while (true) {
        long nowMs = nowMs();
        State before = line.state();
        line.tick(nowMs);
        int length = line.transmit(out, 0, out.length, nowMs);
        if (line.state() != before || roomless && line.sendRoom() > 0) {
          progress.signalAll();
        }
        if (length > 0) {
          return length;
        }
        if (line.state() == State.ENDED) {
          return -1;
        }
        long waitMs = Math.min(line.nextDeadlineMs(), probeAtMs) - nowMs;
        if (probeAtMs <= nowMs) {
          return 0;
        }
        work.await(Math.max(1, waitMs), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      return -1;
    } finally {
      lock.unlock();
    }
  }

  private void fail(LinkException e) {
    lock.lock();
    try {
      if (failure == null) {
        failure = e;
      }
      line.bye(nowMs());
      work.signal();
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void finish() {
    lock.lock();
    try {
      flushed = true;
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public LinkStats stats() {
    lock.lock();
    try {
      return new LinkStats(
          line.bytesSent(),
          line.bytesReceived(),
          framesSent,
          framesReceived,
          line.retransmissions(),
          line.badFrames());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets what was sent arrive, for at most a second, says good-bye and gives the device back, which
   * takes the driver up to another second in the background.
   */
  @Override
  public void close() {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        line.bye(nowMs());
        work.signal();
        progress.signalAll();
      }
      long untilNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_WAIT_MS);
      while (!flushed && System.nanoTime() < untilNs) {
        progress.awaitNanos(untilNs - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
