package dev.latticenano.core.relay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.frame.FrameView;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.fuzz.Script;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.session.Frames;
import dev.latticenano.core.store.MemoryChunks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A relay with half of a store, and one who calls it: a nobody whose frames are any bytes, somebody
 * who has proven a key that is a member of nothing, or a member; the last two say messages whose
 * fields are true, cut, changed or invented, what the relay said itself, repetitions; time passes.
 * Whatever is said, the relay holds nothing that no member wrote, no other store and no other
 * manifest, keeps its quotas, says no more than so much for each frame, ends a nobody's link, and
 * serves the members who come after.
 */
public final class RelayFuzz {
  private static final int LINK = 77;
  private static final int STEPS_MAX = 120;
  private static final int KEPT_MAX = 32;
  private static final int QUOTA_BYTES = 1 << 20;

  // What one frame may have the relay say besides what it holds of the store.
  private static final int ANSWER_BYTES_MAX = 4096;

  private static final int[] MESSAGES = {
    Message.HELLO,
    Message.OFFER,
    Message.FRONTIER,
    Message.INTENTIONS,
    Message.ACK,
    Message.WANT,
    Message.CHUNK,
    Message.ABSENT,
    Message.REST,
    Message.REFUSAL,
    Message.PUSH,
    Message.PUSHED,
    Message.RECONCILE,
    Message.FLOORS,
    Message.FETCH,
    Message.REDEEM,
    Message.REDEEMED,
    Message.TERMS,
    Message.ASK,
    Message.STATEMENT,
    Message.RECEIPT,
    Message.DELEGATE,
    Message.ELSEWHERE,
    Message.KEPT,
    Message.MEND,
    Message.MENDED,
    Message.JOIN,
    Message.BASE,
    Message.NAME,
    Message.NAMED,
    Message.NEEDS,
    Message.NEEDED,
    Message.GRANT
  };

  /** Who calls. */
  private enum Caller {
    NOBODY,
    STRANGER,
    MEMBER
  }

  private final RelayScene scene;
  private final List<byte[]> pool = new ArrayList<>();
  private final List<byte[]> said = new ArrayList<>();
  private final Frames frame = new Frames();
  private final Set<Hash> written = new HashSet<>();
  private final byte[] manifest;
  private Caller caller;
  private RelayStranger stranger;
  private byte[] last = new byte[0];
  private long budget = ANSWER_BYTES_MAX;
  private long spoken;
  private int heard;
  private boolean unwelcome;

