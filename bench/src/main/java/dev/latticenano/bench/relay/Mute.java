package dev.latticenano.bench.relay;

import dev.latticenano.host.SystemEntropy;
import dev.latticenano.relay.net.Ending;
import dev.latticenano.relay.net.LinkLoop;
import dev.latticenano.relay.net.NetLimits;
import dev.latticenano.relay.net.Talk;
import dev.latticenano.relay.net.Upkeep;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Links with nobody behind them: what they cost by themselves. */
final class Mute implements Talk, Upkeep {
  private static final int MANY = 20_000;

  private LinkLoop loop;

  /** Listens at a free port, which is returned, on a thread of its own. */
  int listen() throws IOException {
    NetLimits.Room room = new NetLimits.Room(MANY, MANY, MANY, 8_000_000);
    NetLimits limits = NetLimits.USUAL.with(room).with(new NetLimits.Rate(MANY, MANY));
    loop = new LinkLoop(this, this, limits, new SystemEntropy());
    int port = loop.entrance().listen(new InetSocketAddress("127.0.0.1", 0));
    Thread thread = new Thread(this::run, "links");
    thread.setDaemon(true);
    thread.start();
    return port;
  }

  private void run() {
    try {
      loop.run();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void up(int link) {
    loop.proven(link);
  }

  @Override
  public boolean heard(int link, byte[] frame, int offset, int length, long nowMs) {
    return true;
  }

  @Override
  public int say(int link, byte[] out, int offset, long nowMs) {
    return 0;
  }

  @Override
  public boolean isFull(int link) {
    return false;
  }

  @Override
  public void down(int link, Ending why) {}

  @Override
  public void tick(long nowMs) {}

  @Override
  public long deadlineMs() {
    return Long.MAX_VALUE;
  }
}
