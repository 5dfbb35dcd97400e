package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Event;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.fuzz.Script;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.store.IdSum;
import java.util.Arrays;
import java.util.Random;

/**
 * A node with half of a store, and a peer that knows the store and says anything: messages whose
 * fields are true, stale, cut or invented, what the node said itself, repetitions; time passes in
 * between. Whatever it says, the node holds nothing that no member wrote, says no more than so much
 * for each frame, and has everything once an honest peer comes.
 */
public final class SessionFuzz {
  private static final int LINK = 77;
  private static final int STEPS_MAX = 120;
  private static final int FIELDS_HEARD = 4;

  // What one frame may have the node say besides the store and a chunk of it.
  private static final int ANSWER_BYTES_MAX = 2048;

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
    Message.KEPT,
    Message.MEND,
    Message.MENDED,
    Message.JOIN,
    Message.JOINED,
    Message.BASE,
    Message.NAME,
    Message.NAMED,
    Message.NEEDS,
    Message.NEEDED,
    Message.PUSH,
    Message.PUSHED,
    Message.RECONCILE,
    Message.FLOORS,
    Message.FETCH,
    Message.GRANT
  };

  private final Mesh mesh = new Mesh(new Random(4));
  private final MeshNode author = mesh.node();
  private final MeshNode node = mesh.node();
  private final InventedMessages invented = new InventedMessages(MESSAGES);
  private StoreId store;
  private Stranger stranger;
  private byte[] last = new byte[0];
  private int budget = ANSWER_BYTES_MAX;
  private int spoken;

  private SessionFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    new SessionFuzz().run(new Script(input));
  }

  private void run(Script script) throws Exception {
    store = author.createOpen(FileState.TYPE, 1);
    author.file(store, "a", 100);
    node.logs.put(store, author.logs.get(store).copy(node.disk));
    node.open(store);
    author.file(store, "photo", 40_000);
    author.file(store, "b", 50);
    note();
    LinkProfile profile = script.choose(2) == 0 ? Mesh.FAST : Mesh.LOSSY;
    stranger = new Stranger(mesh, node.node, LINK, profile, 90);
    hear();
    if (script.choose(8) > 0) {
      meet();
    }
    for (int i = 0; i < STEPS_MAX && script.more(); i++) {
      step(script);
      hear();
    }
    check();
    node.node.unlink(LINK);
    if (script.choose(2) == 0) {
      mesh.meet(author, node);
      mesh.assertSame(store, author, node);
      check();
    }
  }

  /** What the peer knows of the author's store, and may use. */
  private void note() throws Exception {
    Dag dag = author.node.dag(store);
    invented.know(dag);
    Tips tips = new Tips(dag);
    tips.begin(author.key.id().toBytes());
    tips.writeAll(4096);
    invented.know(Arrays.copyOf(tips.bytes(), tips.tipsLength()));
    invented.know(store.toBytes());
  }

  /** Greets as a peer does that knows the store. */
  private void meet() throws Exception {
    say(Frames.hello());
    say(Frames.offer(stranger.binding(), store));
    hear();
  }

  private void step(Script script) throws Exception {
    switch (script.choose(8)) {
      case 0, 1, 2 -> say(invented.message(script));
      case 3 -> say(invented.changed(script));
      case 4 -> say(last);
      case 5 -> say(script.take(script.choose(64)));
      case 6 -> {
        mesh.nowMs += script.number();
        budget += ANSWER_BYTES_MAX + storeBytes();
        node.node.tick(mesh.nowMs);
      }
      default -> {
        node.node.nextDeadlineMs();
        if (script.choose(8) == 0) {
          meet();
        }
      }
    }
  }

  private void say(byte[] frame) throws Exception {
    last = frame;
    budget += ANSWER_BYTES_MAX + storeBytes() + 2 * frame.length;
    stranger.give(frame);
  }

  /** Bytes of the intentions and the chunk that one frame may ask for. */
  private static int storeBytes() {
    return 4096 + 40_000;
  }

  private void hear() throws Exception {
    for (byte[] frame : stranger.answers()) {
      spoken += frame.length;
      for (byte[] message : Frames.apart(frame)) {
        invented.hear(message, FIELDS_HEARD);
      }
    }
    assertTrue(spoken <= budget, () -> spoken + " bytes said for " + budget);
    invented.forget();
    for (Event event = node.node.pollEvent(); event != null; event = node.node.pollEvent()) {
      assertTrue(!(event instanceof Event.Quarantined), event::toString);
    }
  }

  /** Nothing is held that the members did not write. */
  private void check() throws Exception {
    Dag dag = node.node.dag(store);
    byte[] hash = new byte[Hash.BYTES];
    for (int row = 0; row < dag.sequence(); row++) {
      dag.copyHash(row, hash, 0);
      assertTrue(invented.written().contains(Hash.of(hash, 0)), "holds what nobody wrote");
    }
    assertEquals(0, dag.forkedCount());
    IdSum sum = new IdSum();
    for (int row = 0; row < dag.sequence(); row++) {
      dag.copyHash(row, hash, 0);
      sum.add(hash, 0);
    }
    byte[] digest = new byte[Hash.BYTES];
    dag.digest(digest, 0);
    byte[] summed = new byte[IdSum.BYTES];
    sum.write(summed, 0);
    Blake3.plain().hash(summed, 0, summed.length, hash, 0);
    assertArrayEquals(hash, digest, "the digest is not of what is held");
  }
}
