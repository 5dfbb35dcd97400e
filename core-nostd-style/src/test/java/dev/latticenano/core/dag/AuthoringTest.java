package dev.latticenano.core.dag;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Event;
import dev.latticenano.core.Limits;
import dev.latticenano.core.Node;
import dev.latticenano.core.RefusedException;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.GenesisOp;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.store.MemoryChunks;
import dev.latticenano.core.store.Store;
import dev.latticenano.core.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A node that writes: its clock, its chain, and when it must not. */
class AuthoringTest {
  private static final StoreId STORE = DagModel.store();
  private static final long NOW_MS = Ingested.NOW_MS;
  private static final long YEAR_MS = 365L * 24 * 3_600_000;

  private static Node node(char author, Store log) throws StoreException {
    Node node =
        new Node(
            Scene.key(author),
            new PlainSignatures(),
            (out, offset, length) -> out[offset] = (byte) (author << 3),
            new byte[] {(byte) author},
            new MemoryChunks(),
            (type, state) -> type.equals(KvState.TYPE) ? new KvState() : null);
    node.open(STORE, log, NOW_MS);
    return node;
  }

  private static Hash submit(Node node, long nowMs, Hash... cited) throws Exception {
    return node.submit(STORE, RandomDag.put("key0", 1), List.of(cited), nowMs);
  }

  private static Hlc time(Node node, Hash hash) throws StoreException {
    Dag dag = node.dag(STORE);
    int row = dag.find(hash.toBytes(), 0);
    return new Hlc(dag.wallMs(row), dag.counter(row));
  }

  private static void ingest(Node node, Written written) throws StoreException {
    byte[] bytes = written.bytes();
    assertEquals(Verdict.OK, node.dag(STORE).ingest(bytes, 0, bytes.length, NOW_MS));
    node.tick(NOW_MS);
  }

  private static Written foreign(Hlc time) {
    return Written.sign(
        Scene.key('Z'), STORE, Hash.ZERO, List.of(), time, RandomDag.put("key1", 2));
  }

  @Test
  void fiftySubmitsInOneMillisecondHaveRisingClocks() throws Exception {
    Node node = node('A', new RecordList());
    Hlc last = Hlc.ZERO;
    for (int i = 0; i < 50; i++) {
      Hlc next = time(node, submit(node, NOW_MS));
      assertTrue(next.compareTo(last) > 0, next + " after " + last);
      last = next;
    }
    assertEquals(new Hlc(NOW_MS, 49), last);
  }

  @Test
  void twoAppendsInOneMillisecondAreTwoEntries() throws Exception {
    Node node = node('A', new RecordList());
    assertNotEquals(submit(node, NOW_MS), submit(node, NOW_MS));
    assertEquals(2, node.dag(STORE).sequence());
  }

  @Test
  void theClockNeverGoesBackWhateverTheHostSays() throws Exception {
    Node node = node('A', new RecordList());
    Hlc last = Hlc.ZERO;
    long[] clocks = {
      0, 1000, NOW_MS, NOW_MS - YEAR_MS, 0, NOW_MS + YEAR_MS, NOW_MS, -1, 0, NOW_MS, 0
    };
    for (long clock : clocks) {
      for (int i = 0; i < 3; i++) {
        Hlc next = time(node, submit(node, clock));
        assertTrue(next.compareTo(last) > 0, next + " after " + last + " at " + clock);
        last = next;
      }
    }
  }

  @Test
  void withoutAClockItStartsAfterTheGreatestItHolds() throws Exception {
    Node node = node('A', new RecordList());
    ingest(node, foreign(new Hlc(NOW_MS, 7)));
    assertEquals(new Hlc(NOW_MS, 8), time(node, submit(node, 0)));
    assertEquals(new Hlc(NOW_MS, 9), time(node, submit(node, 0)));
  }

  @Test
  void aReadingFromTheFarFutureDragsNobodyAlong() throws Exception {
    for (long clock : new long[] {0, NOW_MS}) {
      Node node = node('A', new RecordList());
      Hlc own = time(node, submit(node, NOW_MS - 5));
      Written wild = foreign(new Hlc(-1, -1));
      ingest(node, wild);
      Hlc next = clock == 0 ? own.next() : new Hlc(clock, 0);
      assertEquals(next, time(node, submit(node, clock, wild.hash())));
    }
  }

  @Test
  void aClockThatWasAYearAheadIsFollowedOnlyByItself() throws Exception {
    Node node = node('A', new RecordList());
    submit(node, NOW_MS + YEAR_MS);
    assertEquals(new Hlc(NOW_MS + YEAR_MS, 1), time(node, submit(node, NOW_MS)));
  }

  @Test
  void anOwnIntentionThatFoundNoRoomForksNothing() throws Exception {
    RecordList log = new RecordList();
    Node node = node('A', log);
    submit(node, NOW_MS);
    log.room = 0;
    assertThrows(StoreException.class, () -> submit(node, NOW_MS));
    log.room = Integer.MAX_VALUE;
    submit(node, NOW_MS);
    assertEquals(2, node.dag(STORE).authorHeight(0));
    assertEquals(0, node('A', log).dag(STORE).forkedCount());
  }

  /** A log of format 1 in which the witness record found no room. */
  private static RecordList stranded(RecordList log) {
    RecordList apart = log.apart(true);
    apart.entries.remove(apart.entries.size() - 1);
    apart.room = 0;
    return apart;
  }

