package dev.latticenano.link;

import dev.latticenano.link.LinkException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import jdk.net.ExtendedSocketOptions;

/** A link over one TCP connection: each frame behind its length, as in {@link FrameAssembler}. */
public final class TcpLink implements Link {
  private static final int BUFFER_BYTES = 16 * 1024;
  private static final int KEEP_ALIVE_IDLE_S = 30;
  private static final int KEEP_ALIVE_INTERVAL_S = 10;
  private static final int KEEP_ALIVE_PROBES = 3;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] inBuffer = new byte[BUFFER_BYTES];
  private final byte[] outBuffer = new byte[BUFFER_BYTES];
  private final FrameAssembler assembler = new FrameAssembler();
  private final AtomicLong bytesSent = new AtomicLong();
  private final AtomicLong bytesReceived = new AtomicLong();
  private final AtomicLong framesSent = new AtomicLong();
  private final AtomicLong framesReceived = new AtomicLong();
  private volatile boolean closed;
  private int inAt;
  private int inEnd;

  TcpLink(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    socket.setKeepAlive(true);
    Set<?> supported = socket.supportedOptions();
    if (supported.contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
      socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, KEEP_ALIVE_IDLE_S);
      socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, KEEP_ALIVE_INTERVAL_S);
      socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, KEEP_ALIVE_PROBES);
    }
    in = socket.getInputStream();
    out = socket.getOutputStream();
  }

  /**
   * A link to whoever listens at {@code host} and {@code port}; waits at most {@code timeoutMs}.
   */
  public static TcpLink connect(String host, int port, int timeoutMs) throws LinkException {
    String where = host + ":" + port;
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new LinkException(Kind.NOT_FOUND, "no host is called " + host);
    }
    Socket socket = new Socket();
    try {
      socket.connect(address, Math.max(1, timeoutMs));
      return new TcpLink(socket);
    } catch (IOException e) {
      closeQuietly(socket);
      throw refusal(where, timeoutMs, e);
    }
  }

  private static LinkException refusal(String where, int timeoutMs, IOException e) {
    if (e instanceof SocketTimeoutException) {
      return new LinkException(
          Kind.TIMEOUT, "no answer from " + where + " within " + timeoutMs + " ms", e);
    }
    if (e instanceof NoRouteToHostException) {
      return new LinkException(Kind.NOT_FOUND, "no way leads to " + where, e);
    }
    if (e instanceof ConnectException) {
      return new LinkException(Kind.REFUSED, "nobody listens at " + where, e);
    }
    return new LinkException(Kind.FAILED, "cannot connect to " + where + ": " + e.getMessage(), e);
  }

  @Override
  public void send(byte[] frame, int offset, int length) throws LinkException {
    Link.checkFrame(frame, offset, length);
    int first = Math.min(length, BUFFER_BYTES - FrameAssembler.PREFIX_BYTES);
    FrameAssembler.writePrefix(outBuffer, 0, length);
    System.arraycopy(frame, offset, outBuffer, FrameAssembler.PREFIX_BYTES, first);
    try {
      out.write(outBuffer, 0, FrameAssembler.PREFIX_BYTES + first);
      if (length > first) {
        out.write(frame, offset + first, length - first);
      }
    } catch (IOException e) {
      throw down(e);
    }
    bytesSent.addAndGet(FrameAssembler.PREFIX_BYTES + (long) length);
    framesSent.incrementAndGet();
  }

  @Override
  public int receive(byte[] frame, int offset, long timeoutMs) throws LinkException {
    long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    try {
      while (true) {
        inAt += assembler.accept(inBuffer, inAt, inEnd - inAt);
        if (assembler.complete()) {
          int length = assembler.take(frame, offset);
          framesReceived.incrementAndGet();
          return length;
        }
        long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
        if (!fill(leftMs)) {
          return 0;
        }
      }
    } catch (LinkException e) {
      close();
      throw e;
    }
  }

  /** Reads what is there, waiting at least 1 ms; false when nothing came. */
  private boolean fill(long waitMs) throws LinkException {
    try {
      int wait = (int) Math.max(1, Math.min(waitMs, Integer.MAX_VALUE));
      socket.setSoTimeout(wait);
      int n = in.read(inBuffer, 0, BUFFER_BYTES);
      if (n < 0) {
        throw new LinkException(
            Kind.CLOSED_BY_PEER,
            assembler.torn() ? "peer hung up in the middle of a frame" : "peer hung up");
      }
      inAt = 0;
      inEnd = n;
      bytesReceived.addAndGet(n);
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      throw down(e);
    }
  }

  private LinkException down(IOException e) {
    if (closed) {
      return new LinkException(Kind.CLOSED, "this end closed the link", e);
    }
    close();
    return new LinkException(Kind.CLOSED_BY_PEER, "connection lost: " + e.getMessage(), e);
  }

  @Override
  public LinkStats stats() {
    return new LinkStats(
        bytesSent.get(), bytesReceived.get(), framesSent.get(), framesReceived.get(), 0, 0);
  }

  @Override
  public void close() {
    closed = true;
    closeQuietly(socket);
  }

  /** The far end's address, as {@code host:port}. */
  public String peer() {
    return socket.getInetAddress().getHostAddress() + ":" + socket.getPort();
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // A socket that cannot be closed is as gone as one that can.
    }
  }
}
