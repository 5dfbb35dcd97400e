package dev.latticenano.core.dag;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.store.MemoryTables;
import dev.latticenano.core.store.StoreException;
import org.junit.jupiter.api.Test;

/**
 * Where a piece of the log went, the last checkpoint says of no record that it lies there: power
 * may fail at once. The log throws where something is read that went with it.
 */
class ShortenedLogTest {
  private static final int PIECE = 2;

  private final Scene scene = new Scene();
  private final MemoryTables tables = new MemoryTables();
  private final RecordList log = new RecordList();
  private final Ingested whole = new Ingested();

  private Ingested open() {
    return new Ingested(log, tables, new PlainSignatures(), Capacity.FULL);
  }

  private Ingested afterPowerCut() {
    tables.cutPower();
    return open();
  }

  private Written take(Ingested node, char author, Written... cited) {
    Written next = scene.write(author, cited);
    whole.ingest(next);
    node.ingest(next);
    return next;
  }

  /** On a base at height 2 of A, whose floor may be cited. */
  private void prune(Ingested node) throws StoreException {
    int[] heights = new int[node.dag.authorCount()];
    heights[node.author(Scene.author('A'))] = 2;
    node.dag.pruning().begin(heights).end();
  }

  private static void sweep(Ingested node) throws StoreException {
    while (node.dag.pruning().sweep(1)) {
      continue;
    }
  }

  @Test
  void whatWasSweptStaysSweptWhenThePieceThatHadItIsGone() throws StoreException {
    log.pieces = PIECE;
    Ingested node = open();
    take(node, 'A');
    Written floor = take(node, 'A');
    take(node, 'A');
    prune(node);
    for (int i = 0; i < PIECE; i++) {
      take(node, 'B', floor);
    }
    sweep(node);
    assertTrue(node.dag.pruning().shorten(Integer.MAX_VALUE, 7));
    Ingested again = afterPowerCut();
    again.assertStandsAs(whole);
    assertEquals(floor.hash(), again.hash(again.row(floor.hash())));
    assertEquals(0, again.dag.lostCount());
  }

  @Test
  void aPieceIsLookedAtInTurnsAndGoesAfterTheLast() throws StoreException {
    log.pieces = PIECE;
    Ingested node = open();
    take(node, 'A');
    Written floor = take(node, 'A');
    prune(node);
    for (int i = 0; i < PIECE; i++) {
      take(node, 'B', floor);
    }
    sweep(node);
    int turns = 0;
    for (long began = log.begin(); log.begin() == began; turns++) {
      node.assertStandsAs(whole);
      assertTrue(node.dag.pruning().shorten(1, 7));
    }
    assertTrue(turns > 1, "turns: " + turns);
    Ingested again = afterPowerCut();
    again.assertStandsAs(whole);
  }

  @Test
  void whatWasAppendedAgainBeforeAPowerCutIsKnownThereWhenItsPieceIsGone() throws StoreException {
    log.pieces = PIECE;
    Ingested node = open();
    take(node, 'A');
    Written stays = take(node, 'B');
    take(node, 'B');
    take(node, 'A');
    prune(node);
    sweep(node);
    node.dag.checkpoint();
    take(node, 'C', stays);
    log.syncs = 0;
    assertThrows(StoreException.class, () -> node.dag.pruning().shorten(Integer.MAX_VALUE, 7));
    log.syncs = Integer.MAX_VALUE;
    Ingested again = afterPowerCut();
    assertTrue(again.dag.pruning().shorten(Integer.MAX_VALUE, 7));
    assertTrue(log.begin() > 0);
    again = afterPowerCut();
    again.assertStandsAs(whole);
    assertArrayEquals(stays.bytes(), again.bytes(again.row(stays.hash())));
    assertFalse(again.dag.isLost(again.row(stays.hash())));
  }

  @Test
  void aSweepOfNoRowsGoesOnByOne() throws StoreException {
    Ingested node = open();
    take(node, 'A');
    take(node, 'A');
    prune(node);
    for (int turn = 0; turn < 100 && node.dag.pruning().sweep(0); turn++) {
      continue;
    }
    assertFalse(node.dag.pruning().sweep(0));
  }
}
