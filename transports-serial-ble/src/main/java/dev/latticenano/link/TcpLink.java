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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A link over one TCP connection: each frame behind its length, as in {@link FrameAssembler}.
 *
 * <p>TCP itself may take a quarter of an hour to notice that the far end has gone without a word.
 * So whoever sends on a link that is idle says {@link #sign} every {@link #signMs}, and a link on
 * which nothing came for {@link #SILENCE_MS} is down, or for {@link #ANSWER_MS} after it was asked.
 * Source: docs/links.md, link-31, link-32 and link-33.
 */
public final class TcpLink implements Link {
  private static final int BUFFER_BYTES = 16 * 1024;

  /** A frame of no bytes. */
  private static final byte[] SIGN = new byte[FrameAssembler.PREFIX_BYTES];

  /** How often a waiting receiver looks whether it has been silent for too long, in ms. */
  private static final long LOOK_MS = 1000;

  /** What was written cannot be overtaken: the system would take megabytes. */
  private static final int SEND_BUFFER_BYTES = 256 * 1024;

  /** How long an idle link says nothing, in ms. */
  public static final long SIGN_MS = 20_000;

  /** After how long without a byte the far end is given up, in ms: three signs and some. */
  public static final long SILENCE_MS = 65_000;

  /** The same after the far end was asked, in ms: one sign and some. */
  public static final long ANSWER_MS = 26_000;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] inBuffer = new byte[BUFFER_BYTES];
  private final byte[] outBuffer = new byte[BUFFER_BYTES];
  private final FrameAssembler assembler = new FrameAssembler(true);
  private final AtomicLong bytesSent = new AtomicLong();
  private final AtomicLong bytesReceived = new AtomicLong();
  private final AtomicLong framesSent = new AtomicLong();
  private final AtomicLong framesReceived = new AtomicLong();
  private final long signMs;
  private final long silenceNs;
  private final Object patience = new Object();
  private long deafAtNs;
  private boolean asked;
  private volatile boolean closed;
  private int inAt;
  private int inEnd;

  TcpLink(Socket socket) throws IOException {
    this(socket, SIGN_MS, SILENCE_MS);
  }

  /** As above with other times, for whoever cannot wait that long. */
  TcpLink(Socket socket, long signMs, long silenceMs) throws IOException {
    this.socket = socket;
    this.signMs = signMs;
    this.silenceNs = TimeUnit.MILLISECONDS.toNanos(silenceMs);
    this.deafAtNs = System.nanoTime() + silenceNs;
    socket.setTcpNoDelay(true);
    socket.setSendBufferSize(SEND_BUFFER_BYTES);
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
    // Before it is written: a far end that takes nothing is to wake whoever waits here.
    asked();
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

  /** How long the sender of an idle link says nothing before it calls {@link #sign}, in ms. */
  public long signMs() {
    return signMs;
  }

  /** Says that this end is there; by the thread that sends. */
  public void sign() throws LinkException {
    try {
      out.write(SIGN, 0, SIGN.length);
    } catch (IOException e) {
      throw down(e);
    }
    bytesSent.addAndGet(SIGN.length);
  }

  /**
   * Asks the far end, to which {@link #sign} is to be said: if it does not make itself heard soon,
   * it is gone; by any thread.
   */
  public void ask() {
    synchronized (patience) {
      asked = true;
      deafAtNs = System.nanoTime() + silenceNs * ANSWER_MS / SILENCE_MS;
    }
  }

  // What is said when there was no answer yet gives no more time for one.
  private void asked() {
    synchronized (patience) {
      if (!asked) {
        ask();
      }
    }
  }

  private void heard() {
    synchronized (patience) {
      asked = false;
      deafAtNs = System.nanoTime() + silenceNs;
    }
  }

  private boolean isDeaf() {
    synchronized (patience) {
      return System.nanoTime() - deafAtNs > 0;
    }
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
        if (!fill(leftMs) && leftMs <= LOOK_MS) {
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
      int wait = (int) Math.max(1, Math.min(waitMs, LOOK_MS));
      socket.setSoTimeout(wait);
      int n = in.read(inBuffer, 0, BUFFER_BYTES);
      if (n < 0) {
        throw new LinkException(
            Kind.CLOSED_BY_PEER,
            assembler.torn() ? "peer hung up in the middle of a frame" : "peer hung up");
      }
      inAt = 0;
      inEnd = n;
      heard();
      bytesReceived.addAndGet(n);
      return true;
    } catch (SocketTimeoutException e) {
      if (isDeaf()) {
        throw new LinkException(Kind.CLOSED_BY_PEER, "the peer has fallen silent", e);
      }
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

  /** This end's address, as the far end sees it unless something between them changes it. */
  public String localHost() {
    String host = socket.getLocalAddress().getHostAddress();
    int zone = host.indexOf('%');
    return zone < 0 ? host : host.substring(0, zone);
  }

  /** True if both ends are on one machine. */
  public boolean isOwnMachine() {
    return socket.getInetAddress().isLoopbackAddress();
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // A socket that cannot be closed is as gone as one that can.
    }
  }
}
