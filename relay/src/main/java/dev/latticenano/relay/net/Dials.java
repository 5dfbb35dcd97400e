package dev.latticenano.relay.net;

import dev.latticenano.host.Reason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls that leave: each is a socket until somebody answers, and a line from then on. Who is called
 * is no stranger and takes no stranger's place, but must prove itself in the same time.
 */
public final class Dials {
  private final Selector selector;
  private final Lines lines;
  private final List<Dial> open = new ArrayList<>();

  /** A call that nobody has answered yet. */
  record Dial(SocketChannel channel, Dialed owner, long sinceMs) {}

  Dials(Selector selector, Lines lines) {
    this.selector = selector;
    this.lines = lines;
  }

  /**
   * Calls a place, on the loop's thread; {@code owner} hears of it in a later turn.
   *
   * @throws IOException it cannot even be tried
   */
  public void call(InetSocketAddress place, Dialed owner) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      Entrance.prepare(channel);
      int wanted = channel.connect(place) ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT;
      Dial dial = new Dial(channel, owner, LinkLoop.clockMs());
      channel.register(selector, wanted, dial);
      open.add(dial);
    } catch (IOException e) {
      Entrance.close(channel);
      throw e;
    }
  }

  /** Somebody answers a call, or nobody does. */
  void answered(Dial dial, SelectionKey key) {
    open.remove(dial);
    try {
      dial.channel.finishConnect();
    } catch (IOException e) {
      Entrance.close(dial.channel);
      dial.owner.failed(Reason.of(e));
      return;
    }
    Line line =
        new Line(dial.channel, lines.nextNumber(), Callers.NOBODY, true, LinkLoop.clockMs());
    line.key = key;
    key.attach(line);
    line.interest();
    lines.add(line);
    dial.owner.connected(line.number);
    lines.due(line);
  }

  /** Once a second: gives up what was not answered for so long. */
  void look(long nowMs, long patienceMs) {
    for (Dial dial : List.copyOf(open)) {
      if (nowMs - dial.sinceMs > patienceMs) {
        open.remove(dial);
        Entrance.close(dial.channel);
        dial.owner.failed("nobody answers");
      }
    }
  }

  /** Calls nobody any more. */
  void close() {
    open.forEach(dial -> Entrance.close(dial.channel));
    open.clear();
  }
}
