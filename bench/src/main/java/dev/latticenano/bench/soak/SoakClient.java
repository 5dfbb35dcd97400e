package dev.latticenano.bench.soak;

import dev.latticenano.bench.relay.Member;
import dev.latticenano.core.RefusedException;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.session.Peer;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.store.Custody;
import dev.latticenano.core.store.MemoryChunks;
import dev.latticenano.core.store.MemoryStore;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.link.LinkException;
import dev.latticenano.link.TcpLink;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A real node of a member, with one store, a thread and links of its own: calls the relay, writes,
 * pulls, goes, writes on, and comes again. Whatever the relay says is durable is written down.
 */
final class SoakClient implements Runnable {
  private static final long HEAR_MS = 20;
  private static final long ACK_MS = 5_000;
  private static final long CUSTODY_MS = 5_000;
  private static final long STAY_MS = 30_000;
  private static final int AWAY_STEPS = 10;
  private static final int BURST = 40;

  private final int number;
  private final Member member;
  private final MemoryStore log = new MemoryStore();
  private final MemoryChunks chunks = new MemoryChunks();
  private final SplittableRandom random;
  private final Acknowledged acknowledged;
  private final Doorstep doorstep;
  private final int port;
  private final int pauseMs;
  private final Queue<Task> tasks = new ConcurrentLinkedQueue<>();
  private StoreId store;
  private volatile TcpLink link;
  private volatile boolean ending;
  private volatile boolean rested;
  private volatile Exception fault;
  private volatile long sawAllMs;
  private int links;
  private int noted;
  private int puts;
  private long writeAtMs;
  private long custodyAtMs;

  /** Something that this client's own thread does between two links. */
  interface Task {
    void run() throws Exception;
  }

  /**
   * A client that is a member of nothing yet.
   *
   * @param pauseMs between two bursts, at most
   */
  SoakClient(
      int number,
      long seed,
      int pauseMs,
      int port,
      KnownSignatures verifier,
      Acknowledged acknowledged,
      Doorstep doorstep) {
    this.number = number;
    this.random = new SplittableRandom(seed + number);
    this.member = new Member(number, chunks, verifier);
    this.port = port;
    this.pauseMs = pauseMs;
    this.acknowledged = acknowledged;
    this.doorstep = doorstep;
  }

  Member member() {
    return member;
  }

  StoreId create(String type) throws StoreException, RefusedException {
    store = member.create(type, number, log);
    member.node().acks().delay(ACK_MS);
    return store;
  }

  void open(StoreId newStore, SoakClient from) throws StoreException {
    store = newStore;
    member.open(newStore, from.member, log);
    member.node().acks().delay(ACK_MS);
  }

  /** Has its thread do something before it calls again. */
  void post(Task task) {
    tasks.add(task);
  }

  /** Cuts its link, if it has one. */
  void cut() {
    TcpLink now = link;
    if (now != null) {
      now.close();
    }
  }

  /** Writes nothing more, and ends when all it has is durable at the relay. */
  void end() {
    ending = true;
  }

  /** True once it has ended as {@link #end} says. */
  boolean isRested() {
    return rested;
  }

  /** What went wrong here that is nobody's cut; null if nothing did. */
  Exception fault() {
    return fault;
  }

  @Override
  public void run() {
    try {
      while (fault == null && doorstep.enter()) {
        try {
          visit();
          if (ending && tasks.isEmpty()) {
            rested = true;
            return;
          }
        } catch (LinkException e) {
          // The relay was killed, or the link was cut: call again.
          assert e.getMessage() != null;
        } finally {
          doorstep.leave();
        }
        away();
      }
    } catch (Exception e) {
      fault = e;
    }
  }

  private void visit() throws Exception {
    for (Task task = tasks.peek(); task != null; task = tasks.peek()) {
      task.run();
      tasks.remove();
    }
    long untilMs = System.currentTimeMillis() + random.nextLong(STAY_MS);
    links++;
    try (TcpLink up = member.open(port, links)) {
      link = up;
      member.exchange(up, links, HEAR_MS, () -> isOver(untilMs));
    } finally {
      link = null;
      member.node().unlink(links);
    }
  }

  private boolean isOver(long untilMs) throws StoreException {
    Peer peer = member.node().peer(links);
    boolean all = peer.agrees(store);
    if (all) {
      note();
    }
    if (!ending) {
      write();
      return System.currentTimeMillis() > untilMs;
    }
    return all && peer.isComplete() && member.node().chunksWanted() == 0;
  }

  private void write() throws StoreException {
    long nowMs = System.currentTimeMillis();
    if (nowMs < writeAtMs) {
      return;
    }
    writeAtMs = nowMs + random.nextLong(pauseMs);
    try {
      if (member.node().state(store) instanceof FileState) {
        byte[] content = new byte[40_000 + random.nextInt(150_000)];
        random.nextBytes(content);
        SoakFile.put(member, store, chunks, "c" + number + "-" + puts++, content);
      } else {
        int many = random.nextInt(10) == 0 ? BURST : 4;
        member.write(store, 1 + random.nextInt(many), random.nextLong());
      }
    } catch (RefusedException e) {
      // Not let in yet: the relay has not brought what does.
      writeAtMs = nowMs + pauseMs;
    }
  }

  /** Writes what will be new when it calls again, and takes its time. */
  private void away() throws StoreException {
    int steps = ending ? 1 : random.nextInt(AWAY_STEPS);
    for (int i = 0; i < steps; i++) {
      doorstep.pause(random.nextInt(pauseMs / 2 + 1));
      if (!ending && sawAllMs > 0) {
        write();
      }
    }
  }

  /** Both ends have the same set: all of it is durable at the relay. */
  private void note() throws StoreException {
    Dag dag = member.node().dag(store);
    byte[] hash = new byte[Hash.BYTES];
    while (noted < dag.sequence()) {
      int row = dag.rowAtSequence(++noted);
      if (!dag.isAck(row)) {
        dag.copyHash(row, hash, 0);
        acknowledged.intention(store, Hash.of(hash, 0));
      }
    }
    long nowMs = System.currentTimeMillis();
    sawAllMs = nowMs;
    if (nowMs >= custodyAtMs) {
      custodyAtMs = nowMs + CUSTODY_MS;
      noteChunks();
    }
  }

  private void noteChunks() throws StoreException {
    log.scan(
        0,
        (position, kind, bytes, offset, length) -> {
          if (kind == Custody.KIND) {
            acknowledged.chunk(store, Hash.of(bytes, offset));
          }
          return true;
        });
  }

  @Override
  public String toString() {
    return "client " + number + ", " + links + " links";
  }
}
