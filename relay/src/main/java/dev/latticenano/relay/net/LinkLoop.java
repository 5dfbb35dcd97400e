package dev.latticenano.relay.net;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.crypto.Entropy;
import dev.latticenano.core.store.StoreException;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * The one thread that owns all links of a relay, and whoever speaks over them: waits for callers,
 * bytes, tasks and the next deadline, whichever is first. After every frame whoever may have
 * something to say is asked, so there are never two inputs without an answer between them.
 *
 * <p>An idle link costs its socket, its {@link Line} and what {@link Talk} keeps: buffers are
 * shared, and there is no object for a wait. Once a second all links are looked at for those that
 * are silent, slow or unproven.
 */
public final class LinkLoop {
  private static final long LOOK_MS = 1000;
  private static final long DRAIN_MS = 2000;
  private static final int FRAMES_A_TURN = 16;
  private static final int BYTES_A_TURN = 16_384;

  private final Talk talk;
  private final Upkeep upkeep;
  private NetLimits limits;
  private final Selector selector;
  private final Lines lines = new Lines();
  private final Traffic traffic = new Traffic();
  private final Reading reading = new Reading(this::heard, traffic);
  private final Writing writing = new Writing(traffic);
  private final Silence silence = new Silence(lines, writing, this::end);
  private final Entrance entrance;
  private final Dials dials;
  private final byte[] out = new byte[Wire.PREFIX_BYTES + Wire.FRAME_BYTES_MAX];
  private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
  private final ArrayDeque<Line> paused = new ArrayDeque<>();
  private volatile boolean stopped;
  private StoreException failure;
  private long lookAtMs;
  private long endAtMs;

  /**
   * A loop without links, on the thread that calls {@link #run}.
   *
   * @param entropy for what callers must not guess
   * @throws IOException the system gives no selector
   */
  public LinkLoop(Talk talk, Upkeep upkeep, NetLimits limits, Entropy entropy) throws IOException {
    this.talk = talk;
    this.upkeep = upkeep;
    this.limits = limits;
    byte[] seed = new byte[Long.BYTES];
    entropy.fill(seed, 0, seed.length);
    selector = Selector.open();
    entrance = new Entrance(selector, limits, LittleEndian.longAt(seed, 0), traffic);
    dials = new Dials(selector, lines);
  }

  /** Where callers come in; to be opened before {@link #run}. */
  public Entrance entrance() {
    return entrance;
  }

  /** Has {@code work} done on the loop's thread, soon; from any thread. */
  public void post(Runnable work) {
    posted.add(work);
    selector.wakeup();
  }

  /**
   * Ends {@link #run} soon: nobody comes in any more, what was posted before is done, and what was
   * begun to be said is said to its end, for a while; from any thread.
   */
  public void stop() {
    stopped = true;
    selector.wakeup();
  }

  // What follows is for the loop's thread.

  /** Where calls leave. */
  public Dials dials() {
    return dials;
  }

  /** Whether links still lead anywhere. */
  public Silence silence() {
    return silence;
  }

  /** From now on these limits hold. */
  public void limits(NetLimits newLimits) {
    limits = newLimits;
    entrance.limits(newLimits);
  }

  /** Somebody is proven at the other end. */
  public void proven(int link) {
    Line line = lines.find(link);
    if (line != null) {
      lines.proven(line);
    }
  }

  /** Whoever speaks may have something to say over a link. */
  public void due(int link) {
    Line line = lines.find(link);
    if (line != null && line.rest == null) {
      lines.due(line);
    }
  }

  /** The same over every link. */
  public void dueAll() {
    lines.each(line -> due(line.number));
  }

  /** Reads no more from a link before the next tick, which comes soon. */
  public void pause(int link) {
    Line line = lines.find(link);
    if (line != null && !line.paused) {
      line.paused = true;
      paused.add(line);
      line.interest();
    }
  }

  /** Hangs up, if the link is up. */
  public void hangUp(int link) {
    Line line = lines.find(link);
    if (line != null) {
      end(line, Ending.HUNG_UP);
    }
  }

  /** Links that are up. */
  public int links() {
    return lines.up();
  }

  /** Of these, those over which nobody is proven yet. */
  public int strangers() {
    return lines.strangers();
  }

  /** Bytes of frames that came or went in part. */
  public int waitingBytes() {
    return reading.waitingBytes() + writing.waitingBytes();
  }

  /** What has passed so far, live. */
  public Traffic traffic() {
    return traffic;
  }

  /**
   * Runs until {@link #stop}; then hangs up everywhere.
   *
   * @throws StoreException what {@link Talk} or {@link Upkeep} threw
   * @throws IOException the system fails
   */
  public void run() throws StoreException, IOException {
    try {
      while (!isOver()) {
        await(waitMs());
        for (Runnable work = posted.poll(); work != null; work = posted.poll()) {
          work.run();
        }
        long nowMs = System.currentTimeMillis();
        if (!paused.isEmpty() || upkeep.deadlineMs() <= nowMs) {
          upkeep.tick(nowMs);
          goOn();
        }
        drain();
        sayMore();
        look();
        if (failure != null) {
          throw failure;
        }
      }
    } finally {
      lines.each(line -> end(line, Ending.STOPPED));
      entrance.close();
      dials.close();
      selector.close();
    }
  }

