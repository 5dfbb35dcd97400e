package dev.latticenano.edge.sim;

import dev.latticenano.core.Acks;
import dev.latticenano.core.Event;
import dev.latticenano.core.Node;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.InviteToken;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.noise.TransportKey;
import dev.latticenano.core.state.KnownTypes;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.chunk.ChunkFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;

/**
 * One simulated device: a real {@link Node} over the real log, tables and chunks on a {@link
 * SimDisk}, with a clock of its own. It is driven as the contract of {@link Node} says. It can lose
 * power and start again from what its disk kept.
 */
public final class SimNode {
  private static final Path CHUNKS = Path.of("/simulated-disk/chunks");
  private static final int SAME_MOMENT_MAX = 1_000_000;
  private static final long FORGET_MS = 1000;

  private final Simulation simulation;
  private final String name;
  private final Ed25519Signer signer;
  private final byte[] transportSecret = new byte[TransportKey.BYTES];
  private final Random entropy;
  private final SimDisk disk;
  private final SimClock clock = new SimClock();
  private final SimStores stores = new SimStores();
  private final LinkEnds ends = new LinkEnds();
  private final Tally tally = new Tally();
  private Attack attack;
  private boolean online = true;
  private Node node;
  private ChunkFiles chunks;
  private long wakeAtMs = Long.MAX_VALUE;
  private long wakes;
  private long momentMs;
  private int moments;
  private long offMs = Simulation.OFF_MS;

  SimNode(Simulation simulation, String name, long seed) throws StoreException {
    this.simulation = simulation;
    this.name = name;
    this.entropy = new Random(seed);
    this.disk = new SimDisk(new Random(entropy.nextLong()), simulation.contents());
    byte[] secret = new byte[Ed25519Signer.SEED_BYTES];
    entropy.nextBytes(secret);
    this.signer = new Ed25519Signer(secret, 0);
    entropy.nextBytes(transportSecret);
    clock.mend(simulation.nowMs());
    start();
  }

  private void start() throws StoreException {
    clock.begin(simulation.nowMs());
    disk.makeDirectory(CHUNKS);
    chunks = ChunkFiles.open(disk, CHUNKS);
    byte[] ownName = name.getBytes(StandardCharsets.UTF_8);
    node =
        new Node(
            signer, signer, simulation.verifier(), this::fill, ownName, chunks, new KnownTypes());
    node.doors().transportKey(transportSecret.clone());
    node.acks().delay(Acks.DELAY_MS_MAINS);
    node.acks().outOf(stores::isPending);
    node.roomProbe(disk::hasRoom);
    node.carrying().share(carried -> Long.MAX_VALUE);
    stores.open(node, disk, entropy::nextLong, nowMs());
  }

  void fill(byte[] out, int offset, int length) {
    byte[] fresh = new byte[length];
    entropy.nextBytes(fresh);
    System.arraycopy(fresh, 0, out, offset, length);
  }

  /** What it is called. */
  public String name() {
    return name;
  }

  /** What it did so far; its own. */
  Tally tally() {
    return tally;
  }

  /** What it did so far, with what goes on over its links. */
  public Tally measured() {
    Tally sum = new Tally();
    sum.add(tally);
    sum.syncs = disk.syncs();
    sum.diskBytes = disk.writtenBytes();
    ends.account(node, sum);
    return sum;
  }

  /** Its clock, to be set wrong. */
  public SimClock clock() {
    return clock;
  }

  /** What its clock shows. */
  long nowMs() {
    return clock.nowMs(simulation.nowMs());
  }

  /** True while it has power. */
  public boolean isOn() {
    return node != null;
  }

  /** True unless it was taken off all links. */
  boolean isOnline() {
    return online;
  }

  /** True if it plays by the rules. */
  public boolean isHonest() {
    return attack == null;
  }

  /** The node that runs on it; null without power. */
  Node node() {
    return node;
  }

  /** From now on its disk keeps what it syncs, or only says so. */
  public void honestDisk(boolean honest) {
    disk.honest(honest);
  }

  /** So many more bytes may be written to its disk; Long.MAX_VALUE for no end. */
  public void room(long bytes) {
    disk.room(bytes);
  }

  ChunkFiles chunks() {
    return chunks;
  }

  Ed25519Signer signer() {
    return signer;
  }

  Verifier verifier() {
    return simulation.verifier();
  }

  byte[] transportSecret() {
    return transportSecret.clone();
  }

  AuthorId author() {
    byte[] key = new byte[AuthorId.BYTES];
    signer.publicKey(key, 0);
    return AuthorId.of(key, 0);
  }

  /** True if it holds the store, and has power. */
  public boolean holds(StoreId id) {
    return node != null && stores.find(id) != null;
  }

  // Stores.

  /** Takes a place for a store, which is empty if it is new here. */
  void open(StoreId id) throws StoreException {
    stores.add(id).open(node, disk, entropy::nextLong, nowMs());
    drain();
  }

  SimStore store(StoreId id) {
    return stores.find(id);
  }

  /** Takes a place for a store, and asks whoever it meets to be let in. */
  void take(InviteToken token) throws StoreException {
    if (stores.find(token.store()) == null) {
      open(token.store());
    }
    stores.ask(token);
  }

  /** True if nobody has let it into the store yet. */
  public boolean isPending(StoreId id) {
    return stores.isPending(id);
  }

  // Links.

  /** The link to another node, or null. */
  SimLink linkTo(SimNode peer) {
    return ends.to(this, peer);
  }

