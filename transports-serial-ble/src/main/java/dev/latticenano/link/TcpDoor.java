package dev.latticenano.link;

import dev.latticenano.link.LinkException.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A listening TCP port that hands out a {@link TcpLink} per caller. */
public final class TcpDoor implements Closeable {
  private final ServerSocket socket;
  private volatile boolean closed;

  private TcpDoor(ServerSocket socket) {
    this.socket = socket;
  }

  /**
   * A door at {@code host} (null: every address of this machine) and {@code port} (0: any free
   * one).
   */
  public static TcpDoor bind(String host, int port) throws LinkException {
    String where = (host == null ? "*" : host) + ":" + port;
    InetSocketAddress address =
        host == null
            ? new InetSocketAddress((InetAddress) null, port)
            : new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new LinkException(Kind.NOT_FOUND, "no host is called " + host);
    }
    ServerSocket socket = null;
    try {
      socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(address);
      return new TcpDoor(socket);
    } catch (BindException e) {
      closeQuietly(socket);
      throw bindRefusal(where, e);
    } catch (IOException e) {
      closeQuietly(socket);
      throw new LinkException(Kind.FAILED, "cannot listen at " + where + ": " + e.getMessage(), e);
    }
  }

  private static LinkException bindRefusal(String where, BindException e) {
    String reason = String.valueOf(e.getMessage());
    if (reason.contains("Permission denied")) {
      return new LinkException(Kind.FORBIDDEN, "not allowed to listen at " + where, e);
    }
    if (reason.contains("Cannot assign")) {
      return new LinkException(Kind.NOT_FOUND, "this machine has no address " + where, e);
    }
    return new LinkException(Kind.IN_USE, "port in use: another program listens at " + where, e);
  }

  /** Waits for the next caller. Throws {@link Kind#CLOSED} when the door is closed. */
  public TcpLink accept() throws LinkException {
    while (true) {
      Socket caller = null;
      try {
        caller = socket.accept();
        return new TcpLink(caller);
      } catch (IOException e) {
        closeQuietly(caller);
        if (closed) {
          throw new LinkException(Kind.CLOSED, "this end closed the door", e);
        }
        if (caller == null) {
          throw new LinkException(Kind.FAILED, "cannot accept callers: " + e.getMessage(), e);
        }
        // The caller hung up before it was served: wait for the next.
      }
    }
  }

  /** The port in use, also when any free one was asked for. */
  public int port() {
    return socket.getLocalPort();
  }

  @Override
  public void close() {
    closed = true;
    closeQuietly(socket);
  }

  private static void closeQuietly(Closeable socket) {
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        // A socket that cannot be closed is as gone as one that can.
      }
    }
  }
}
