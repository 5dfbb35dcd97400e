package dev.latticenano.core.relay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.fuzz.Script;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.session.Frames;
import dev.latticenano.core.session.InventedMessages;
import dev.latticenano.core.store.MemoryChunks;
import java.util.List;

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
  private static final int FIELDS_HEARD = 5;
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
  private final InventedMessages invented = new InventedMessages(MESSAGES);
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
    invented.know(scene.ann.node.dag(scene.store));
    invented.know(scene.store.toBytes());
    invented.know(manifest);
    invented.know(scene.house.ticket(QUOTA_BYTES, 0, 1).toBytes());
    invented.know(new byte[Hash.BYTES]);
    byte[] key = new byte[Hash.BYTES];
    signer.publicKey(key, 0);
    invented.know(key);
  }

  private void meet() throws Exception {
    say(Frames.hello());
    say(Frames.callersOffer(stranger.binding(), scene.store));
    hear();
  }

  private void step(Script script) throws Exception {
    switch (script.choose(8)) {
      case 0, 1, 2 -> say(invented.message(script));
      case 3 -> say(invented.changed(script));
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
        invented.hear(message, caller == Caller.NOBODY ? 0 : FIELDS_HEARD);
      }
    }
    assertTrue(spoken <= budget, () -> spoken + " bytes said for " + budget);
    invented.forget();
    scene.house.drainEvents();
    unwelcome |= !scene.house.take(RelayEvent.Unwelcome.class).isEmpty();
    if (caller != Caller.MEMBER && heard > Limits.RELAY_STRANGER_FRAMES + 2) {
      assertTrue(unwelcome, () -> heard + " frames of nobody");
    }
    assertEquals(List.of(), scene.house.take(RelayEvent.Full.class));
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
          invented.written().contains(each)
              || scene.bo.node.dag(scene.store).find(hash, 0) != Dag.NONE,
          "holds what nobody wrote");
    }
    assertEquals(0, dag.forkedCount());
    assertTrue(dag.floatingCount() <= invented.written().size(), "more floats than was written");
    Terms terms = relay.terms(scene.store, scene.world.nowMs);
    assertTrue(terms.taken() <= terms.quota(), terms::toString);
    MemoryChunks chunks = (MemoryChunks) scene.house.places.get(scene.store).chunks();
    assertTrue(chunks.heldBytes() <= terms.taken(), "chunks that do not count");
  }
}