  /** A link is there; {@code number} is this end's name for it. */
  void linked(int number, SimLink link) {
    boolean attacks = attack != null && !attack.isByItself();
    Attacker attacker =
        attacks ? new Attacker(this, attack, link.kind(), entropy.nextLong()) : null;
    ends.add(number, link, node, attacker);
    if (attacker == null) {
      stores.asked().forEach(token -> node.join(number, token));
    }
  }

  void unlinked(int number) {
    ends.remove(number, node, tally);
    if (attack == Attack.LIE && node != null) {
      simulation.schedule(simulation.nowMs(), this::forget);
    }
  }

  private void forget() throws StoreException {
    if (node != null) {
      powerCut(FORGET_MS);
    }
  }

  /** True if both ends of a link have all they want of each other. */
  boolean isComplete(int number) {
    return ends.isComplete(number, node);
  }

  /** Takes it off all links, or lets it back. */
  void online(boolean newOnline) {
    online = newOnline;
    if (!online) {
      ends.cut();
    }
  }

  /** From now on it attacks; null: no more. */
  public void attack(Attack newAttack) {
    ends.cut();
    attack = newAttack;
    disk.honest(attack != Attack.LIE);
  }

  // The contract of Node: drain after every call, sleep until the deadline or the next frame.

  void receive(int number, byte[] frame) throws StoreException {
    simulation.delivered(this, frame);
    guarded(() -> ends.receive(number, frame, node, nowMs()));
  }

  /** Drains unless the link that had room again is gone. */
  void drainIf(boolean up) throws StoreException {
    if (up && node != null) {
      guarded(() -> {});
    }
  }

  /** Does something with the node, and what follows from it; what it throws is the disk's. */
  void guarded(Simulation.Work work) throws StoreException {
    try {
      work.run();
      drain();
    } catch (StoreException e) {
      if (!disk.isDead()) {
        throw e;
      }
      powerCut(offMs);
    }
  }

  private void drain() throws StoreException {
    byte[] out = simulation.buffer();
    for (Map.Entry<Integer, SimLink> each : ends.all().entrySet()) {
      while (each.getValue().hasRoom(this)) {
        int length = ends.transmit(each.getKey(), out, node, nowMs());
        if (length == 0) {
          break;
        }
        tally.framesSent++;
        tally.bytesSent += length;
        byte[] frame = Arrays.copyOf(out, length);
        simulation.sent(this, each.getValue().peerOf(this), frame);
        each.getValue().send(this, frame);
      }
    }
    for (Event event = node.pollEvent(); event != null; event = node.pollEvent()) {
      happened(event);
    }
    if (stores.hasNews(node)) {
      simulation.news();
    }
    sleep();
  }

  private void happened(Event event) {
    simulation.told(this, event);
    if (event instanceof Event.Met met) {
      tally.sessions += met.stores();
    } else if (event instanceof Event.Joined joined && joined.verdict() == Verdict.OK) {
      stores.letIn(joined.store());
      node.acks().letIn(joined.store(), nowMs());
    } else if (event instanceof Event.Refused refused) {
      Tally.count(tally.refusals, refused.verdict().name());
    } else if (event instanceof Event.Complete complete && complete.trouble() != Verdict.OK) {
      Tally.count(tally.refusals, complete.trouble().name());
    } else if (Tally.isTrouble(event)) {
      Tally.count(tally.troubles, event.getClass().getSimpleName());
    }
  }

  private void sleep() {
    long atMs = clock.timeOf(node.nextDeadlineMs(), simulation.nowMs());
    if (atMs < wakeAtMs) {
      wakeAtMs = atMs;
      long wake = ++wakes;
      simulation.schedule(atMs, () -> wake(wake));
    }
  }

  /** Its clock was changed: what it waits for is due at another time. */
  public void clockChanged() throws StoreException {
    wakeAtMs = Long.MAX_VALUE;
    if (node != null) {
      guarded(() -> node.tick(nowMs()));
    }
  }

  private void wake(long wake) throws StoreException {
    if (wake != wakes || node == null) {
      return;
    }
    wakeAtMs = Long.MAX_VALUE;
    moments = momentMs == simulation.nowMs() ? moments + 1 : 0;
    momentMs = simulation.nowMs();
    if (moments > SAME_MOMENT_MAX) {
      throw new CheckFailure(name + " never comes to rest: it asks for one tick after another");
    }
    guarded(() -> node.tick(nowMs()));
  }

  // Power.

  /** Power fails in the middle of one of the next so many writes; see {@link #powerCut}. */
  public void powerCutWithin(int writes, long newOffMs) {
    offMs = newOffMs;
    disk.powerFor(entropy.nextInt(writes + 1));
  }

  /** Power fails, and comes back after {@code offMs}; nothing happens if there is none. */
  public void powerCut(long offMs) throws StoreException {
    if (node == null) {
      return;
    }
    tally.powerCuts++;
    ends.cut();
    node = null;
    wakes++;
    wakeAtMs = Long.MAX_VALUE;
    disk.cut();
    simulation.schedule(simulation.nowMs() + offMs, this::powerBack);
  }

  private void powerBack() throws StoreException {
    if (node != null) {
      return;
    }
    if (disk.isHonest()) {
      start();
      stores.requireKept(name, node);
    } else if (!startsAnyhow()) {
      return;
    }
    guarded(() -> node.tick(nowMs()));
    simulation.relink();
  }

  // What a disk that lies leaves may be no log any more.
  private boolean startsAnyhow() {
    try {
      start();
      return true;
    } catch (StoreException e) {
      node = null;
      Tally.count(tally.troubles, "Unreadable");
      simulation.trace(this, "does not start: " + e.getMessage());
      return false;
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
