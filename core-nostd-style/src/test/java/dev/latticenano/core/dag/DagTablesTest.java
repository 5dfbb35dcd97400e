package dev.latticenano.core.dag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;
import dev.latticenano.core.store.MemoryStore;
import dev.latticenano.core.store.MemoryTables;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.TableShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What the tables cost, and that docs/storage.md says so. */
class DagTablesTest {
  private static final int INTENTIONS = 20_000;

  /** Bytes of a {@code row} that are about order: author, height, generation. */
  private static final int ORDER_BYTES = 10;

  private static MemoryTables filled(int authors, int citesEvery) throws StoreException {
    MemoryTables tables = new MemoryTables(Integer.MAX_VALUE);
    Ingested node = new Ingested(new MemoryStore(), tables, new PlainSignatures(), Capacity.FULL);
    Hash[] tips = new Hash[authors];
    Hash last = null;
    for (int i = 0; i < INTENTIONS; i++) {
      // Not in turns, or an author would always cite the same other.
      int author = (int) (i * 0x9E3779B97F4A7C15L >>> 33) % authors;
      boolean cites = i % citesEvery == 0 && last != null && !last.equals(tips[author]);
      Written written =
          Written.sign(
              new PlainSignatures.Key(author),
              DagModel.store(),
              tips[author] == null ? Hash.ZERO : tips[author],
              cites ? List.of(last) : List.of(),
              new Hlc(1_700_000_000_000L + i, 0),
              new byte[8]);
      tips[author] = written.hash();
      last = written.hash();
      node.ingest(written);
    }
    assertEquals(INTENTIONS, node.dag.sequence());
    return tables;
  }

  private static long rows(MemoryTables tables, TableShape shape) throws StoreException {
    long[] rows = {0};
    tables
        .table(shape)
        .range(
            new byte[shape.keyBytes()],
            null,
            (key, keyOffset, keyLength, value, valueOffset, valueLength) -> ++rows[0] > 0);
    return rows[0];
  }

  private static long bytes(MemoryTables tables, TableShape shape) throws StoreException {
    return rows(tables, shape) * (shape.keyBytes() + shape.valueBytes());
  }

  private static double orderBytes(int authors, int citesEvery) throws StoreException {
    MemoryTables tables = filled(authors, citesEvery);
    long order = rows(tables, DagTables.ROW) * ORDER_BYTES;
    long all = order + bytes(tables, DagTables.CHAIN) + bytes(tables, DagTables.REACH);
    return (double) all / INTENTIONS;
  }

  @Test
  void heightsAndVectorsCostWhatTheDocumentSays() throws StoreException, IOException {
    Path storage = Path.of(System.getProperty("repository.root"), "docs", "storage.md");
    String text = Files.readString(storage);
    for (int authors : new int[] {1, 10, 100}) {
      double half = orderBytes(authors, 2);
      double every = orderBytes(authors, 1);
      assertTrue(half <= 24, half + " bytes");
      String line = String.format(Locale.ROOT, "| %d | %.1f | %.1f |", authors, half, every);
      assertTrue(text.contains(line), line);
      line =
          String.format(
              Locale.ROOT,
              "| %d, vectors | %.1f | %.1f |",
              authors,
              vectorBytes(filled(authors, 2)),
              vectorBytes(filled(authors, 1)));
      assertTrue(text.contains(line), line);
    }
  }

  /** Of whole stretches. */
  private static double vectorBytes(MemoryTables tables) throws StoreException {
    long[] bytes = {0};
    tables
        .table(DagTables.VECTOR)
        .range(
            new byte[0],
            null,
            (key, keyOffset, keyLength, value, valueOffset, valueLength) -> {
              bytes[0] += keyLength + valueLength;
              return true;
            });
    return (double) bytes[0] / (INTENTIONS / Stretch.ROWS * Stretch.ROWS);
  }
}
