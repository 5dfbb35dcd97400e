package dev.latticenano.edge;

import dev.latticenano.core.Event;
import dev.latticenano.core.Limits;
import dev.latticenano.core.Node;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.link.Link;
import dev.latticenano.link.LinkException;
import dev.latticenano.link.TcpLink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The one thread that owns a node: takes what links and time bring, gives it to the node, hands out
 * what the node wants to send. Each link has a thread that reads and one that writes; a link is
 * given its next frame when it has taken the last, so a slow one holds back nobody.
 */
public final class NodeLoop {
  private static final int INBOX_ITEMS = 64;
  private static final long IDLE_MS = 500;
  private static final long READ_MS = 1000;

  private final Node node;
  private final Watcher watcher;
  private final BlockingQueue<Runnable> inbox = new ArrayBlockingQueue<>(INBOX_ITEMS);
  private final Map<Integer, Line> lines = new LinkedHashMap<>();
  private int nextLink = 1;
  private volatile boolean stopped;
  private StoreException failure;
  private volatile Throwable died;
  private final Reads reads = new Reads(this::wake);
  private Idle idle = () -> {};
  private long turns;

  /** Work that can wait: done when nothing came for a while. */
  public interface Idle {
    /** Does a little of it. */
    void turn() throws StoreException;
  }

  /** What a command wants to know while the loop runs; called on the loop's thread. */
  public interface Watcher {
    /** Something happened in the node. */
    void event(Event event) throws StoreException;

    /**
     * All events are told and nothing is said of them yet: a chance to do what they asked for, so
     * that no peer hears before it that there is nothing left to do.
     */
    default void told() throws StoreException {}

    /** A link is down; it is still known to the node while this runs. */
    void down(int link, LinkException why);

    /** A turn of the loop is over: a chance to draw progress or to stop. */
    void turned() throws StoreException;
  }

  /** A loop around {@code node}, which nobody else may touch while it runs. */
  public NodeLoop(Node node, Watcher watcher) {
    this.node = node;
    this.watcher = watcher;
  }

  /** One link with its two threads. */
  private final class Line {
    private final int number;
    private final Link link;
    private final boolean sure;
    private final byte[] out = new byte[Limits.FRAME_BYTES_MAX];
    private final Outgoing outgoing = new Outgoing();
    private final List<Thread> threads = new ArrayList<>();
    private final long signMs;
    private boolean busy;
    private boolean down;

    /** {@code sure} if the link loses nothing while it lives. */
    Line(int number, Link link, boolean sure) {
      this.number = number;
      this.link = link;
      this.sure = sure;
      this.signMs = link instanceof TcpLink tcp ? tcp.signMs() : Long.MAX_VALUE;
    }

    void start() {
      threads.add(new Thread(this::read, "link-" + number + "-read"));
      threads.add(new Thread(this::write, "link-" + number + "-write"));
      threads.forEach(thread -> thread.setDaemon(true));
      threads.forEach(thread -> thread.setUncaughtExceptionHandler((dead, why) -> die(why)));
      threads.forEach(Thread::start);
    }

    /** A sign at once, and hardly any time to answer. */
    void ask() {
      if (link instanceof TcpLink tcp) {
        tcp.ask();
        outgoing.sign();
      }
    }

    void end() {
      link.close();
      threads.forEach(Thread::interrupt);
    }

