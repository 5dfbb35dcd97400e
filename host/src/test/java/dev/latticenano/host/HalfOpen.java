package dev.latticenano.host;

import dev.latticenano.core.bytes.BigEndian;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A way to a port for one caller, whose far end never hears that the caller has gone: from then on
 * it has a link that leads nowhere.
 */
public final class HalfOpen implements AutoCloseable {
  private static final long WAIT_S = 60;

  private final ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private final BlockingQueue<Long> signs = new LinkedBlockingQueue<>();
  private final int to;
  private volatile Socket far;

  /** A way to a port of this machine. */
  public HalfOpen(int to) throws IOException {
    this.to = to;
    start(this::serve);
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "half-open");
    thread.setDaemon(true);
    thread.start();
  }

  /** Where it is to be called. */
  public int port() {
    return door.getLocalPort();
  }

  /** How long the far end had said nothing when it next says a sign of life, in ms. */
  public long silentMs() throws InterruptedException {
    Long silentNs = signs.poll(WAIT_S, TimeUnit.SECONDS);
    if (silentNs == null) {
      throw new AssertionError("no sign of life came");
    }
    return TimeUnit.NANOSECONDS.toMillis(silentNs);
  }

  private void serve() {
    try (Socket near = door.accept();
        Socket there = new Socket(InetAddress.getLoopbackAddress(), to)) {
      far = there;
      start(() -> carry(near, there));
      DataInputStream in = new DataInputStream(there.getInputStream());
      long saidNs = System.nanoTime();
      while (true) {
        byte[] prefix = in.readNBytes(Integer.BYTES);
        byte[] frame = in.readNBytes(BigEndian.intAt(prefix, 0));
        long nowNs = System.nanoTime();
        if (frame.length == 0) {
          signs.add(nowNs - saidNs);
        }
        saidNs = nowNs;
        give(near, prefix, frame);
      }
    } catch (IOException | IndexOutOfBoundsException e) {
      // The far end hung up, or this was closed.
    }
  }

  private static void give(Socket near, byte[] prefix, byte[] frame) {
    try {
      OutputStream out = near.getOutputStream();
      out.write(prefix);
      out.write(frame);
    } catch (IOException e) {
      // The caller has gone, and the far end is not told.
    }
  }

  private static void carry(Socket near, Socket there) {
    try {
      InputStream in = near.getInputStream();
      in.transferTo(there.getOutputStream());
    } catch (IOException e) {
      // Likewise.
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    if (far != null) {
      far.close();
    }
  }
}
