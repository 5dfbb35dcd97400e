package dev.latticenano.relay.net;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;

/** A plain socket that says bytes as they are. */
final class Caller implements AutoCloseable {
  private static final int WAIT_MS = 20_000;

  final Socket socket;
  private final DataInputStream in;

  Caller(String host, int port) throws IOException {
    this(host, port, null);
  }

  /** From an address of this machine. */
  Caller(String host, int port, String from) throws IOException {
    socket =
        from == null
            ? new Socket(host, port)
            : new Socket(InetAddress.getByName(host), port, InetAddress.getByName(from), 0);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(WAIT_MS);
    in = new DataInputStream(socket.getInputStream());
  }

  static byte[] framed(byte[] frame) {
    return ByteBuffer.allocate(4 + frame.length).putInt(frame.length).put(frame).array();
  }

  /** A frame of a length that begins with {@code first}. */
  static byte[] frame(char first, int length) {
    byte[] frame = new byte[length];
    for (int i = 0; i < length; i++) {
      frame[i] = (byte) i;
    }
    frame[0] = (byte) first;
    return frame;
  }

  Caller raw(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  Caller say(byte[] frame) throws IOException {
    return raw(framed(frame));
  }

  /** Says that it is proven, and hears it back. */
  Caller proven() throws IOException {
    say(new byte[] {'p'});
    hear();
    return this;
  }

  /** The next frame that is no sign of life. */
  byte[] hear() throws IOException {
    int length = in.readInt();
    while (length == 0) {
      length = in.readInt();
    }
    byte[] frame = new byte[length];
    in.readFully(frame);
    return frame;
  }

  /** The next length, a sign of life's too. */
  int length() throws IOException {
    return in.readInt();
  }

  /** True once the other end has hung up. */
  boolean isHungUpOn() throws IOException {
    try {
      in.skipNBytes(Long.MAX_VALUE);
      return false;
    } catch (EOFException | SocketException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