  private boolean isOver() {
    if (!stopped) {
      return false;
    }
    if (endAtMs == 0) {
      endAtMs = clockMs() + DRAIN_MS;
      entrance.close();
    }
    boolean isDone = posted.isEmpty() && writing.waitingBytes() == 0 && !lines.isAnyDue();
    return isDone || clockMs() >= endAtMs;
  }

  private void await(long waitMs) throws IOException {
    if (waitMs == 0) {
      selector.selectNow(this::ready);
    } else {
      selector.select(this::ready, waitMs);
    }
  }

  private void goOn() {
    for (int i = paused.size(); i > 0; i--) {
      Line line = paused.remove();
      if (!line.down && talk.isFull(line.number)) {
        paused.add(line);
      } else if (!line.down) {
        line.resumed(clockMs());
        line.interest();
      }
    }
  }

  /** How long to wait, at least 0. */
  private long waitMs() {
    if (lines.isAnyDue() || !paused.isEmpty()) {
      return 0;
    }
    if (stopped) {
      return 1;
    }
    long untilMs = upkeep.deadlineMs() - System.currentTimeMillis();
    long lookMs = lookAtMs - clockMs();
    return Math.max(0, Math.min(untilMs, Math.min(lookMs, LOOK_MS)));
  }

  /** A clock that nobody sets. */
  static long clockMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  private void ready(SelectionKey key) {
    if (failure != null || !key.isValid()) {
      return;
    }
    try {
      if (key.attachment() instanceof Line line) {
        ready(line, key.readyOps());
      } else if (key.attachment() instanceof Dials.Dial dial) {
        dials.answered(dial, key);
      } else {
        come(key);
      }
    } catch (StoreException e) {
      failure = e;
    }
  }

  private void come(SelectionKey key) {
    long nowMs = clockMs();
    for (Line line = entrance.take(key, lines, nowMs, this::end);
        line != null;
        line = entrance.take(key, lines, nowMs, this::end)) {
      lines.add(line);
      talk.up(line.number);
      lines.due(line);
    }
  }

  private void ready(Line line, int ops) throws StoreException {
    long nowMs = clockMs();
    if ((ops & SelectionKey.OP_WRITE) != 0) {
      if (!writing.goOn(line, nowMs)) {
        end(line, Ending.CLOSED);
        return;
      }
      if (line.rest == null) {
        lines.due(line);
      }
    }
    if ((ops & SelectionKey.OP_READ) != 0) {
      Ending ending = reading.read(line, nowMs);
      if (ending != null) {
        end(line, ending);
      } else if (line.partial != null) {
        relieve();
      }
      if (!line.down) {
        Silence.heard(line);
      }
    }
    drain();
  }

  private boolean heard(Line line, byte[] frame, int offset, int length) throws StoreException {
    long nowMs = System.currentTimeMillis();
    if (!talk.heard(line.number, frame, offset, length, nowMs)) {
      end(line, Ending.HUNG_UP);
      return false;
    }
    if (line.rest == null) {
      lines.due(line);
    }
    drain();
    return !line.down;
  }

  /** Of those that have much to say one goes on, when all others have been asked. */
  private void sayMore() throws StoreException {
    Line line = lines.takeDueLater();
    if (line != null && !line.down && !isEmptied(line)) {
      lines.due(line);
    }
  }

  /** Asks each that may have something to say, once round. */
  private void drain() throws StoreException {
    Line last = null;
    for (Line line = lines.takeDue(); line != null; line = lines.takeDue()) {
      if (!line.down && !isEmptied(line)) {
        lines.due(line);
        // The first that comes again has had its turn.
        if (last == null) {
          last = line;
        } else if (last == line) {
          return;
        }
      }
    }
  }

  /** Sends what a line has to say; false if it may have more. */
  private boolean isEmptied(Line line) throws StoreException {
    int said = 0;
    for (int frames = 0; frames < FRAMES_A_TURN && said < BYTES_A_TURN; frames++) {
      if (line.rest != null) {
        return true;
      }
      long nowMs = System.currentTimeMillis();
      int length = talk.say(line.number, out, Wire.PREFIX_BYTES, nowMs);
      if (length == 0) {
        line.hasMuch = false;
        return true;
      }
      said += length;
      line.hasMuch |= said >= BYTES_A_TURN;
      traffic.framesOut++;
      Wire.prefix(out, 0, length);
      long saidMs = clockMs();
      Silence.asked(line, saidMs);
      if (!writing.send(line, out, 0, Wire.PREFIX_BYTES + length, saidMs)) {
        end(line, Ending.CLOSED);
        return true;
      }
      if (line.rest != null) {
        relieve();
      }
    }
    return false;
  }

  /** Too much waits: who has held bytes for longest goes. */
  private void relieve() {
    while (waitingBytes() > limits.room().waitingBytes()) {
      end(lines.longestWaiting(), Ending.CROWDED);
    }
  }

  private void look() {
    long nowMs = clockMs();
    if (nowMs < lookAtMs) {
      return;
    }
    lookAtMs = nowMs + Math.min(LOOK_MS, limits.times().signMs() / 4 + 1);
    entrance.look(nowMs);
    dials.look(nowMs, limits.times().proofMs());
    lines.each(line -> silence.look(line, limits, nowMs));
  }

  private void end(Line line, Ending why) {
    if (line.down) {
      return;
    }
    line.down = true;
    reading.forget(line);
    writing.forget(line);
    entrance.left(line);
    lines.remove(line);
    traffic.ended(why);
    talk.down(line.number, why);
  }
}
