package dev.latticenano.relay.net;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Where callers come in. Whoever calls is a stranger: how many may be here at a time, how many come
 * in a second, and how often one address calls is limited before anything is computed for them.
 * When there are too many strangers one more takes the place of the oldest; when all together call
 * too often they wait with the system, whose queue is bounded.
 */
public final class Entrance {
  private static final int QUEUE = 512;
  private static final int SEND_BUFFER_BYTES = 256 * 1024;
  private static final long NO_FILES_MS = 1000;

  private final Selector selector;
  private NetLimits limits;
  private final Traffic traffic;
  private final Callers callers;
  private final List<SelectionKey> doors = new ArrayList<>();
  private long callsLeft;
  private long filledMs;
  private long shutUntilMs = Long.MIN_VALUE;
  private boolean shut;
  private boolean isClosed;

  Entrance(Selector selector, NetLimits limits, long seed, Traffic traffic) {
    this.selector = selector;
    this.limits = limits;
    this.traffic = traffic;
    this.callers = new Callers(limits, seed);
  }

  void limits(NetLimits newLimits) {
    limits = newLimits;
    callers.limits(newLimits);
  }

  /**
   * Listens at an address; port 0 is any free one.
   *
   * @return the port
   * @throws BindException the address cannot be had
   */
  public int listen(InetSocketAddress address) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(address, QUEUE);
      channel.configureBlocking(false);
      doors.add(channel.register(selector, SelectionKey.OP_ACCEPT));
      return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Links up from an address, as {@link Callers#key} names it. */
  int links(long caller) {
    return callers.links(caller);
  }

  /** The next caller who is let in; null if there is none now. */
  Line take(SelectionKey door, Lines lines, long nowMs, BiConsumer<Line, Ending> end) {
    while (takeCall(nowMs)) {
      SocketChannel channel = null;
      try {
        channel = ((ServerSocketChannel) door.channel()).accept();
        if (channel == null) {
          callsLeft++;
          return null;
        }
        long caller = Callers.key(((InetSocketAddress) channel.getRemoteAddress()).getAddress());
        if (callers.admit(caller, nowMs) && hasPlace(lines, end)) {
          return line(channel, lines.nextNumber(), caller, nowMs);
        }
        traffic.callsTurnedAway++;
        channel.close();
      } catch (IOException e) {
        gone(channel, nowMs);
      }
    }
    return null;
  }

  private boolean takeCall(long nowMs) {
    int most = limits.rate().calls();
    long gained = (nowMs - filledMs) * most / 1000;
    if (gained > 0) {
      callsLeft = Math.min(most, callsLeft + gained);
      filledMs = nowMs;
    }
    if (callsLeft <= 0 || nowMs < shutUntilMs) {
      shut(true);
      return false;
    }
    callsLeft--;
    return true;
  }

  /** With all places taken a stranger goes, or, if there is none, whoever calls. */
  private boolean hasPlace(Lines lines, BiConsumer<Line, Ending> end) {
    NetLimits.Room room = limits.room();
    if (lines.up() < room.links() && lines.strangers() < room.strangers()) {
      return true;
    }
    Line oldest = lines.oldestStranger();
    if (oldest == null) {
      return false;
    }
    end.accept(oldest, Ending.UNPROVEN);
    return true;
  }

  private Line line(SocketChannel channel, int number, long caller, long nowMs) throws IOException {
    prepare(channel);
    Line line = new Line(channel, number, caller, false, nowMs);
    line.key = channel.register(selector, SelectionKey.OP_READ, line);
    traffic.callsTaken++;
    return line;
  }

  /** Makes a socket one of the loop's. */
  static void prepare(SocketChannel channel) throws IOException {
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER_BYTES);
  }

  // Who hung up before it was served is nobody's loss; a system without files needs a moment.
  private void gone(SocketChannel channel, long nowMs) {
    if (channel == null) {
      shutUntilMs = nowMs + NO_FILES_MS;
      return;
    }
    close(channel);
  }

  /** A link is down. */
  void left(Line line) {
    callers.release(line.caller);
    line.key.cancel();
    close(line.channel);
  }

  /** Once a second: who waits outside may come in again. */
  void look(long nowMs) {
    if (shut && nowMs >= shutUntilMs) {
      shut(false);
    }
  }

  private void shut(boolean now) {
    if (isClosed) {
      return;
    }
    shut = now;
    for (SelectionKey door : doors) {
      door.interestOps(now ? 0 : SelectionKey.OP_ACCEPT);
    }
  }

  /** Gives every port back. */
  void close() {
    isClosed = true;
    for (SelectionKey door : doors) {
      door.cancel();
      try {
        door.channel().close();
      } catch (IOException e) {
        // A port that cannot be given back goes with the process.
        continue;
      }
    }
  }

  static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // A socket that cannot be closed is as gone as one that can.
    }
  }
}
