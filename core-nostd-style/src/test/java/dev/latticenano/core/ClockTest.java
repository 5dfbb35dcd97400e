package dev.latticenano.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Signer;
import dev.latticenano.core.dag.BaseWriter;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;
import dev.latticenano.core.intention.IntentionProof;
import dev.latticenano.core.intention.IntentionWriter;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.Role;
import dev.latticenano.core.store.IdSum;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clocks that are missing, wrong, or somebody else's: no reading goes back, none stands still. */
class ClockTest {
  private static final long NOW_MS = OneNode.NOW_MS;
  private static final long HOUR_MS = 3_600_000;
  private static final long YEAR_MS = 365 * 24 * HOUR_MS;

  private final OneNode node = new OneNode(1, 8);
  private StoreId store;

  @BeforeEach
  void begin() throws Exception {
    store = node.create("core:tally", 1);
  }

  private static Hlc time(OneNode node, StoreId store, Hash hash) throws Exception {
    Dag dag = node.node.dag(store);
    int row = dag.find(hash.toBytes(), 0);
    return new Hlc(dag.wallMs(row), dag.counter(row));
  }

  private Hlc writeAt(long clockMs) throws Exception {
    node.nowMs = clockMs;
    return time(node, store, node.write(store, "a"));
  }

  /** Bob, whose clock says {@code clockMs}, writes in the store; his intention is here then. */
  private Hash bobWrites(long clockMs) throws Exception {
    OneNode bob = new OneNode(2, 64);
    node.grant(store, bob.node.key(), Role.VOTER);
    bob.open(store);
    bob.take(node, store);
    bob.nowMs = clockMs;
    Hash written = bob.write(store, "b");
    node.take(bob, store);
    return written;
  }

  private Hlc writeCiting(Hash cited, long clockMs) throws Exception {
    Hash written = node.node.submit(store, OneNode.ops("a"), List.of(cited), clockMs);
    return time(node, store, written);
  }

  @Test
  void aClockSetBackAYearNeitherGoesBackNorStandsStill() throws Exception {
    Hlc before = writeAt(NOW_MS + 10);
    Hlc after = writeAt(NOW_MS - YEAR_MS);
    assertEquals(before.next(), after);
    assertEquals(after.next(), writeAt(NOW_MS - YEAR_MS + 1));
    assertEquals(new Hlc(NOW_MS + 20, 0), writeAt(NOW_MS + 20), "right again");
  }

  @Test
  void aClockSetAheadAYearCountsUpUntilTimeHasCaughtUp() throws Exception {
    Hlc ahead = writeAt(NOW_MS + YEAR_MS);
    assertEquals(new Hlc(NOW_MS + YEAR_MS, 0), ahead);
    assertEquals(ahead.next(), writeAt(NOW_MS));
    assertEquals(ahead.next().next(), writeAt(NOW_MS + HOUR_MS));
    assertEquals(new Hlc(NOW_MS + YEAR_MS + 1, 0), writeAt(NOW_MS + YEAR_MS + 1));
  }

  @Test
  void aPeerALittleAheadIsFollowed() throws Exception {
    Hash bobs = bobWrites(NOW_MS + HOUR_MS / 2);
    assertEquals(new Hlc(NOW_MS + HOUR_MS / 2, 1), writeCiting(bobs, NOW_MS));
  }

  @Test
  void aPeerFromTheFutureDragsNobodyAlongAndHoldsNobodyUp() throws Exception {
    Hash bobs = bobWrites(NOW_MS + YEAR_MS);
    for (int i = 1; i < 4; i++) {
      long clockMs = NOW_MS + i * HOUR_MS;
      assertEquals(new Hlc(clockMs, 0), writeCiting(bobs, clockMs));
    }
  }

  @Test
  void withoutAClockItGoesOnAfterAllThatIsHeldThoughSomeOfItIsNotBelieved() throws Exception {
    bobWrites(Hlc.BELIEVED_MS_MAX + YEAR_MS);
    Hlc last = writeAt(0);
    assertTrue(last.compareTo(new Hlc(NOW_MS, 0)) > 0 && last.wallMs() < NOW_MS + YEAR_MS);
    for (int i = 0; i < 5; i++) {
      Hlc next = writeAt(i);
      assertEquals(last.next(), next);
      last = next;
    }
  }

  @Test
  void aRestartNeverGoesBackWithAClockOrWithout() throws Exception {
    long[] clocks = {NOW_MS + 5, 0, NOW_MS - YEAR_MS, NOW_MS + YEAR_MS, 0, NOW_MS};
    Hlc last = Hlc.ZERO;
    for (long clock : clocks) {
      node.crash();
      Hlc next = writeAt(clock);
      assertTrue(next.compareTo(last) > 0, next + " after " + last + " at " + clock);
      last = next;
    }
  }

