package dev.latticenano.relay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Stands between clients and a relay on the loopback network, and keeps every byte of both. */
final class Recorder implements AutoCloseable {
  private final int port;
  private final ServerSocket door;
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

  /** Before a relay that listens at {@code port}. */
  Recorder(int port) throws IOException {
    this.port = port;
    door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    begin(this::accept);
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void begin(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // An end hung up: the other one is told so.
                assert e.toString() != null;
              }
            },
            "recorder");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = door.accept();
      Socket relay = new Socket(InetAddress.getLoopbackAddress(), port);
      sockets.add(client);
      sockets.add(relay);
      begin(() -> carry(client, relay));
      begin(() -> carry(relay, client));
    }
  }

  private void carry(Socket from, Socket to) throws IOException {
    byte[] bytes = new byte[1 << 16];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(bytes); n > 0; n = in.read(bytes)) {
        synchronized (seen) {
          seen.write(bytes, 0, n);
        }
        out.write(bytes, 0, n);
      }
    }
  }

  /** Where clients call. */
  int port() {
    return door.getLocalPort();
  }

  /** All that was said so far, of all links and both directions, as it came. */
  byte[] seen() {
    synchronized (seen) {
      return seen.toByteArray();
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    for (Socket each : sockets) {
      each.close();
    }
  }
}
