package dev.latticenano.link;

import dev.latticenano.link.LinkException.Kind;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * A link inside one process: two ends joined by two bounded queues of frames.
 *
 * <p>A queue holds at most {@link #QUEUE_BYTES_MAX} bytes, then {@link #send} blocks; one frame
 * always fits an empty queue.
 */
public final class LoopbackLink implements Link {
  /** Bytes that may wait in one direction. */
  public static final int QUEUE_BYTES_MAX = 1024 * 1024;

  private final Lane out;
  private final Lane in;

  private LoopbackLink(Lane out, Lane in) {
    this.out = out;
    this.in = in;
  }

  /** The two ends of a new link. */
  public static LoopbackLink[] pair() {
    Lane there = new Lane();
    Lane back = new Lane();
    return new LoopbackLink[] {new LoopbackLink(there, back), new LoopbackLink(back, there)};
  }

  @Override
  public void send(byte[] frame, int offset, int length) throws LinkException {
    Link.checkFrame(frame, offset, length);
    byte[] copy = new byte[length];
    System.arraycopy(frame, offset, copy, 0, length);
    out.put(copy);
  }

  @Override
  public int receive(byte[] frame, int offset, long timeoutMs) throws LinkException {
    byte[] next = in.take(timeoutMs);
    if (next == null) {
      return 0;
    }
    if (next.length > frame.length - offset) {
      close();
      throw new LinkException(
          Kind.BAD_FRAME,
          "frame of " + next.length + " bytes beyond the room of " + (frame.length - offset));
    }
    System.arraycopy(next, 0, frame, offset, next.length);
    return next.length;
  }

  @Override
  public LinkStats stats() {
    // One lane after the other: both ends may ask at once.
    LinkStats sent = out.counts();
    LinkStats taken = in.counts();
    return new LinkStats(
        sent.bytesSent(), taken.bytesReceived(), sent.framesSent(), taken.framesReceived(), 0, 0);
  }

  @Override
  public void close() {
    out.close(false);
    in.close(true);
  }

  /** One direction. Its sender closes it gently (the rest is delivered), its receiver at once. */
  private static final class Lane {
    private final ArrayDeque<byte[]> queue = new ArrayDeque<>();
    private long queuedBytes;
    private long bytesPut;
    private long framesPut;
    private long bytesTaken;
    private long framesTaken;
    private boolean senderGone;
    private boolean receiverGone;

    synchronized void put(byte[] frame) throws LinkException {
      while (!senderGone
          && !receiverGone
          && !queue.isEmpty()
          && queuedBytes + frame.length > QUEUE_BYTES_MAX) {
        pause(0);
      }
      if (senderGone) {
        throw new LinkException(Kind.CLOSED, "this end closed the link");
      }
      if (receiverGone) {
        throw new LinkException(Kind.CLOSED_BY_PEER, "peer hung up");
      }
      queue.add(frame);
      queuedBytes += frame.length;
      bytesPut += frame.length;
      framesPut++;
      notifyAll();
    }

    synchronized byte[] take(long timeoutMs) throws LinkException {
      long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
      while (true) {
        if (receiverGone) {
          throw new LinkException(Kind.CLOSED, "this end closed the link");
        }
        byte[] next = queue.poll();
        if (next != null) {
          queuedBytes -= next.length;
          bytesTaken += next.length;
          framesTaken++;
          notifyAll();
          return next;
        }
        if (senderGone) {
          throw new LinkException(Kind.CLOSED_BY_PEER, "peer hung up");
        }
        long leftNs = deadlineNs - System.nanoTime();
        if (leftNs <= 0) {
          return null;
        }
        pause(1 + TimeUnit.NANOSECONDS.toMillis(leftNs));
      }
    }

    private void pause(long ms) throws LinkException {
      try {
        wait(ms);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LinkException(Kind.CLOSED, "interrupted while waiting", e);
      }
    }

    /** What was put in, as sent, and what was taken out, as received. */
    synchronized LinkStats counts() {
      return new LinkStats(bytesPut, bytesTaken, framesPut, framesTaken, 0, 0);
    }

    synchronized void close(boolean byReceiver) {
      if (byReceiver) {
        receiverGone = true;
        queue.clear();
        queuedBytes = 0;
      } else {
        senderGone = true;
      }
      notifyAll();
    }
  }
}
