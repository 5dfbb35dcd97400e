package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.state.KvState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Several stores and a file share one link. */
class FairnessTest {
  private static final int WINDOW_BYTES = 200_000;
  private static final int PUTS = 250;
  private static final int PUT_BYTES = 2_000;

  private final Mesh mesh = new Mesh(new Random(4));
  private final MeshNode giver = mesh.node();
  private final MeshNode taker = mesh.node();

  private StoreId full(int nonce, int puts, int putBytes) throws Exception {
    StoreId store = giver.create(KvState.TYPE, nonce);
    for (int i = 0; i < puts; i++) {
      giver.put(store, "key " + i, putBytes);
    }
    return store;
  }

  /** Payload bytes that came so far, by lane. */
  private long[] came(StoreId one, StoreId other, int putBytes) {
    Peer peer = taker.node.peer(2);
    return new long[] {
      received(peer, one) * PUT_BYTES, received(peer, other) * putBytes, peer.chunkBytesReceived()
    };
  }

  private static long received(Peer peer, StoreId store) {
    return peer.progress(store) == null ? 0 : peer.progress(store).received();
  }

  private void share(int otherPuts, int otherBytes) throws Exception {
    StoreId one = full(1, PUTS, PUT_BYTES);
    StoreId other = full(2, otherPuts, otherBytes);
    StoreId files = giver.create(FileState.TYPE, 3);
    giver.file(files, "film", 4 * PUTS * PUT_BYTES);
    taker.open(files);
    mesh.link(giver, taker, new LinkProfile(8192, 0), new MeshWire.Weather(0, 0, 0, 5, 4));
    // What a file needs is looked up when its store is at rest; the others follow.
    while (taker.node.chunksWanted() < 4) {
      assertTrue(mesh.step());
    }
    taker.open(one);
    taker.open(other);
    List<long[]> samples = new ArrayList<>();
    long[] now = came(one, other, otherBytes);
    // Until the first of them has all: from then on the others get more.
    while (now[0] < PUTS * PUT_BYTES && now[1] < otherPuts * otherBytes && mesh.step()) {
      if (now[0] > 0 && now[1] > 0 && now[2] > 0) {
        samples.add(now);
      }
      now = came(one, other, otherBytes);
    }
    int windows = 0;
    for (int from = 0; from < samples.size(); from++) {
      for (int to = from; to < samples.size(); to++) {
        if (sum(samples.get(to)) - sum(samples.get(from)) >= WINDOW_BYTES) {
          assertFair(samples.get(from), samples.get(to));
          windows++;
          break;
        }
      }
    }
    assertTrue(windows > 50, windows + " windows in " + samples.size() + " samples");
    mesh.rest(50_000);
    mesh.assertSame(one, giver, taker);
    mesh.assertSame(other, giver, taker);
    assertEquals(0, taker.node.chunksWanted());
  }

  private static long sum(long[] lanes) {
    return lanes[0] + lanes[1] + lanes[2];
  }

  /** Each lane has between half and twice a third. */
  private static void assertFair(long[] from, long[] to) {
    double third = (sum(to) - sum(from)) / 3.0;
    for (int lane = 0; lane < 3; lane++) {
      long got = to[lane] - from[lane];
      assertTrue(
          got >= third / 2 && got <= 2 * third, "lane " + lane + " got " + got + " of " + third);
    }
  }

  @Test
  void twoStoresAndAFileGetAboutTheSame() throws Exception {
    share(PUTS, PUT_BYTES);
  }

  @Test
  void whoeverWritesLongIntentionsGetsNoMore() throws Exception {
    share(16, 30_000);
  }

  @Test
  void aLaneAloneNeverWaits() {
    Turns turns = new Turns(1000);
    for (int i = 0; i < 10; i++) {
      turns.begin(3);
      int lane = turns.next();
      while (lane != 1) {
        assertTrue(lane >= 0);
        lane = turns.next();
      }
      turns.sent(1, 50_000);
    }
    turns.begin(3);
    List<Integer> tried = new ArrayList<>();
    for (int lane = turns.next(); lane >= 0; lane = turns.next()) {
      tried.add(lane);
    }
    assertTrue(tried.containsAll(List.of(0, 1, 2)), tried::toString);
  }
}
