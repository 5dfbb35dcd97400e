package dev.latticenano.link.serial;

import dev.latticenano.link.serial.SerialLine.State;
import java.util.SplittableRandom;

/**
 * Two ends of a serial line on one virtual clock.
 *
 * <p>Each connection of each end sends its own endless stream, which begins with the number of that
 * connection. The far end checks every byte it reads against it: a lost, repeated, moved, damaged
 * or foreign byte fails the test at once.
 */
final class LineSimulation {
  /** One end with its application. */
  final class End {
    final SerialLine line;
    final SimulatedWire out;
    private final byte[] buffer = new byte[8192];
    private long sendStream;
    private long sendAt;
    private long readStream;
    private long readAt;
    long readTotal;
    long sendUntil = Long.MAX_VALUE;
    int connections;
    boolean reads = true;

    /** Its clock stands still and whatever comes in is lost. */
    boolean asleep;

    private long sleptMs;

    End(int baud, SimulatedWire out, SplittableRandom random) {
      this.line = new SerialLine(0, baud, random::nextInt);
      this.out = out;
    }

    private long clockMs() {
      return nowMs - sleptMs;
    }

    void start() {
      line.start(clockMs());
      sendStream = ++streams;
      sendAt = 0;
      readAt = 0;
      connections++;
    }

    /** Bytes handed to this end's line in its present connection. */
    long handedOver() {
      return sendAt;
    }

    private void step(SimulatedWire in) {
      int n = in.poll(buffer, nowMs);
      if (asleep) {
        sleptMs++;
        return;
      }
      if (n > 0) {
        line.receive(buffer, 0, n, clockMs());
      }
      if (clockMs() >= line.nextDeadlineMs()) {
        line.tick(clockMs());
      }
      read();
      if (line.state() == State.ENDED && restarts) {
        start();
      }
      write();
      while (out.backlog() < QUEUE_BYTES) {
        int length = line.transmit(buffer, 0, buffer.length, clockMs());
        if (length == 0) {
          break;
        }
        length = lowerWindow(buffer, length);
        out.offer(buffer, length);
      }
    }

    private void read() {
      while (reads) {
        int n = line.read(buffer, 0, buffer.length);
        if (n == 0) {
          return;
        }
        for (int i = 0; i < n; i++, readAt++) {
          if (readAt < Long.BYTES) {
            readStream = readStream << 8 | buffer[i] & 0xff;
          } else {
            same(streamByte(readStream, readAt), buffer[i], readAt);
          }
        }
        readTotal += n;
      }
    }

    private void write() {
      while (line.sendRoom() > 0 && sendAt < sendUntil) {
        int n = (int) Math.min(Math.min(line.sendRoom(), 1500), sendUntil - sendAt);
        for (int i = 0; i < n; i++) {
          buffer[i] = streamByte(sendStream, sendAt + i);
        }
        int taken = line.send(buffer, 0, n);
        same(n, taken, sendAt);
        sendAt += n;
      }
    }
  }

  /** What a bridge does on the way (bridge-6): a SYNC promises no more than its window. */
  private int lowerWindow(byte[] bytes, int length) {
    LineDecoder decoder = new LineDecoder();
    for (int at = 0; windowFrames < SerialFrame.WINDOW_FRAMES && at < length; ) {
      at += decoder.accept(bytes, at, length - at);
      if (decoder.ready() && decoder.frame().type() == SerialFrame.TYPE_SYNC) {
        byte[] frame = decoder.bytes();
        int end = decoder.frame().payloadOffset() + SerialFrame.SYNC_BYTES;
        frame[end - 1] = (byte) windowFrames;
        int sealed = new SerialFrame().seal(frame, 0, end);
        bytes[0] = Cobs.DELIMITER;
        int stuffed = Cobs.encode(frame, 0, sealed, bytes, 1);
        bytes[1 + stuffed] = Cobs.DELIMITER;
        return 2 + stuffed;
      }
    }
    return length;
  }

  /** Bytes an operating system takes before its write blocks. */
  private static final int QUEUE_BYTES = 4096;

  final End left;
  final End right;
  boolean restarts = true;
  int windowFrames = SerialFrame.WINDOW_FRAMES;
  long nowMs;
  private long streams;

  LineSimulation(int baud, int delayMs, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SimulatedWire there = new SimulatedWire(baud, delayMs, random.nextLong());
    SimulatedWire back = new SimulatedWire(baud, delayMs, random.nextLong());
    left = new End(baud, there, random.split());
    right = new End(baud, back, random.split());
    left.start();
    right.start();
  }

  void noise(double bitErrorRate, double byteLoss) {
    left.out.bitErrorRate = bitErrorRate;
    right.out.bitErrorRate = bitErrorRate;
    left.out.byteLoss = byteLoss;
    right.out.byteLoss = byteLoss;
  }

  void cut(boolean cut) {
    left.out.cut = cut;
    right.out.cut = cut;
  }

  void run(long ms) {
    for (long until = nowMs + ms; nowMs < until; ) {
      nowMs++;
      left.out.step(nowMs);
      right.out.step(nowMs);
      left.step(right.out);
      right.step(left.out);
    }
  }

  private static void same(int expected, int found, long at) {
    if (expected != found) {
      throw new AssertionError("byte " + at + ": " + found + " for " + expected);
    }
  }

  boolean up() {
    return left.line.state() == State.UP && right.line.state() == State.UP;
  }

  /** The share of the line that the payload of one direction fills, once begun. */
  static double goodput(int baud, int delayMs, double bitErrorRate, long seed) {
    return goodput(baud, delayMs, bitErrorRate, seed, SerialFrame.WINDOW_FRAMES);
  }

  /** The same behind a bridge that lowers the window to {@code windowFrames}. */
  static double goodput(int baud, int delayMs, double bitErrorRate, long seed, int windowFrames) {
    LineSimulation sim = new LineSimulation(baud, delayMs, seed);
    sim.windowFrames = windowFrames;
    sim.right.sendUntil = 0;
    sim.noise(bitErrorRate, 0);
    long ms = baud > 1_000_000 ? 10_000 : 40_000;
    sim.run(1000);
    long before = sim.right.readTotal;
    sim.run(ms);
    return (sim.right.readTotal - before) * 10_000.0 / baud / ms;
  }

  /**
   * The byte at one place of one stream: the stream's number first, then noise that depends on
   * both.
   */
  static byte streamByte(long stream, long at) {
    if (at < Long.BYTES) {
      return (byte) (stream >>> 56 - 8 * at);
    }
    long z = stream * 0x9e3779b97f4a7c15L + (at >>> 3);
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z ^= z >>> 27;
    return (byte) (z >>> 8 * (at & 7));
  }
}
