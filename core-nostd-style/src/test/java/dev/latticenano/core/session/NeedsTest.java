package dev.latticenano.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Carrying.Load;
import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.seal.Keyring;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A stick without the key carries large files between two who have it. */
class NeedsTest {

  private static final int CHUNKS = CarrierMesh.CHUNKS;

  private static final MeshWire.Weather BAD = new MeshWire.Weather(20, 10, 20, 5, 8);

  private CarrierMesh carriers;
  private Mesh mesh;
  private MeshNode laptop;
  private MeshNode phone;
  private MeshNode stick;
  private MeshNode other;
  private StoreId store;

  private void begin(Random random) throws Exception {
    CarrierMesh made = new CarrierMesh(random);
    carriers = made;
    mesh = made.mesh;
    laptop = made.laptop;
    phone = made.phone;
    other = made.other;
    stick = made.stick;
    store = made.store;
  }

  private void meet(MeshNode left, MeshNode right) throws StoreException {
    carriers.meet(left, right);
  }

  @Test
  void aFileComesThroughAStickThatCannotReadIt() throws Exception {
    begin(new Random(1));
    meet(laptop, stick);
    assertFalse(stick.reads(store));
    assertEquals(CHUNKS, stick.disk.heldCount());
    assertEquals(CHUNKS, carriers.load(stick).chunks());
    assertEquals(0, carriers.load(stick).awaited());
    assertTrue(carriers.load(stick).bytes() > 1 << 20);
    meet(stick, phone);
    mesh.assertSame(store, laptop, phone);
    assertEquals(CHUNKS, phone.disk.heldCount());
    assertEquals(new Load(0, 0, 0, false), carriers.load(phone));
  }

  @Test
  void aStickHandsOnWhatItCarriesToOneThatCannotReadEither() throws Exception {
    begin(new Random(2));
    MeshWire wire = mesh.link(laptop, other);
    while (carriers.load(other).awaited() == 0) {
      mesh.step();
    }
    wire.cut();
    assertTrue(carriers.load(other).chunks() < CHUNKS);
    meet(laptop, stick);
    meet(stick, other);
    assertEquals(CHUNKS, carriers.load(other).chunks());
    meet(other, phone);
    mesh.assertSame(store, laptop, phone);
  }

  @Test
  void aFileComesThroughWhateverIsLostAndCut() {
    Seeds.run(
        NeedsTest.class,
        random -> {
          begin(random);
          for (MeshNode reader : List.of(laptop, phone)) {
            for (int cuts = random.nextInt(8); cuts > 0; cuts--) {
              MeshWire wire = mesh.link(reader, stick, Mesh.LOSSY, BAD);
              mesh.run(random.nextInt(600));
              wire.cut();
              if (random.nextBoolean()) {
                stick.crash();
              }
            }
            carriers.meet(reader, stick, Mesh.LOSSY, BAD);
          }
          mesh.assertSame(store, laptop, phone);
          assertEquals(CHUNKS, carriers.load(stick).chunks());
        });
  }

  @Test
  void namesComeInPagesOfTheSizeOfTheLink() throws Exception {
    begin(new Random(3));
    for (int i = 0; i < 30; i++) {
      laptop.file(store, "small" + (100 + i), 33_000);
    }
    carriers.meet(laptop, stick, Mesh.SMALL, MeshWire.Weather.FAIR);
    assertEquals(CHUNKS + 30, stick.disk.heldCount());
    // Thirteen names in 512 bytes.
    byte[] page = carriers.needed(Mesh.SMALL, new byte[0], new byte[0]);
    assertTrue(page.length <= Mesh.SMALL.frameBytes(), page.length + " bytes");
    byte[] names = CarrierMesh.data(page, 3);
    assertEquals(13 * 32, names.length);
    byte[] last = Arrays.copyOfRange(names, 12 * 32, 13 * 32);
    byte[] next = CarrierMesh.data(carriers.needed(Mesh.SMALL, last, new byte[0]), 3);
    assertTrue(Arrays.compareUnsigned(next, 0, 32, last, 0, 32) > 0);
  }

