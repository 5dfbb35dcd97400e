package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.frame.FrameView;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.IntentionProof;
import dev.latticenano.core.intention.IntentionWriter;
import dev.latticenano.core.run.RunContext;
import dev.latticenano.core.run.RunReader;
import dev.latticenano.core.store.MemoryStore;
import dev.latticenano.core.store.MemoryTables;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Batches that are runs, at a receiver that holds what they look up, and at one that does not. */
class RunBatchTest {
  private static final int RUN = 6;

  private final FrameWriter writer = new FrameWriter();
  private final byte[] out = new byte[Limits.FRAME_BYTES_MAX];
  private final List<byte[]> all = new ArrayList<>();
  private final Held sender = held();
  private final Held receiver = held();
  private final Progress sent = new Progress();
  private final Progress taken = new Progress();
  private final Answer answer = new Answer(sender, new LinkProfile(2048, 0), 0, sent);
  private final Arrivals arrivals = new Arrivals(receiver, taken);

  private static Held held() {
    try {
      MemoryStore log = new MemoryStore();
      return new Held(
          Frames.STORE, new Dag(Frames.STORE, log, new MemoryTables(), new Ed25519Verifier()), log);
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }

  /** Three authors by turns; each cites what was written before, by somebody else. */
  private void write(int count) throws StoreException {
    byte[][] tips = new byte[3][32];
    byte[] last = null;
    for (int i = 0; i < count; i++) {
      byte[] seed = new byte[32];
      seed[0] = (byte) (i % 3 + 1);
      byte[] ops = new byte[100];
      ops[0] = (byte) i;
      IntentionWriter intention =
          new IntentionWriter().clear().store(Frames.STORE).timestamp(1_700_000_000_000L + i, 0);
      intention.storePrev(tips[i % 3], 0).ops(ops, 0, ops.length);
      if (last != null) {
        intention.addCondition(last, 0);
      }
      last = new byte[32];
      Ed25519Signer signer = new Ed25519Signer(seed, 0);
      int length =
          IntentionProof.sign(intention, signer, Blake3.plain(), out, 0, out.length, last, 0);
      tips[i % 3] = last;
      all.add(Arrays.copyOf(out, length));
      assertEquals(Verdict.OK, sender.dag().ingest(out, 0, length, 0));
    }
  }

  private void give(Held held, int from, int to) throws StoreException {
    for (int i = from; i < to; i++) {
      held.dag().ingest(all.get(i), 0, all.get(i).length, 0);
    }
  }

  /** Begins to answer with all rows from {@code from} on. */
  private void start(int from) {
    for (int i = from; i < all.size(); i++) {
      answer.next().add(i);
    }
    answer.start(1, true, null, 0);
  }

  private byte[] batch() throws StoreException {
    int length = answer.transmit(writer, out, 0, 2048, true, 0);
    FrameView view = new FrameView().wrap(out, 0, length);
    if (length > 0) {
      assertEquals(Verdict.OK, view.check());
    }
    return length == 0
        ? null
        : Arrays.copyOfRange(out, view.bodyOffset(), view.bodyOffset() + view.bodyLength());
  }

  private Verdict take(byte[] batch) throws StoreException {
    return arrivals.take(batch, 0, batch.length, null, 0);
  }

  private static int intentions(byte[] batch, RunContext context) throws StoreException {
    Cursor fields = run(batch);
    RunReader reader = new RunReader(Frames.STORE, context);
    reader.wrap(batch, fields.dataOffset(), fields.dataLength());
    while (reader.next()) {
      continue;
    }
    assertEquals(Verdict.OK, reader.verdict());
    return reader.count();
  }

  private static Cursor run(byte[] batch) {
    Cursor fields = new Cursor().wrap(batch, 0, batch.length);
    while (fields.nextField()) {
      if (fields.fieldNumber() == RUN) {
        return fields;
      }
    }
    throw new AssertionError("no run");
  }

  private Verdict ack(int batch, int aloneRound, int alone) {
    Frames frame = new Frames().start(Message.ACK).number(2, 1).number(3, batch);
    byte[] bytes = frame.number(9, aloneRound).number(10, alone).finish();
    FrameView view = new FrameView().wrap(bytes, 0, bytes.length);
    assertEquals(Verdict.OK, view.check());
    return answer.ack(bytes, view.bodyOffset(), view.bodyLength(), 0);
  }

  @Test
  void batchesBuildOnOneAnotherAndOnWhatTheReceiverHolds() throws StoreException {
    write(60);
    give(receiver, 0, 10);
    start(10);
    int bytes = 0;
    for (byte[] batch = batch(); batch != null; batch = batch()) {
      assertEquals(Verdict.OK, take(batch));
      assertFalse(arrivals.isHalfway());
      bytes += batch.length;
    }
    assertEquals(60, receiver.dag().sequence());
    assertEquals(50, taken.received());
    int whole = 50 * all.get(59).length;
    assertTrue(bytes < whole * 62 / 100, bytes + " of " + whole);
  }

  @Test
  void whatIsLookedUpInVainIsSentAgainAloneInTheSameBatches() throws StoreException {
    write(60);
    start(10);
    byte[] first = batch();
    int cut = intentions(first, sender.runs());
    final byte[] second = batch();
    assertEquals(Verdict.OK, take(first));
    assertTrue(arrivals.isHalfway());
    assertEquals(0, receiver.dag().floatingCount());
    assertEquals(Verdict.OK, ack(0, 1, 1));
    byte[] again = batch();
    assertEquals(cut, intentions(again, RunContext.NONE));
    assertEquals(Verdict.OK, take(again));
    assertFalse(arrivals.isHalfway());
    // What it builds on never comes, and neither is anybody to blame.
    assertEquals(cut, receiver.dag().floatingCount());
    byte[] next = batch();
    assertEquals(intentions(second, sender.runs()), intentions(next, RunContext.NONE));
    assertEquals(Verdict.OK, ack(0, 1, 1));
    assertEquals(Verdict.OK, ack(0, 1, 2));
    // Asked for once more, and not sent once more.
    assertEquals(3, numberOf(batch()));
    assertEquals(0, taken.refused());
  }

  private static int numberOf(byte[] batch) {
    BatchView view = new BatchView();
    assertTrue(view.read(batch, 0, batch.length));
    return (int) view.batch();
  }

  @Test
  void whatWasTakenOfABatchIsPassedOverWhenItComesAgain() throws StoreException {
    write(12);
    give(receiver, 0, 4);
    start(4);
    byte[] batch = batch();
    // The third author's chain is looked up at the third intention.
    byte[] changed = batch.clone();
    byte[] hash = new byte[32];
    sender.dag().copyHash(3, hash, 0);
    int at = indexOf(changed, Arrays.copyOf(hash, 8));
    changed[at] ^= 1;
    int before = receiver.dag().sequence();
    assertEquals(Verdict.OK, take(changed));
    assertTrue(arrivals.isHalfway());
    int part = receiver.dag().sequence() - before;
    assertEquals(part, taken.received());
    assertEquals(Verdict.OK, ack(0, 1, 1));
    assertEquals(Verdict.OK, take(batch()));
    assertFalse(arrivals.isHalfway());
    assertEquals(12, receiver.dag().sequence());
    assertEquals(8, taken.received());
    assertEquals(0, taken.repeated());
  }

  private static int indexOf(byte[] bytes, byte[] wanted) {
    for (int i = 0; i + wanted.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    throw new AssertionError("not there");
  }

  @Test
  void nobodyIsBlamedForWhatWasLookedUpWrongly() throws StoreException {
    write(12);
    give(receiver, 0, 6);
    start(6);
    byte[] batch = batch();
    byte[] hash = new byte[32];
    sender.dag().copyHash(3, hash, 0);
    int at = indexOf(batch, Arrays.copyOf(hash, 8));
    // Another intention of the same author: the run is read, and proves nothing.
    sender.dag().copyHash(0, hash, 0);
    byte[] changed = batch.clone();
    System.arraycopy(hash, 0, changed, at, 8);
    assertEquals(Verdict.OK, take(changed));
    assertTrue(arrivals.isHalfway());
    assertEquals(0, taken.refused());
    assertEquals(6, receiver.dag().sequence());
  }

  @Test
  void aBrokenRunIsRefusedAndWhatComesBeforeStands() throws StoreException {
    write(12);
    start(0);
    byte[] batch = batch();
    int last = run(batch).dataOffset() + run(batch).dataLength() - 1;
    byte[] cut = new Frames().start(Message.INTENTIONS).bytes(RUN, slice(batch, last)).finish();
    FrameView view = new FrameView().wrap(cut, 0, cut.length);
    view.check();
    Verdict verdict = arrivals.take(cut, view.bodyOffset(), view.bodyLength(), null, 0);
    assertEquals(Verdict.RUN_MALFORMED, verdict);
    assertFalse(arrivals.isHalfway());
    int sound = intentions(batch, RunContext.NONE) - 1;
    assertEquals(sound, receiver.dag().sequence());
  }

  private static byte[] slice(byte[] batch, int end) {
    return Arrays.copyOfRange(batch, run(batch).dataOffset(), end);
  }

  @Test
  void nothingUnsentIsAskedForAgain() throws StoreException {
    write(60);
    start(0);
    batch();
    assertEquals(Verdict.ACK_MALFORMED, ack(0, 1, 2));
    assertEquals(Verdict.ACK_MALFORMED, ack(0, 2, 1));
    // Asked for although it is durable there: passed over.
    assertEquals(Verdict.OK, ack(1, 1, 1));
    assertEquals(2, numberOf(batch()));
  }
}