  /** A clock that is wrong and stays so: each reading comes after the last, and none stands. */
  @Test
  void aClockThatIsWrongAllAlongComesAfterWhatItWroteBefore() throws Exception {
    Hash bobs = bobWrites(NOW_MS);
    Hlc last = writeCiting(bobs, NOW_MS - 10 * YEAR_MS);
    assertTrue(last.compareTo(new Hlc(NOW_MS, 0)) > 0, "after what it cites");
    assertEquals(last.next(), writeAt(NOW_MS - 10 * YEAR_MS + 1));
    assertEquals(last.next().next(), writeCiting(bobs, NOW_MS - HOUR_MS));
    assertEquals(new Hlc(NOW_MS + 10 * YEAR_MS, 0), writeCiting(bobs, NOW_MS + 10 * YEAR_MS));
    assertEquals(new Hlc(NOW_MS + 10 * YEAR_MS, 1), writeCiting(bobs, NOW_MS + YEAR_MS));
  }

  /** The counter is full at the very millisecond in which the clock stands. */
  @Test
  void aFullCounterNeitherStopsNorTurnsBack() throws Exception {
    Hash bobs = bobWrites(new Hlc(NOW_MS, -2));
    assertEquals(new Hlc(NOW_MS, -1), writeCiting(bobs, NOW_MS));
    assertEquals(new Hlc(NOW_MS + 1, 0), writeAt(NOW_MS));
    assertEquals(new Hlc(NOW_MS + 1, 1), writeAt(NOW_MS));
    assertEquals(new Hlc(NOW_MS + 1, 2), writeAt(0), "nor without a clock");
  }

  /** Bob's intention, stamped as he likes, is here then. */
  private Hash bobWrites(Hlc time) throws Exception {
    byte[] secret = new byte[32];
    secret[0] = 2;
    Ed25519Signer bob = new Ed25519Signer(secret, 0);
    byte[] key = new byte[32];
    bob.publicKey(key, 0);
    node.grant(store, AuthorId.of(key, 0), Role.VOTER);
    Dag dag = node.node.dag(store);
    byte[] hash = new byte[Hash.BYTES];
    dag.copyHash(dag.rowAtSequence(dag.sequence()), hash, 0);
    IntentionWriter writer =
        new IntentionWriter()
            .author(AuthorId.of(key, 0))
            .store(store)
            .addCondition(hash, 0)
            .timestamp(time);
    byte[] out = new byte[1024];
    int length = IntentionProof.sign(writer, bob, Blake3.plain(), out, 0, out.length, hash, 0);
    assertEquals(Verdict.OK, dag.ingest(out, 0, length, NOW_MS));
    return Hash.of(hash, 0);
  }

  /** What a snapshot says of the own chain and of others' is all that is left of the past. */
  @Test
  void whatASnapshotRestoredIsNotGoneBackBehind() throws Exception {
    Hlc own = new Hlc(NOW_MS + YEAR_MS, 7);
    Hlc others = new Hlc(NOW_MS + 2 * YEAR_MS, 0);
    assertEquals(own.next(), firstAfterRestoring(own, others, NOW_MS));
    assertEquals(
        new Hlc(NOW_MS + YEAR_MS + 1, 0), firstAfterRestoring(own, others, NOW_MS + YEAR_MS + 1));
    assertEquals(others.next(), firstAfterRestoring(own, others, 0), "without a clock");
  }

  private static Hlc firstAfterRestoring(Hlc own, Hlc others, long clockMs) throws Exception {
    OneNode fresh = new OneNode(1, 8);
    StoreId id = StoreId.derive(Blake3.plain(), fresh.node.key(), 1);
    fresh.open(id);
    byte[] first = new byte[Hash.BYTES];
    byte[] second = new byte[Hash.BYTES];
    first[0] = 1;
    second[0] = 2;
    IdSum sum = new IdSum();
    sum.add(first, 0);
    sum.add(second, 0);
    BaseWriter base = fresh.node.dag(id).pruning().restore(sum, new int[0]);
    byte[] key = fresh.node.key().toBytes();
    base.floor(key, 0, first, 0, 1, 1, own.wallMs(), own.counter());
    key[0] ^= 1;
    base.floor(key, 0, second, 0, 1, 1, others.wallMs(), others.counter());
    base.end();
    fresh.crash();
    fresh.nowMs = clockMs;
    return time(fresh, id, fresh.node.submit(id, new byte[0], List.of(), clockMs));
  }
}
