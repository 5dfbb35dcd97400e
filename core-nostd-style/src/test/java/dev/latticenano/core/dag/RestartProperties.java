package dev.latticenano.core.dag;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.MemoryTables;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.TableShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A start from a checkpoint and what lies behind it in the log, against one from nothing. */
class RestartProperties {
  private static final int RUNS = 6;

  private static final Capacity SMALL_VECTORS = new Capacity(1000, 1000, 100, 2, 40);

  private static Ingested open(RecordList log, MemoryTables tables) {
    return new Ingested(log, tables, new PlainSignatures(), SMALL_VECTORS);
  }

  private static List<Written> random(Random random) {
    return RandomDag.of(
        random, 1 + random.nextInt(5), 10 + random.nextInt(30), true, random.nextBoolean());
  }

  static List<Hash> order(Ingested ingested) throws StoreException {
    List<Hash> order = new ArrayList<>();
    for (int place = 1; place <= ingested.dag.sequence(); place++) {
      order.add(ingested.hash(ingested.dag.rowAtSequence(place)));
    }
    return order;
  }

  static void assertSame(Ingested expected, Ingested actual, Random random) throws StoreException {
    assertEquals("", actual.dag.rebuildReason());
    assertEquals(order(expected), order(actual));
    assertArrayEquals(expected.digest(), actual.digest());
    byte[] head = new byte[32];
    byte[] other = new byte[32];
    expected.dag.parts.witnesses.copyHead(head, 0);
    actual.dag.parts.witnesses.copyHead(other, 0);
    assertArrayEquals(head, other);
    assertEquals(expected.dag.floatingCount(), actual.dag.floatingCount());
    assertEquals(expected.dag.missingCount(), actual.dag.missingCount());
    assertEquals(expected.dag.latest(), actual.dag.latest());
    assertEquals(expected.dag.authorCount(), actual.dag.authorCount());
    assertEquals(expected.dag.forkedCount(), actual.dag.forkedCount());
    List<AuthorId> voters = new ArrayList<>();
    byte[] key = new byte[32];
    for (int author = 0; author < expected.dag.authorCount(); author++) {
      expected.dag.copyAuthorKey(author, key, 0);
      AuthorId id = AuthorId.of(key, 0);
      assertEquals(expected.tips(id), actual.tips(id));
      assertEquals(
          expected.dag.authorHeight(expected.author(id)),
          actual.dag.authorHeight(author(actual, id)));
      if (random.nextBoolean()) {
        voters.add(id);
      }
    }
    for (Ingested each : List.of(expected, actual)) {
      each.voters(voters);
      each.dag.settleForks();
    }
    assertEquals(expected.projected(), actual.projected());
    assertEquals(expected.heads(), actual.heads());
  }

  private static int author(Ingested ingested, AuthorId id) {
    return ingested.author(id);
  }

  @Test
  void aStartFromAnyCheckpointIsAStartFromNothing() {
    Seeds.run(
        RestartProperties.class,
        random -> DagProperties.repeat(random, RUNS, RestartProperties::everyCheckpoint));
  }

  private static void everyCheckpoint(Random random) throws StoreException {
    List<Written> all = DagProperties.arrival(random, random(random));
    for (int at = 0; at <= all.size(); at += 1 + random.nextInt(4)) {
      MemoryTables tables = new MemoryTables();
      RecordList log = new RecordList();
      Ingested live = open(log, tables);
      live.ingestAll(all.subList(0, at));
      live.dag.checkpoint();
      assertEquals(0, live.dag.behind());
      live.ingestAll(all.subList(at, all.size()));
      tables.cutPower();
      assertSame(open(log, new MemoryTables()), open(log, tables), random);
    }
  }

  /** Again and again: closed here and there, power cut here and there, some of the log gone. */
  @Test
  void aLifeOfCheckpointsAndPowerCutsEndsLikeOneWithout() {
    Seeds.run(
        RestartProperties.class,
        random -> DagProperties.repeat(random, 2 * RUNS, RestartProperties::life));
  }

