package dev.latticenano.core.session;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.frame.FrameView;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.MemoryChunks;
import dev.latticenano.core.store.MemoryStore;
import dev.latticenano.core.store.MemoryTables;
import dev.latticenano.core.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What this end makes of a vector's frames. It called over a link whose keys are bound to 32 bytes
 * 11, and holds the store of sixteen bytes aa, empty but for what is {@code damaged}; the link
 * loses nothing.
 */
final class SessionReading {
  private SessionReading() {}

  /** The verdict of the input, after the frames before it were found good. */
  static Verdict of(Map<String, String> vector) {
    byte[] input = bytes(vector);
    if (vector.get("kind").equals("frame")) {
      return new FrameView().wrap(input, 0, input.length).check();
    }
    if (vector.get("kind").equals("bootstrap")) {
      return BootstrapEnd.judge((input[0] & 1) != 0, (input[0] & 2) != 0, (input[0] & 4) != 0);
    }
    if (vector.get("kind").equals("base-agreement")) {
      boolean strict = vector.get("strict").equals("true");
      return BaseAgreement.judge(
          strict,
          keys(vector.get("voters")),
          keys(vector.get("owners")),
          keys(vector.get("input")));
    }
    try {
      Peer peer = peer(vector.get("damaged"), vector.containsKey("carries"));
      if (vector.containsKey("admission")) {
        Verdict policy = Verdict.valueOf(vector.get("admission"));
        peer.joining().admitWith(new Doorkeeper(policy), new Ed25519Verifier());
      }
      for (String frame : vector.get("before").split(" ")) {
        if (!frame.isEmpty() && give(peer, Hex.decode(frame)) != Verdict.OK) {
          throw new AssertionError("not good: " + frame);
        }
        // Requests pile up: the link takes nothing between them.
        if (!frame.startsWith("ca06")) {
          drain(peer);
        }
      }
      Verdict verdict = giveAndHalt(peer, input);
      if (vector.containsKey("silence")) {
        pass(peer, Long.parseLong(vector.get("silence")));
      }
      if (verdict == Verdict.OK && "joined".equals(vector.get("reads"))) {
        return answer(peer);
      }
      return "trouble".equals(vector.get("reads")) ? peer.trouble() : verdict;
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }

  /** So much time goes by, in ms, in which the peer says nothing. */
  private static void pass(Peer peer, long untilMs) throws StoreException {
    drain(peer);
    for (long at = peer.nextDeadlineMs(); at <= untilMs; at = peer.nextDeadlineMs()) {
      peer.tick(at);
    }
  }

  /** As a node does when its disk is full: the peer has been told. */
  private static Verdict giveAndHalt(Peer peer, byte[] frame) throws StoreException {
    try {
      return give(peer, frame);
    } catch (StoreException full) {
      if (full.kind() != StoreException.Kind.FULL) {
        throw full;
      }
      peer.halt(Verdict.STORE_FULL);
      return Verdict.OK;
    }
  }

  private static Set<AuthorId> keys(String text) {
    Set<AuthorId> keys = new TreeSet<>();
    byte[] bytes = Hex.decode(text);
    for (int at = 0; at < bytes.length; at += AuthorId.BYTES) {
      keys.add(AuthorId.of(bytes, at));
    }
    return keys;
  }

  /** Looks at the proof of every base, and takes none. */
  private static final class Checking implements Bases {
    @Override
    public BaseProof given() {
      return BaseProof.NONE;
    }

    @Override
    public Verdict take(BaseProof proof) {
      return proof.check(Frames.STORE, new Ed25519Verifier());
    }

    @Override
    public boolean isAtWork() {
      return false;
    }

    @Override
    public Verdict outcome() {
      return Verdict.OK;
    }

    @Override
    public int bytesMax() {
      return 2 * Limits.BASE_BYTES_MAX;
    }
  }

  /** Grants or refuses whatever it is asked, without a grant; STORE_FULL: as a full disk does. */
  static final class Doorkeeper implements Admission {
    private final Verdict policy;
    JoinRequest last;
    int asked;

    Doorkeeper(Verdict policy) {
      this.policy = policy;
    }

    @Override
    public Verdict judge(JoinRequest request, long nowMs) throws StoreException {
      last = request;
      asked++;
      if (policy == Verdict.STORE_FULL) {
        throw new StoreException(StoreException.Kind.FULL, "no room", null);
      }
      return policy;
    }

    @Override
    public byte[] box() {
      return new byte[] {1, 2, 3};
    }
  }

  /** The verdict in the answer to a join. */
  private static Verdict answer(Peer peer) throws StoreException {
    byte[] out = new byte[Limits.FRAME_BYTES_MAX];
    FrameView frame = new FrameView();
    for (int length = peer.transmit(out, 0, 0); length > 0; length = peer.transmit(out, 0, 0)) {
      boolean answers = frame.wrap(out, 0, length).check() == Verdict.OK;
      while (answers && frame.number() != Message.JOINED) {
        answers = frame.next();
      }
      if (answers) {
        Cursor fields = new Cursor().wrap(out, frame.bodyOffset(), frame.bodyLength());
        Verdict verdict = Verdict.OK;
        while (fields.nextField()) {
          verdict = fields.fieldNumber() == 3 ? Verdict.ofCode((int) fields.value()) : verdict;
        }
        return verdict;
      }
    }
    throw new AssertionError("no answer");
  }

  private static Verdict give(Peer peer, byte[] frame) throws StoreException {
    Verdict verdict = peer.receive(frame, 0, frame.length, 0);
    peer.tick(0);
    return verdict;
  }

  private static void drain(Peer peer) throws StoreException {
    byte[] out = new byte[Limits.FRAME_BYTES_MAX];
    while (peer.transmit(out, 0, 0) > 0) {}
  }

  /** Cannot read the store and wants all it hears of, and keeps nothing. */
  private static final class Blind implements NeededChunks {
    @Override
    public boolean isCarried() {
      return true;
    }

    @Override
    public Hash list() {
      return Hash.ZERO;
    }

    @Override
    public int behind(byte[] after, byte[] out, int most) {
      return UNREADABLE;
    }

    @Override
    public boolean take(
        byte[] after, byte[] names, int offset, int count, boolean last, boolean whole) {
      return true;
    }

    @Override
    public void heard(Hash list) {}
  }

  static Peer peer(String damaged, boolean carries) throws StoreException {
    MemoryStore log = new MemoryStore();
    Dag dag = new Dag(Frames.STORE, log, new MemoryTables(), new Ed25519Verifier());
    if (damaged != null) {
      byte[] signed = Hex.decode(damaged);
      if (dag.ingest(signed, 0, signed.length, 0) != Verdict.OK || dag.markLost(0, 1) != 1) {
        throw new AssertionError("not good: " + damaged);
      }
    }
    Held held = new Held(Frames.STORE, dag, log);
    held.bases(new Checking());
    held.groupCommit(new GroupCommit(0));
    held.needed(carries ? new Blind() : NeededChunks.NONE);
    Peer peer =
        new Peer(
            1,
            new LinkProfile(4096, 0),
            Frames.OWN_KEY,
            "node".getBytes(StandardCharsets.UTF_8),
            List.of(held),
            new MemoryChunks(),
            new Wanted());
    peer.takeGrants(new Ed25519Verifier());
    peer.prove(Frames.PEER_KEY, Frames.BINDING, true);
    return peer;
  }

  private static byte[] bytes(Map<String, String> vector) {
    byte[] input = Hex.decode(vector.get("input"));
    String repeat = vector.get("repeat");
    if (repeat == null) {
      return input;
    }
    String[] parts = repeat.split(" ");
    byte[] all = Arrays.copyOf(input, input.length + Integer.parseInt(parts[1]));
    Arrays.fill(all, input.length, all.length, Hex.decode(parts[0])[0]);
    return all;
  }
}