    private void read() {
      byte[] in = new byte[Limits.FRAME_BYTES_MAX];
      try {
        while (true) {
          int length = link.receive(in, 0, READ_MS);
          if (length > 0) {
            byte[] frame = Arrays.copyOf(in, length);
            inbox.put(() -> received(this, frame));
          }
        }
      } catch (LinkException e) {
        ended(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void write() {
      try {
        while (true) {
          int length = outgoing.take(signMs);
          if (length != Outgoing.SIGN) {
            link.send(out, 0, length);
            inbox.put(() -> busy = false);
          } else if (link instanceof TcpLink tcp) {
            tcp.sign();
          }
        }
      } catch (LinkException e) {
        ended(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void ended(LinkException why) {
      try {
        inbox.put(() -> drop(this, why));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Adds a link; from the loop's thread, or before it runs.
   *
   * @param calls false if the other end is known to begin
   * @param remembered the transport key that answered there before, or null
   * @return its number
   */
  int add(Link link, LinkProfile profile, boolean calls, byte[] remembered) {
    int number = nextLink++;
    Line line = new Line(number, link, profile.retryMs() == 0);
    lines.put(number, line);
    node.doors().open(number, profile, calls, remembered);
    line.start();
    return number;
  }

  /** Hangs up on a link, if it is still up; on the loop's thread. */
  void hangUp(int link, LinkException why) {
    Line line = lines.get(link);
    if (line != null) {
      drop(line, why);
    }
  }

  /** This machine has slept: every link is to show soon that it still leads anywhere. */
  void awake() {
    lines.values().forEach(Line::ask);
  }

  /**
   * The other end of a link is known: over the other links where the same process was met it is to
   * show soon that they still lead anywhere. Source: docs/links.md, link-33.
   */
  void met(int link) {
    byte[] process = node.doors().peerTransportKey(link);
    for (Line line : lines.values()) {
      byte[] other = node.doors().peerTransportKey(line.number);
      if (line.number != link && other != null && Arrays.equals(other, process)) {
        line.ask();
      }
    }
  }

  /** Has {@code work} done on the loop's thread; from any other thread. */
  public void post(Runnable work) throws InterruptedException {
    inbox.put(work);
  }

  /** Ends {@link #run} after this turn; from any thread, and waits for nothing. */
  public void stop() {
    stopped = true;
    wake();
  }

  // An inbox that is full wakes the loop all the same.
  private void wake() {
    inbox.offer(() -> {});
  }

  /** How other threads read the node while this loop runs. */
  public Reads reads() {
    return reads;
  }

  /** Turns so far; on the loop's thread. */
  long turns() {
    return turns;
  }

  /** True if everything handed to the link has been taken by it. */
  public boolean isQuiet(int link) {
    Line line = lines.get(link);
    return line == null || !line.busy;
  }

  /** How many links are up; from the loop's thread. */
  int links() {
    return lines.size();
  }

  /** Has {@code work} done on the loop's thread whenever nothing else is to be done. */
  public void whenIdle(Idle work) {
    idle = work;
  }

  /** Runs until {@link #stop}; then closes every link. */
  public void run() throws StoreException, InterruptedException {
    // A due tick takes turns with the inbox, so that neither waits for the other for ever.
    boolean ticked = false;
    try {
      while (!stopped) {
        boolean told = drain();
        watcher.turned();
        if (stopped) {
          return;
        }
        ticked = !ticked && node.nextDeadlineMs() <= System.currentTimeMillis();
        // Who was told of something may have written, or opened a store.
        long waitMs = told || reads.isAsked() ? 0 : waitMs();
        Runnable next = ticked ? null : inbox.poll(waitMs, TimeUnit.MILLISECONDS);
        if (next != null) {
          next.run();
        } else {
          node.tick(System.currentTimeMillis());
          idle.turn();
        }
        reads.turn(node);
        turns++;
        rethrow();
      }
    } finally {
      reads.end();
      for (Line line : List.copyOf(lines.values())) {
        line.end();
      }
    }
  }

  private long waitMs() {
    long untilMs = node.nextDeadlineMs() - System.currentTimeMillis();
    return Math.max(0, Math.min(IDLE_MS, untilMs));
  }

  /**
   * Returns true if the watcher was told of something. It is told before anything is sent, so that
   * no peer hears that this node has all it wants before the watcher has seen what came: a store
   * that was declared is opened, and offered, first.
   */
  private boolean drain() throws StoreException {
    boolean told = tell();
    watcher.told();
    for (Line line : List.copyOf(lines.values())) {
      if (!line.busy && !line.down) {
        int length = node.transmit(line.number, line.out, 0, System.currentTimeMillis());
        if (length > 0) {
          line.busy = true;
          line.outgoing.frame(length);
        }
      }
    }
    return tell() || told;
  }

  private boolean tell() throws StoreException {
    boolean told = false;
    for (Event event = node.pollEvent(); event != null; event = node.pollEvent()) {
      watcher.event(event);
      told = true;
    }
    return told;
  }

  private void received(Line line, byte[] frame) {
    if (line.down) {
      return;
    }
    try {
      long nowMs = System.currentTimeMillis();
      Verdict verdict = node.receive(line.number, frame, 0, frame.length, nowMs);
      if (line.sure && Estranged.is(verdict)) {
        drop(line, Estranged.of(verdict));
      }
    } catch (StoreException e) {
      failure = e;
    }
  }

  // Without the thread of a link nothing would ever be heard of it again.
  private void die(Throwable why) {
    died = why;
    wake();
  }

  private void rethrow() throws StoreException {
    if (failure != null) {
      throw failure;
    }
    if (died instanceof Error error) {
      throw error;
    }
    if (died != null) {
      throw new AssertionError("the thread of a link ended", died);
    }
  }

  private void drop(Line line, LinkException why) {
    if (line.down) {
      return;
    }
    line.down = true;
    line.end();
    watcher.down(line.number, why);
    node.unlink(line.number);
    lines.remove(line.number);
  }
}