  private static void life(Random random) throws StoreException {
    List<Written> all = random(random);
    MemoryTables tables = new MemoryTables();
    RecordList log = new RecordList();
    Ingested node = open(log, tables);
    for (Written next : DagProperties.arrival(random, all)) {
      node.ingest(next);
      switch (random.nextInt(8)) {
        case 0 -> node.dag.checkpoint();
        case 1 -> {
          tables.cutPower();
          int covered = (int) tables.covered();
          // A record behind the checkpoint may be damaged, too: it is sent again below.
          if (random.nextBoolean() && log.entries.size() > covered) {
            log.entries.remove(log.entries.size() - 1);
          }
          node = open(log, tables);
        }
        default -> {}
      }
    }
    node.ingestAll(all);
    DagModel model = new DagModel(all);
    node.assertSet(model);
    node.assertProjection(model, DagProperties.some(random, model));
    node.dag.checkpoint();
    tables.cutPower();
    Ingested again = open(log, tables);
    again.assertSet(model);
    again.assertAncestry(model);
    assertSame(open(log, new MemoryTables()), again, random);
  }

  /** A log that is read anew makes checkpoints on the way: it need not fit the heap. */
  @Test
  void aLongReplayMakesCheckpointsThatHold() {
    Seeds.run(
        RestartProperties.class,
        random -> DagProperties.repeat(random, RUNS, RestartProperties::longReplay));
  }

  private static void longReplay(Random random) throws StoreException {
    List<Written> all = RandomDag.of(random, 3, 30, true, false);
    RecordList log = new RecordList();
    open(log, new MemoryTables()).ingestAll(DagProperties.arrival(random, all));
    MemoryTables tables = new MemoryTables(1 + random.nextInt(20));
    Ingested replayed = open(log, tables);
    assertTrue(tables.covered() > 0, "no checkpoint");
    assertSame(open(log, new MemoryTables()), replayed, random);
    tables.cutPower();
    assertSame(open(log, new MemoryTables()), open(log, tables), random);
  }

  @Test
  void tablesOfNoUseAreMadeAnewAndSaySo() throws StoreException {
    Scene scene = new Scene();
    scene.write('A');
    scene.write('B', scene.write('A'));
    RecordList log = new RecordList();
    byte[] meta = {'m'};
    for (int harm = 0; harm < 5; harm++) {
      MemoryTables tables = new MemoryTables();
      Ingested live = open(log, tables).ingestAll(scene.all);
      live.dag.checkpoint();
      RecordList shorter = new RecordList(log.entries);
      switch (harm) {
        case 0 -> tables.table(DagTables.DAG).delete(meta, 0, 1);
        case 1 -> tables.table(DagTables.DAG).put(meta, 0, 1, meta, 0, 1);
        case 2 -> tables.table(DagTables.DAG).delete(new byte[] {'a', 0, 1}, 0, 3);
        case 3 -> tables.table(DagTables.ROW).delete(new byte[] {0, 0, 0, 2}, 0, 4);
        default -> shorter.entries.remove(2);
      }
      Ingested again = open(shorter, tables);
      assertTrue(again.dag.rebuildReason().length() > 0, "harm " + harm);
      assertEquals(order(open(shorter, new MemoryTables())), order(again));
      again.dag.checkpoint();
      assertEquals("", open(shorter, tables).dag.rebuildReason());
    }
  }

  @Test
  void tablesOfOtherShapesAreMadeAnew() throws StoreException {
    Scene scene = new Scene();
    scene.write('A');
    OtherShapes tables = new OtherShapes();
    Ingested node = new Ingested(new RecordList(), tables, new PlainSignatures(), Capacity.FULL);
    node.ingestAll(scene.all);
    assertEquals(1, tables.cleared);
    assertEquals(1, node.dag.sequence());
  }

  /** Tables that a program of another age wrote. */
  private static final class OtherShapes implements dev.latticenano.core.store.Tables {
    private final MemoryTables tables = new MemoryTables();
    private int cleared;

    @Override
    public dev.latticenano.core.store.Table table(TableShape shape) throws StoreException {
      if (cleared == 0) {
        throw new StoreException(StoreException.Kind.CORRUPT, "other shape", null);
      }
      return tables.table(shape);
    }

    @Override
    public long covered() {
      return tables.covered();
    }

    @Override
    public boolean isDue() {
      return tables.isDue();
    }

    @Override
    public void checkpoint(long position) {
      tables.checkpoint(position);
    }

    @Override
    public void clear() {
      cleared++;
      tables.clear();
    }
  }
}
