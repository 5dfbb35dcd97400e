package dev.latticenano.bench.relay;

import dev.latticenano.core.HeapKeys;
import dev.latticenano.core.Node;
import dev.latticenano.core.RefusedException;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.dag.ReplayProgress;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.GenesisOp;
import dev.latticenano.core.intention.KvPayloadWriter;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.relay.Manifest;
import dev.latticenano.core.relay.RelayErrands;
import dev.latticenano.core.relay.Ticket;
import dev.latticenano.core.session.Errands;
import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.core.state.KnownTypes;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.state.Role;
import dev.latticenano.core.store.ChunkStore;
import dev.latticenano.core.store.MemoryChunks;
import dev.latticenano.core.store.MemoryStore;
import dev.latticenano.core.store.MemoryTables;
import dev.latticenano.core.store.Store;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.host.SystemEntropy;
import dev.latticenano.link.Link;
import dev.latticenano.link.LinkException;
import dev.latticenano.link.TcpLink;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A node in memory with a store that a relay holds, and any number of links to that relay. */
public final class Member {
  private static final long WAIT_MS = 600_000;
  private static final long STEP_MS = 50;
  private static final int VALUE_BYTES = 95;

  private final Ed25519Signer signer;
  private final Node node;
  private final HeapKeys keys = new HeapKeys();
  private final byte[] frame = new byte[Link.FRAME_BYTES_MAX];

  /** The member of that number, 1 and up. */
  public Member(int number) {
    this(number, new MemoryChunks(), new Ed25519Verifier());
  }

  /** The same, whose chunks lie there and whose signatures are judged so. */
  public Member(int number, ChunkStore chunks, Verifier verifier) {
    byte[] secret = new byte[32];
    secret[0] = (byte) number;
    secret[1] = (byte) (number >>> 8);
    secret[2] = 77;
    signer = new Ed25519Signer(secret, 0);
    node =
        new Node(
            signer,
            signer,
            verifier,
            new SystemEntropy(),
            new byte[] {'m'},
            chunks,
            new KnownTypes());
  }

  /** Its key. */
  public AuthorId key() {
    return node.key();
  }

  /** What signs as it. */
  public Ed25519Signer signer() {
    return signer;
  }

  /** The node itself. */
  public Node node() {
    return node;
  }

  /** Makes the store, sealed, with a first intention. */
  public StoreId create(int nonce) throws StoreException, RefusedException {
    return create(KvState.TYPE, nonce, new MemoryStore());
  }

  /** The same of a type, whose log lies there. */
  public StoreId create(String type, int nonce, Store log) throws StoreException, RefusedException {
    StoreId id = StoreId.derive(Blake3.plain(), key(), nonce);
    open(id, this, log);
    long nowMs = System.currentTimeMillis();
    node.membership(id).begin(new GenesisOp(type, nonce), "s", true, nowMs);
    return id;
  }

  /** Holds the store, empty at first, with the keys that {@code from} has. */
  public void open(StoreId store, Member from) throws StoreException {
    open(store, from, new MemoryStore());
  }

  /** The same, whose log lies there. */
  public void open(StoreId store, Member from, Store log) throws StoreException {
    long nowMs = System.currentTimeMillis();
    if (from != this) {
      from.keys.copy(keys);
    }
    node.open(store, log, new MemoryTables(), keys, nowMs, ReplayProgress.SILENT);
  }

  /** Lets somebody into the store. */
  public void let(StoreId store, AuthorId who, Role role) throws StoreException, RefusedException {
    node.membership(store).setRole(who, role, System.currentTimeMillis());
  }

  /** Brings the store to the relay, or a newer manifest of it; then {@code ticket} is null. */
  public void redeem(int port, Manifest manifest, Ticket ticket)
      throws LinkException, StoreException {
    RelayErrands errands = new RelayErrands();
    errands.redeem(manifest, ticket);
    node.doors().errands((link, peer) -> errands);
    try (TcpLink link = open(port, 0)) {
      exchange(link, 0, () -> errands.answer() != null);
    } finally {
      node.unlink(0);
      node.doors().errands((link, peer) -> Errands.NONE);
    }
    if (errands.answer() != Verdict.OK) {
      throw new IllegalStateException("redeemed: " + errands.answer());
    }
  }