  @Test
  void anEqualListIsNotToldAgain() throws Exception {
    begin(new Random(4));
    byte[] none = new byte[0];
    byte[] first = carriers.needed(Mesh.FAST, none, none);
    assertEquals(CHUNKS * 32, CarrierMesh.data(first, 3).length);
    byte[] list = CarrierMesh.data(first, 5);
    assertEquals(0, CarrierMesh.data(carriers.needed(Mesh.FAST, none, list), 3).length);
    laptop.file(store, "film2", 100_000);
    byte[] second = carriers.needed(Mesh.FAST, none, list);
    assertEquals((CHUNKS + 1) * 32, CarrierMesh.data(second, 3).length);
    meet(laptop, stick);
    meet(laptop, stick);
    assertEquals(CHUNKS + 1, carriers.load(stick).chunks());
  }

  @Test
  void whatIsWrittenWhileTheyAreLinkedIsAskedForAgain() throws Exception {
    begin(new Random(5));
    mesh.link(laptop, stick);
    mesh.rest(5000);
    assertEquals(CHUNKS, carriers.load(stick).chunks());
    laptop.file(store, "film2", 100_000);
    mesh.rest(5000);
    assertEquals(CHUNKS + 1, carriers.load(stick).chunks());
  }

  @Test
  void aReplacedVersionIsCarriedOnAndOneThatNeverCameIsForgotten() throws Exception {
    begin(new Random(6));
    meet(laptop, stick);
    stick.node.carrying().share(carried -> carried);
    laptop.file(store, "film1", 600_000);
    meet(laptop, stick);
    assertEquals(CHUNKS, carriers.load(stick).chunks());
    assertEquals(4, carriers.load(stick).awaited());
    laptop.file(store, "film1", 100_000);
    meet(laptop, stick);
    assertEquals(CHUNKS, carriers.load(stick).chunks());
    assertEquals(1, carriers.load(stick).awaited());
  }

  @Test
  void aShareThatIsUsedUpEndsWantingAndSaysSo() throws Exception {
    begin(new Random(7));
    stick.node.carrying().share(carried -> 600_000);
    meet(laptop, stick);
    Load load = carriers.load(stick);
    assertTrue(load.full());
    assertTrue(load.bytes() <= 600_000 && load.bytes() > 600_000 - Limits.CHUNK_BYTES_MAX);
    assertEquals(CHUNKS, load.chunks() + load.awaited());
    assertEquals(Verdict.OK, stick.completions().get(0).trouble());
    stick.node.carrying().share(carried -> 10_000_000);
    meet(laptop, stick);
    assertEquals(CHUNKS, carriers.load(stick).chunks());
    assertFalse(carriers.load(stick).full());
  }

  @Test
  void whoseOwnerLetsItCarryNothingAsksNothing() throws Exception {
    begin(new Random(8));
    stick.node.carrying().share(carried -> 0);
    meet(laptop, stick);
    assertEquals(new Load(0, 0, 0, false), carriers.load(stick));
  }

  @Test
  void aRestartGoesOnWithTheNamesItWasTold() throws Exception {
    begin(new Random(9));
    MeshWire wire = mesh.link(laptop, stick);
    while (carriers.load(stick).awaited() == 0) {
      mesh.step();
    }
    wire.cut();
    int here = carriers.load(stick).chunks();
    stick.node.checkpoint();
    stick.crash();
    assertEquals(here, carriers.load(stick).chunks());
    assertEquals(CHUNKS - here, carriers.load(stick).awaited());
    meet(laptop, other);
    meet(other, stick);
    assertEquals(CHUNKS, carriers.load(stick).chunks());
  }

  @Test
  void whoIsGivenTheKeyCarriesNothingAnyMore() throws Exception {
    begin(new Random(10));
    meet(laptop, stick);
    Keyring ring = new Keyring();
    laptop.logs.get(store).keys().load(ring);
    for (int i = 0; i < ring.count(); i++) {
      stick.node.membership(store).give(List.of(ring.key(i)));
    }
    mesh.rest(1000);
    assertTrue(stick.reads(store));
    meet(laptop, stick);
    assertEquals(new Load(0, 0, 0, false), carriers.load(stick));
    mesh.assertSame(store, laptop, stick);
  }
}
