package dev.latticenano.edge;

import dev.latticenano.core.Event;
import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.bridge.UsbBridges;
import dev.latticenano.host.Failure;
import dev.latticenano.host.checks.CheckFigures;
import dev.latticenano.link.LinkException;
import dev.latticenano.link.TcpDoor;
import dev.latticenano.link.TcpLink;
import dev.latticenano.storage.scrub.ScrubProgress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** A node that answers whoever comes, over the network and a serial line, until it is stopped. */
public final class Server implements NodeLoop.Watcher {
  private static final long RETRY_MS = 1000;
  private static final long WATCH_NS = TimeUnit.SECONDS.toNanos(1);

  private final CheckFigures checks;
  private final NodeLoop loop;
  private final Scrubbing scrubbing;
  private final boolean once;
  private final NodeHome home;
  private final StoreTree tree;
  private final Invitations invitations;
  private final PeerFaults faults = new PeerFaults();
  private final Set<Integer> completed = new HashSet<>();
  private final Set<Integer> met = new HashSet<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Guests guests;
  private final Reach reach;
  private final Calls calls;
  private final Serials serials;
  private final Recalls recalls;
  private final Awakening awakening = new Awakening(System.currentTimeMillis(), System.nanoTime());
  private IntConsumer watcher = links -> {};
  private long watchAtNs = System.nanoTime();
  private volatile boolean stopping;
  private int exchanges;
  private TcpDoor door;

  /** A server around {@code home}; with {@code once} it ends after the first whole exchange. */
  public Server(NodeHome home, boolean once) throws Failure {
    this.loop = new NodeLoop(home.node(), this);
    this.scrubbing = new Scrubbing(home, EventLog::damage);
    Merging merging = new Merging(home);
    loop.whenIdle(
        () -> {
          merging.turn();
          scrubbing.turn();
        });
    this.once = once;
    this.home = home;
    this.guests = new Guests(loop::hangUp);
    this.reach = new Reach(home.places(), home.node().key());
    home.node().doors().tell(reach);
    this.calls = new Calls(home, loop, reach);
    this.serials = new Serials(home, loop, ended);
    this.recalls = new Recalls(home, calls);
    this.tree = home.tree();
    this.checks = home.checks();
    this.invitations = home.invitations();
  }

  /** Has {@code newWatcher} told the number of links every second, on the loop's thread. */
  public void watch(IntConsumer newWatcher) {
    watcher = newWatcher;
  }

  /** How far the scrub has come; on the loop's thread. */
  public ScrubProgress scrubProgress() {
    return scrubbing.progress();
  }

  /** Listens on a port, 0 for any free one; returns the port. */
  public int listen(String host, int port) throws Failure {
    try {
      door = TcpDoor.bind(host, port);
    } catch (LinkException e) {
      throw new Failure(Failure.LINK, e.getMessage(), e);
    }
    reach.listens(door.port(), forThisDevice(host));
    start("door", this::accept);
    if (home.settings().discovery() && !forThisDevice(host)) {
      Nearby.keep(calls, door.port(), ended);
    }
    EventLog.started("tcp=" + host + ":" + door.port());
    return door.port();
  }

  private static boolean forThisDevice(String host) {
    InetAddress address = new InetSocketAddress(host, 0).getAddress();
    return address != null && address.isLoopbackAddress();
  }

  /** Calls a place of the network, and again whenever the link there is down. */
  public void call(String host, int port) {
    calls.call(host, port);
  }

  /**
   * Answers on a serial line, or on a port of a bridge behind a colon, or on all of them, again and
   * again.
   */
  public void serial(String place, int baud) throws Failure {
    serials.open(place, baud);
    EventLog.started("serial=" + place + " baud=" + baud);
  }

  /** Answers on all ports of every bridge that is plugged in, now or later. */
  public void bridges(UsbBridges usb, int baud) throws Failure {
    serials.bridges(usb, baud);
    EventLog.started("bridges");
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (!stopping) {
        try {
          TcpLink link = door.accept();
          loop.post(() -> admit(link));
        } catch (LinkException e) {
          if (!stopping) {
            EventLog.waiting("tcp", e.getMessage());
            ended.await(RETRY_MS, TimeUnit.MILLISECONDS);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void admit(TcpLink link) {
    int number = loop.add(link, LinkProfile.TCP, false, null);
    invitations.linked(number);
    EventLog.linked(number, link.peer());
    reach.up(number, link);
    guests.called(number, System.nanoTime());
  }

  /** Serves until {@link #stop}, or the end of the first exchange. */
  public void run() throws Failure, InterruptedException {
    EventLog.checks(checks);
    try {
      loop.run();
    } catch (StoreException e) {
      throw Failure.of(e);
    } finally {
      scrubbing.remember();
      close();
    }
  }

  /** Gives ports and devices back; of use to who never came to {@link #run}. */
  public void close() {
    stopping = true;
    ended.countDown();
    calls.stop();
    if (door != null) {
      door.close();
    }
    serials.close();
  }

  /** Has {@link #run} end soon; from any thread. */
  public void stop() {
    loop.stop();
  }

  /** Whole exchanges so far. */
  public int exchanges() {
    return exchanges;
  }

  @Override
  public void event(Event event) {
    log(event);
    tree.event(event);
    invitations.event(event);
    if (event instanceof Event.Complete end) {
      completed.add(end.link());
    } else if (event instanceof Event.Met met) {
      this.met.add(met.link());
      guests.met(met.link());
      loop.met(met.link());
      calls.met(met.link());
      serials.met(met.link());
    }
  }

  /** Links whose other end is known, on the loop's thread. */
  int met() {
    return met.size();
  }

  private void log(Event event) {
    if (event instanceof Event.Refused refused) {
      long unwritten = faults.refused(refused, System.currentTimeMillis());
      if (unwritten >= 0) {
        EventLog.refused(refused, PeerFaults.peer(home.node(), refused.link()), unwritten);
      }
      return;
    }
    EventLog.event(event);
    if (event instanceof Event.Complete end) {
      faults.count(end.trouble());
    } else if (event instanceof Event.Joined joined) {
      faults.count(joined.verdict());
    } else if (event instanceof Event.BaseRefused base) {
      faults.count(base.verdict());
    }
  }

  /** What peers did wrong since the start; on the loop's thread. */
  public PeerFaults faults() {
    return faults;
  }

  @Override
  public void down(int link, LinkException why) {
    EventLog.down(link, why.getMessage());
    met.remove(link);
    guests.down(link);
    calls.down(link);
    reach.down(link);
    long unwritten = faults.forget(link);
    if (unwritten > 0) {
      EventLog.unwritten(link, unwritten);
    }
    if (completed.remove(link)) {
      exchanges++;
      if (once) {
        // Whoever keeps the line must not open it again for the next peer.
        ended.countDown();
        loop.stop();
      }
    }
    serials.down(link);
  }

  @Override
  public void told() throws StoreException {
    tree.turn();
  }

  @Override
  public void turned() throws StoreException {
    long nowNs = System.nanoTime();
    guests.turn(nowNs);
    if (awakening.since(System.currentTimeMillis(), nowNs)) {
      loop.awake();
      calls.awake();
    }
    if (nowNs - watchAtNs >= 0) {
      watchAtNs = nowNs + WATCH_NS;
      recalls.turn();
      watcher.accept(loop.links());
    }
  }
}
