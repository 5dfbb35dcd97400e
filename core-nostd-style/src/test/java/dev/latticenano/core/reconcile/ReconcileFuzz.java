package dev.latticenano.core.reconcile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.fuzz.Script;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;
import java.util.HashSet;
import java.util.Set;

/**
 * A peer that says anything in a reconciliation, to a responder and to an initiator, between what
 * an honest one says. Answers keep their frame limit, only what is held is told as had, and what is
 * told as needed stood in the message.
 */
public final class ReconcileFuzz {
  private static final int FRAME_BYTES = Limits.RECONCILE_FRAME_BYTES_MIN;

  private ReconcileFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) throws StoreException {
    Script script = new Script(input);
    int frame = script.choose(2) == 0 ? FRAME_BYTES : 0;
    ItemTree items = items(script.choose(5), 1);
    Caps caps = new Caps(frame, 20_000, 200, 40, script.choose(2) == 1);
    if (script.choose(2) == 0) {
      respond(script, items, caps);
    } else {
      initiate(script, items, caps);
    }
  }

  /** 0, 10, 100, 1000 or 3000 items. */
  private static ItemTree items(int size, int step) throws StoreException {
    int[] sizes = {0, 10, 100, 1000, 3000};
    ItemTree items = new ItemTree();
    for (int i = 0; i < sizes[size]; i += step) {
      ModelItem item = ModelItem.at(i);
      items.insert(item.created(), item.id().toBytes(), 0);
    }
    return items;
  }

  private static void respond(Script script, ItemTree items, Caps caps) throws StoreException {
    Negentropy responder = new Negentropy(items, caps, 7);
    for (Verdict verdict = Verdict.OK; verdict == Verdict.OK && script.more(); ) {
      byte[] message = script.take(script.number());
      verdict = responder.receive(message, 0, message.length, null);
      if (verdict == Verdict.OK) {
        assertFits(responder, caps, items.size());
      }
    }
  }

  private static void initiate(Script script, ItemTree items, Caps caps) throws StoreException {
    Negentropy initiator = new Negentropy(items, caps, 7);
    Negentropy honest = new Negentropy(items(script.choose(5), 3), caps, 9);
    initiator.initiate();
    Verdict verdict = Verdict.OK;
    while (verdict == Verdict.OK && !initiator.isDone() && script.more()) {
      verdict = honest.receive(initiator.message(), 0, initiator.messageLength(), null);
      byte[] message = script.take(script.number());
      int length = honest.messageLength();
      if (message.length == 0 && verdict == Verdict.OK) {
        message = new byte[length];
        System.arraycopy(honest.message(), 0, message, 0, length);
        spoil(message, script);
      }
      Told told = new Told(items);
      verdict = initiator.receive(message, 0, message.length, told);
      told.check(message.length);
      assertFits(initiator, caps, items.size());
    }
  }

  private static void spoil(byte[] message, Script script) {
    int changes = script.choose(4);
    for (int i = 0; i < changes && message.length > 0; i++) {
      message[script.number() % message.length] = (byte) script.choose(256);
    }
  }

  private static void assertFits(Negentropy side, Caps caps, int items) {
    int most = caps.frameBytesMax() > 0 ? caps.frameBytesMax() : 20_000 + items * 64;
    assertTrue(side.messageLength() <= most, () -> "a message of " + side.messageLength());
  }

  /** What an initiator was told of one message. */
  private static final class Told implements Differences {
    private final Set<Hash> held = new HashSet<>();
    private int needed;

    Told(ItemTree items) throws StoreException {
      items.items(0, items.size(), (created, id, offset) -> held.add(Hash.of(id, offset)));
    }

    @Override
    public void have(byte[] id, int offset) {
      assertTrue(held.contains(Hash.of(id, offset)), "has what it does not hold");
    }

    @Override
    public void need(byte[] id, int offset) {
      needed++;
    }

    void check(int messageBytes) {
      assertTrue(needed <= messageBytes / Hash.BYTES, "needs more than the message names");
    }
  }
}
