package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Peers that lie about what a store needs. */
class NeedsLiesTest {
  private static final int LINK = CarrierMesh.LINK;
  private static final int CHUNKS = CarrierMesh.CHUNKS;

  private Stranger stranger;
  private CarrierMesh carriers;
  private Mesh mesh;
  private MeshNode stick;
  private StoreId store;

  private void begin(Random random) throws Exception {
    CarrierMesh made = new CarrierMesh(random);
    carriers = made;
    mesh = made.mesh;
    stick = made.stick;
    store = made.store;
  }

  private void meet(MeshNode left, MeshNode right) throws StoreException {
    carriers.meet(left, right);
  }

  /** Greets the stick as a peer with an equal set; what the stick asks. */
  private byte[] asked() throws Exception {
    stranger = new Stranger(mesh, stick.node, LINK, Mesh.FAST, 90);
    said(Message.HELLO);
    byte[] digest = new byte[32];
    stick.node.dag(store).shown().digest(digest, 0);
    give(Frames.hello());
    give(Frames.offer(stranger.binding(), store));
    give(Frames.frontier(0, 1, digest, new byte[0]));
    return said(Message.NEEDS);
  }

  private Verdict give(byte[] frame) throws StoreException {
    return stranger.give(frame);
  }

  private byte[] said(int message) throws StoreException {
    return CarrierMesh.find(stranger.answers(), message);
  }

  /** The stick holds the log and none of the chunks. */
  private void meetALiar(int shareBytes) throws Exception {
    stick.node.carrying().share(carried -> 0);
    meet(carriers.laptop, stick);
    stick.node.carrying().share(carried -> shareBytes);
    assertEquals(0, CarrierMesh.data(asked(), 3).length);
  }

  @Test
  void aListThatFallsIsTheEndOfAsking() throws Exception {
    for (int[] lie : List.of(new int[] {9, 3}, new int[] {3, 3})) {
      begin(new Random(11));
      meetALiar(1 << 30);
      byte[] names = NeedsVectors.names(lie);
      Verdict verdict = give(NeedsVectors.needed(0, 1, names, 0));
      assertEquals(Verdict.NEEDS_DISORDERED, verdict);
      assertEquals(0, carriers.load(stick).awaited());
      assertNull(said(Message.NEEDS));
    }
  }

  @Test
  void aPageThatDoesNotGoOnIsTheEndOfAsking() throws Exception {
    begin(new Random(12));
    meetALiar(1 << 30);
    assertEquals(Verdict.OK, give(NeedsVectors.needed(0, 1, NeedsVectors.names(3, 9), 1)));
    byte[] next = said(Message.NEEDS);
    assertEquals(Hex.encode(NeedsVectors.names(9)), Hex.encode(CarrierMesh.data(next, 3)));
    Verdict verdict = give(NeedsVectors.needed(0, 2, NeedsVectors.names(9, 10), 1));
    assertEquals(Verdict.NEEDS_DISORDERED, verdict);
    assertNull(said(Message.NEEDS));
  }

  @Test
  void anEndlessListWastesOnlyAPartOfTheShareAndTheNextPeerClearsItUp() throws Exception {
    begin(new Random(13));
    meetALiar(10 << 20);
    int pages = 0;
    byte[] question = {};
    while (question != null) {
      int first = pages * 100;
      int[] page = new Random(1).ints(100, 0, 1).toArray();
      Arrays.setAll(page, i -> first + i + 1);
      pages++;
      give(NeedsVectors.needed(0, pages, NeedsVectors.names(page), 1));
      question = said(Message.NEEDS);
      assertTrue(pages <= 26, "asked on and on");
    }
    // One name for 4 KiB of the share.
    assertEquals(2560, carriers.load(stick).awaited());
    stick.node.unlink(LINK);
    meet(carriers.laptop, stick);
    assertEquals(CHUNKS, carriers.load(stick).chunks());
    assertEquals(0, carriers.load(stick).awaited());
  }

  @Test
  void namesThatNobodyHasHoldUpNothingBehindThem() throws Exception {
    begin(new Random(14));
    meet(carriers.laptop, carriers.other);
    byte[] real = carriers.needed(Mesh.FAST, new byte[0], new byte[0]);
    meetALiar(1 << 30);
    int[] bogus = new int[10_000];
    Arrays.setAll(bogus, i -> i + 1);
    byte[] names = NeedsVectors.names(bogus);
    give(NeedsVectors.needed(0, 1, names, 1));
    byte[] honest = CarrierMesh.data(real, 3);
    int from = 0;
    while (Arrays.compareUnsigned(honest, from, from + 32, names, names.length - 32, names.length)
        <= 0) {
      from += 32;
    }
    byte[] rest = Arrays.copyOfRange(honest, from, honest.length);
    give(NeedsVectors.needed(0, 2, rest, 0));
    assertEquals(10_000 + rest.length / 32, carriers.load(stick).awaited());
    stick.node.unlink(LINK);
    meet(carriers.other, stick);
    assertEquals(rest.length / 32, carriers.load(stick).chunks());
    assertEquals(10_000, carriers.load(stick).awaited());
  }

  @Test
  void aPeerThatDoesNotKnowTheQuestionIsNotWaitedFor() throws Exception {
    begin(new Random(15));
    meetALiar(1 << 30);
    give(
        new Frames()
            .start(Message.REFUSAL)
            .number(1, Verdict.MESSAGE_UNKNOWN.code())
            .number(2, Message.NEEDS)
            .finish());
    give(new Frames().start(Message.REST).number(1, 1).number(2, 1).finish());
    said(Message.NEEDS);
    assertTrue(stick.node.peer(LINK).isComplete());
  }
}