  @Test
  void anOwnIntentionStrandedByAFullDiskForksNothing() throws Exception {
    RecordList whole = new RecordList();
    Node first = node('A', whole);
    submit(first, NOW_MS);
    submit(first, NOW_MS);
    RecordList log = stranded(whole);
    Node node = node('A', log);
    assertEquals(1, node.dag(STORE).sequence());
    assertThrows(StoreException.class, () -> submit(node, NOW_MS));
    log.room = Integer.MAX_VALUE;
    submit(node, NOW_MS);
    Dag dag = node.dag(STORE);
    assertEquals(0, dag.forkedCount());
    assertEquals(3, dag.authorHeight(0));
    submit(node(('A'), log), NOW_MS);
    assertEquals(0, node('A', log).dag(STORE).forkedCount());
  }

  @Test
  void aNodeOpensAndReadsOnAFullDisk() throws Exception {
    RecordList whole = new RecordList();
    Node first = node('A', whole);
    first.submit(STORE, new GenesisOp(KvState.TYPE, 1).toOps(), List.of(), NOW_MS);
    submit(first, NOW_MS);
    RecordList log = stranded(whole);
    Node node = node('A', log);
    assertEquals(1, node.dag(STORE).sequence());
    assertThrows(StoreException.class, () -> submit(node, NOW_MS));
    log.room = Integer.MAX_VALUE;
    node.dag(STORE).resume(NOW_MS);
    node.tick(NOW_MS);
    assertArrayEquals(text("1"), value(node, "key0"));
  }

  private static byte[] text(String value) throws StoreException {
    return value.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] value(Node node, String key) throws StoreException {
    return ((KvState) node.state(STORE)).value(text(key));
  }

  @Test
  void aForkedAuthorMayNotGoOn() throws Exception {
    Node node = node('A', new RecordList());
    submit(node, NOW_MS);
    ingest(
        node,
        Written.sign(Scene.key('A'), STORE, Hash.ZERO, List.of(), Hlc.ZERO, new byte[] {10, 0}));
    RefusedException refused = assertThrows(RefusedException.class, () -> submit(node, NOW_MS));
    assertEquals(Verdict.AUTHOR_FORKED, refused.verdict());
  }

  @Test
  void aForkedChainStallsNoStore() throws Exception {
    Scene scene = new Scene();
    Written parent = scene.write('F');
    Written left = scene.write('F');
    Written right = scene.on('F', parent);
    for (List<Written> order : List.of(List.of(left, right), List.of(right, left))) {
      Node node = node('A', new RecordList());
      node.submit(STORE, new GenesisOp(KvState.TYPE, 1).toOps(), List.of(), NOW_MS);
      ingest(node, parent);
      ingest(node, order.get(0));
      assertArrayEquals(text(order.get(0) == left ? "1" : "2"), written(node, order.get(0)));
      ingest(node, order.get(1));
      assertTrue(drain(node).stream().anyMatch(event -> event instanceof Event.Forked));
      assertArrayEquals(text("0"), value(node, "key0"));
      assertNull(written(node, left));
      assertNull(written(node, right));
      submit(node, NOW_MS);
      assertArrayEquals(text("1"), value(node, "key0"));
    }
  }

  private static byte[] written(Node node, Written written) throws StoreException {
    return value(node, RandomDag.keyOf(written));
  }

  private static List<Event> drain(Node node) {
    List<Event> events = new ArrayList<>();
    for (Event event = node.pollEvent(); event != null; event = node.pollEvent()) {
      events.add(event);
    }
    return events;
  }

  /** A card restored from an old copy must not write before it has its own chain back. */
  @Test
  void aNodeThatAPeerKnowsBetterWritesAgainOnlyWhenItHasCaughtUp() throws Exception {
    RecordList log = new RecordList();
    Node whole = node('A', log);
    RecordList empty = new RecordList();
    submit(whole, NOW_MS);
    RecordList old = new RecordList(log.entries);
    submit(whole, NOW_MS);
    catchesUp(log, old);
    catchesUp(log, empty);
  }

  private static void catchesUp(RecordList log, RecordList old) throws Exception {
    Node peer = node('B', log);
    Node restored = node('A', old);
    restored.link(1, LinkProfile.TCP);
    peer.link(1, LinkProfile.TCP);
    Verdict met = Verdict.OK;
    for (int i = 0; i < 20; i++) {
      carry(peer, restored);
      if (drain(restored).stream().anyMatch(event -> event instanceof Event.OwnTipUnknown)) {
        met = assertThrows(RefusedException.class, () -> submit(restored, NOW_MS)).verdict();
      }
      carry(restored, peer);
    }
    assertEquals(Verdict.OWN_TIP_UNKNOWN, met);
    assertEquals(2, restored.dag(STORE).sequence());
    submit(restored, NOW_MS);
    assertEquals(3, restored.dag(STORE).authorHeight(0));
    assertFalse(restored.dag(STORE).isForked(0));
  }

  private static void carry(Node from, Node to) throws StoreException {
    byte[] frame = new byte[Limits.FRAME_BYTES_MAX];
    int length = from.transmit(1, frame, 0, NOW_MS);
    if (length > 0) {
      assertEquals(Verdict.OK, to.receive(1, frame, 0, length, NOW_MS));
    }
  }
}