  private RelayFuzz() throws Exception {
    scene = new RelayScene();
    scene.ann.put(scene.store, "k", "v");
    scene.held(QUOTA_BYTES);
    manifest = scene.house.relay.manifest(scene.store).toBytes();
    scene.ann.put(scene.store, "k", "later");
    scene.ann.put(scene.store, "other", "x".repeat(300));
  }

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    new RelayFuzz().run(new Script(input));
  }

  private void run(Script script) throws Exception {
    caller = Caller.values()[script.choose(Caller.values().length)];
    Ed25519Signer signer =
        caller == Caller.MEMBER ? scene.bo.signer : new Ed25519Signer(new byte[32], 0);
    stranger = new RelayStranger(scene.house, LINK, signer);
    note(signer);
    if (caller != Caller.NOBODY) {
      stranger.prove();
      if (script.choose(8) > 0) {
        meet();
      }
    }
    for (int i = 0; i < STEPS_MAX && script.more(); i++) {
      step(script);
      hear();
    }
    check();
    scene.house.relay.unlink(LINK);
    if (script.choose(2) == 0) {
      scene.world.meet(scene.ann, scene.house);
      scene.world.meet(scene.bo, scene.house);
      assertEquals("later", scene.bo.get(scene.store, "k"), "members are not served any more");
      check();
    }
  }

  /** What the caller knows, and may use. */
  private void note(Ed25519Signer signer) throws Exception {
    Dag dag = scene.ann.node.dag(scene.store);
    byte[] hash = new byte[Hash.BYTES];
    for (int row = 0; row < dag.sequence(); row++) {
      dag.copyHash(row, hash, 0);
      written.add(Hash.of(hash, 0));
      pool.add(hash.clone());
      byte[] signed = new byte[dag.length(row)];
      dag.read(row, signed, 0);
      pool.add(signed);
    }
    byte[] digest = new byte[Hash.BYTES];
    dag.digest(digest, 0);
    pool.add(digest);
    pool.add(scene.store.toBytes());
    pool.add(manifest);
    pool.add(scene.house.ticket(QUOTA_BYTES, 0, 1).toBytes());
    pool.add(new byte[Hash.BYTES]);
    byte[] key = new byte[Hash.BYTES];
    signer.publicKey(key, 0);
    pool.add(key);
  }

  private void meet() throws Exception {
    say(Frames.hello());
    say(Frames.callersOffer(stranger.binding(), scene.store));
    hear();
  }

  private void step(Script script) throws Exception {
    switch (script.choose(8)) {
      case 0, 1, 2 -> say(message(script));
      case 3 -> say(changed(script));
      case 4 -> say(last);
      case 5 -> say(script.take(1 + script.choose(64)));
      case 6 -> {
        scene.world.nowMs += script.number();
        budget += answer();
        scene.house.relay.tick(scene.world.nowMs);
      }
      default -> {
        scene.house.relay.nextDeadlineMs();
        if (caller != Caller.NOBODY && script.choose(8) == 0) {
          meet();
        }
      }
    }
  }

  private byte[] message(Script script) {
    int number = MESSAGES[script.choose(MESSAGES.length)];
    frame.start(number);
    int first = 1;
    if (script.choose(8) > 0 && Message.isOfSession(number)) {
      frame.number(1, 0);
      first = 2;
    }
    int fields = script.choose(10);
    for (int i = 0; i < fields; i++) {
      int field = script.choose(4) > 0 ? first + i : script.choose(12) + 1;
      switch (script.choose(5)) {
        case 0 -> frame.number(field, script.choose(4));
        case 1 -> frame.number(field, (long) script.number() << script.choose(50));
        case 2 -> frame.bytes(field, script.take(script.choose(80)));
        default -> frame.bytes(field, known(script));
      }
    }
    return frame.finish();
  }

  private byte[] known(Script script) {
    byte[] value = pool.get(script.choose(pool.size())).clone();
    int change = script.choose(8);
    if (change == 0) {
      return Arrays.copyOf(value, script.choose(value.length + 1));
    }
    if (change == 1 && value.length > 0) {
      value[script.choose(Math.min(256, value.length))] ^= (byte) (1 + script.choose(255));
    }
    return value;
  }

  private byte[] changed(Script script) {
    if (said.isEmpty()) {
      return new byte[1];
    }
    byte[] again = said.get(script.choose(said.size())).clone();
    int changes = script.choose(4);
    for (int i = 0; i < changes && again.length > 0; i++) {
      again[script.choose(Math.min(256, again.length))] = (byte) script.choose(256);
    }
    return again;
  }

  private void say(byte[] bytes) throws Exception {
    last = bytes;
    budget += answer() + 2L * bytes.length;
    heard++;
    if (caller == Caller.NOBODY) {
      stranger.raw(bytes);
    } else {
      stranger.give(bytes);
    }
  }

  /** Bytes that one frame may ask for. */
  private int answer() throws Exception {
    return ANSWER_BYTES_MAX + (int) scene.house.relay.terms(scene.store, scene.world.nowMs).taken();
  }

  private void hear() throws Exception {
    for (byte[] each : stranger.frames()) {
      spoken += each.length;
      for (byte[] message : caller == Caller.NOBODY ? List.of(each) : stranger.open(each)) {
        said.add(message);
        for (int i = 1; i <= 5 && caller != Caller.NOBODY; i++) {
          pool.add(field(message, i));
        }
      }
    }
    assertTrue(spoken <= budget, () -> spoken + " bytes said for " + budget);
    while (said.size() > KEPT_MAX) {
      said.remove(0);
    }
    while (pool.size() > 8 * KEPT_MAX) {
      pool.remove(pool.size() - 1);
    }
    scene.house.drainEvents();
    unwelcome |= !scene.house.take(RelayEvent.Unwelcome.class).isEmpty();
    if (caller != Caller.MEMBER && heard > Limits.RELAY_STRANGER_FRAMES + 2) {
      assertTrue(unwelcome, () -> heard + " frames of nobody");
    }
    assertEquals(List.of(), scene.house.take(RelayEvent.Full.class));
  }

  private static byte[] field(byte[] frame, int wanted) {
    FrameView view = new FrameView().wrap(frame, 0, frame.length);
    view.check();
    Cursor fields = new Cursor().wrap(frame, view.bodyOffset(), view.bodyLength());
    while (fields.nextField()) {
      if (fields.fieldNumber() == wanted && fields.is(wanted, Cursor.BYTES)) {
        int at = fields.dataOffset();
        return Arrays.copyOfRange(frame, at, at + fields.dataLength());
      }
    }
    return new byte[0];
  }

  /** What holds whatever was said. */
  private void check() throws Exception {
    Relay relay = scene.house.relay;
    assertEquals(List.of(scene.store), relay.stores());
    assertArrayEquals(manifest, relay.manifest(scene.store).toBytes());
    Dag dag = relay.dag(scene.store);
    byte[] hash = new byte[Hash.BYTES];
    for (int row = 0; row < dag.sequence(); row++) {
      dag.copyHash(row, hash, 0);
      Hash each = Hash.of(hash, 0);
      assertTrue(
          written.contains(each) || scene.bo.node.dag(scene.store).find(hash, 0) != Dag.NONE,
          "holds what nobody wrote");
    }
    assertEquals(0, dag.forkedCount());
    assertTrue(dag.floatingCount() <= written.size(), "more floats than was written");
    Terms terms = relay.terms(scene.store, scene.world.nowMs);
    assertTrue(terms.taken() <= terms.quota(), terms::toString);
    MemoryChunks chunks = (MemoryChunks) scene.house.places.get(scene.store).chunks();
    assertTrue(chunks.heldBytes() <= terms.taken(), "chunks that do not count");
  }
}
