package dev.latticenano.edge;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** A way to a TCP port that lets so many bytes of the answer through and then holds. */
final class Strait implements AutoCloseable {
  private final ServerSocket door;
  private final long bytesMax;
  private final AtomicLong passed = new AtomicLong();
  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Socket near;
  private volatile Socket far;

  Strait(int port, long bytesMax) throws IOException {
    this.bytesMax = bytesMax;
    InetAddress here = InetAddress.getLoopbackAddress();
    door = new ServerSocket(0, 1, here);
    start(
        () -> {
          near = door.accept();
          far = new Socket(here, port);
          start(() -> near.getInputStream().transferTo(far.getOutputStream()));
          answer(far.getInputStream(), near.getOutputStream());
        });
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException | InterruptedException e) {
                hangUp();
              }
            },
            "strait");
    thread.setDaemon(true);
    thread.start();
  }

  private void answer(InputStream from, OutputStream to) throws IOException, InterruptedException {
    byte[] buffer = new byte[4096];
    for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
      if (passed.addAndGet(n) > bytesMax) {
        held.countDown();
        closed.await();
      }
      to.write(buffer, 0, n);
    }
    hangUp();
  }

  /** Hangs up on both. */
  void cut() {
    // In this order: whoever waits would let pass what was held back.
    hangUp();
    closed.countDown();
  }

  private void hangUp() {
    for (Socket each : new Socket[] {near, far}) {
      try {
        if (each != null) {
          each.close();
        }
      } catch (IOException e) {
        // Gone is gone.
        continue;
      }
    }
  }

  /** As {@code --tcp} takes it. */
  String address() {
    return "127.0.0.1:" + door.getLocalPort();
  }

  /** Waits until the bytes have passed and no more do. */
  void awaitHeld() throws InterruptedException {
    held.await();
  }

  /** Bytes of the answer so far. */
  long passed() {
    return passed.get();
  }

  @Override
  public void close() throws IOException {
    door.close();
    cut();
  }
}