  /** A link to whoever listens there, by the number it has from now on. */
  public TcpLink open(int port, int number) throws LinkException {
    TcpLink link = TcpLink.connect("127.0.0.1", port, 10_000);
    node.doors().open(number, LinkProfile.TCP, true, null);
    return link;
  }

  /** Calls the relay and talks until both hold the same; the link stays up. */
  public TcpLink meet(int port, int number, StoreId store) throws LinkException, StoreException {
    TcpLink link = open(port, number);
    exchange(link, number, () -> node.peer(number).agrees(store) && node.peer(number).isComplete());
    return link;
  }

  /** As {@link #meet}, and ends the link; returns null. */
  public Void visit(int port, int number, StoreId store) throws LinkException, StoreException {
    meet(port, number, store).close();
    node.unlink(number);
    return null;
  }

  /** Writes so many intentions of about 300 bytes, signed and sealed; no link need be up. */
  public void write(StoreId store, int count, long seed) throws StoreException, RefusedException {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] key = new byte[8];
    byte[] value = new byte[VALUE_BYTES];
    byte[] op = new byte[256];
    KvPayloadWriter payload = new KvPayloadWriter();
    for (int i = 0; i < count; i++) {
      random.nextBytes(key);
      random.nextBytes(value);
      payload.wrap(op, 0, op.length).put(key, 0, key.length, value, 0, value.length);
      UniversalOpWriter ops = new UniversalOpWriter().appData(op, 0, payload.length());
      byte[] bytes = new byte[ops.length()];
      ops.write(bytes, 0, bytes.length);
      node.submit(store, bytes, List.of(), System.currentTimeMillis());
      while (node.pollEvent() != null) {
        continue;
      }
    }
  }

  /** Says and hears what there is until {@code done} says so. */
  public void exchange(TcpLink link, int number, Done done) throws LinkException, StoreException {
    exchange(link, number, STEP_MS, done);
  }

  /** The same; {@code done} is asked at least every {@code waitMs}. */
  public void exchange(TcpLink link, int number, long waitMs, Done done)
      throws LinkException, StoreException {
    long untilMs = System.currentTimeMillis() + WAIT_MS;
    while (!done.isDone()) {
      turn(link, number, untilDue(waitMs));
      if (System.currentTimeMillis() > untilMs) {
        throw new IllegalStateException("link " + number + " does not come to rest");
      }
    }
    say(link, number);
  }

  /** Says what there is, hears what comes within {@code waitMs}, and says what follows from it. */
  public void turn(TcpLink link, int number, long waitMs) throws LinkException, StoreException {
    say(link, number);
    int length = link.receive(frame, 0, waitMs);
    long nowMs = System.currentTimeMillis();
    if (length > 0) {
      node.receive(number, frame, 0, length, nowMs);
    } else {
      node.tick(nowMs);
    }
    while (node.pollEvent() != null) {
      continue;
    }
    say(link, number);
  }

  // A client that looks every millisecond whether there is something to do takes the processor from
  // the relay that is measured.
  private long untilDue(long mostMs) {
    long leftMs = node.nextDeadlineMs() - System.currentTimeMillis();
    return Math.max(1, Math.min(leftMs, mostMs));
  }

  private void say(TcpLink link, int number) throws LinkException, StoreException {
    long nowMs = System.currentTimeMillis();
    for (int length = node.transmit(number, frame, 0, nowMs);
        length > 0;
        length = node.transmit(number, frame, 0, nowMs)) {
      link.send(frame, 0, length);
    }
  }

  /** When an exchange is over. */
  public interface Done {
    /** True if it is. */
    boolean isDone() throws StoreException;
  }

  /** Members of a store, as its owner tells a relay. */
  public static List<Member> many(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(Member::new).toList();
  }
}
