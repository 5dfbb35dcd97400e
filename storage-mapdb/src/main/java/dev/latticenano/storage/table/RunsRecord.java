package dev.latticenano.storage.table;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.store.TableShape;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The body of a runs record: which files are the tables of a store, and how much of its log they
 * cover (docs/storage.md §7.5).
 *
 * <pre>
 *  0  version   u32  1
 *  4  nextId    u32  ids of runs are below
 *  8  covered   u64  every record before this position is in the tables
 * 16  written   u64  bytes of all runs ever written for this store
 * 24  tables    u16, then each:
 *       name 16 ‖ keyBytes u8 ‖ valueBytes u8 ‖ filterBytes u8 ‖ summed u8 ‖ tiers u16, then each:
 *         runs u16, then each:
 *           id u32 ‖ crc u32 of its footer ‖ rows u64 ‖ bytes u64 of its file
 * </pre>
 *
 * Integers are little-endian; tiers are in order, newest first.
 */
record RunsRecord(int nextId, long covered, long written, List<TableRuns> tables) {
  /** Runs of all tables together. */
  static final int RUNS_MAX = 4096;

  /** Tables of a store. */
  static final int TABLES_MAX = 64;

  private static final int VERSION = 1;
  private static final int HEAD_BYTES = 26;
  private static final int TABLE_BYTES = 22;
  private static final int NAME_BYTES = 16;
  private static final int RUN_BYTES = 24;

  /** A table and its tiers. */
  record TableRuns(TableShape shape, List<List<NamedRun>> tiers) {
    /** The names of these tiers. */
    static TableRuns of(TableShape shape, List<Tier> tiers) {
      List<List<NamedRun>> named = new ArrayList<>();
      for (Tier tier : tiers) {
        named.add(tier.runs().stream().map(NamedRun::of).toList());
      }
      return new TableRuns(shape, named);
    }
  }

  /** A run by its name, and how to tell that it is the one meant. */
  record NamedRun(int id, int crc, long rows, long bytes) {
    private static NamedRun of(Run run) {
      RunFooter footer = run.source().footer();
      return new NamedRun(footer.id(), footer.crc(), footer.rows(), footer.fileBytes());
    }
  }

  /** The bytes. */
  byte[] encoded() {
    int length = HEAD_BYTES;
    int runs = 0;
    for (TableRuns table : tables) {
      length += TABLE_BYTES;
      for (List<NamedRun> tier : table.tiers()) {
        length += 2 + tier.size() * RUN_BYTES;
        runs += tier.size();
      }
    }
    if (runs > RUNS_MAX || tables.size() > TABLES_MAX) {
      throw new IllegalStateException(
          tables.size() + " tables of " + runs + " runs, of " + TABLES_MAX + " and " + RUNS_MAX);
    }
    byte[] out = new byte[length];
    LittleEndian.putInt(out, 0, VERSION);
    LittleEndian.putInt(out, 4, nextId);
    LittleEndian.putLong(out, 8, covered);
    LittleEndian.putLong(out, 16, written);
    LittleEndian.putShort(out, 24, tables.size());
    int at = HEAD_BYTES;
    for (TableRuns table : tables) {
      at = putTable(out, at, table);
    }
    return out;
  }

  private static int putTable(byte[] out, int start, TableRuns table) {
    TableShape shape = table.shape();
    byte[] name = shape.name().getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(name, 0, out, start, name.length);
    int at = start + NAME_BYTES;
    out[at++] = (byte) shape.keyBytes();
    out[at++] = (byte) shape.valueBytes();
    out[at++] = (byte) shape.filterBytes();
    out[at++] = (byte) (shape.summed() ? 1 : 0);
    LittleEndian.putShort(out, at, table.tiers().size());
    at += 2;
    for (List<NamedRun> tier : table.tiers()) {
      LittleEndian.putShort(out, at, tier.size());
      at += 2;
      for (NamedRun run : tier) {
        LittleEndian.putInt(out, at, run.id());
        LittleEndian.putInt(out, at + 4, run.crc());
        LittleEndian.putLong(out, at + 8, run.rows());
        LittleEndian.putLong(out, at + 16, run.bytes());
        at += RUN_BYTES;
      }
    }
    return at;
  }

  /** The record in these bytes, or null if they are none of this version. */
  static RunsRecord decoded(byte[] in) {
    if (in.length < HEAD_BYTES || LittleEndian.intAt(in, 0) != VERSION) {
      return null;
    }
    int count = LittleEndian.shortAt(in, 24);
    if (count > TABLES_MAX) {
      return null;
    }
    Reading reading = new Reading(in);
    List<TableRuns> tables = new ArrayList<>();
    while (tables.size() < count) {
      TableRuns table = reading.table();
      if (table == null) {
        return null;
      }
      tables.add(table);
    }
    if (reading.at != in.length) {
      return null;
    }
    return new RunsRecord(
        LittleEndian.intAt(in, 4), LittleEndian.longAt(in, 8), LittleEndian.longAt(in, 16), tables);
  }

  /** A walk through the bytes behind the head. */
  private static final class Reading {
    private final byte[] in;
    private int at = HEAD_BYTES;
    private int runs;

    Reading(byte[] in) {
      this.in = in;
    }

    TableRuns table() {
      if (in.length - at < TABLE_BYTES) {
        return null;
      }
      TableShape shape = shape();
      int tierCount = LittleEndian.shortAt(in, at + TABLE_BYTES - 2);
      at += TABLE_BYTES;
      List<List<NamedRun>> tiers = new ArrayList<>();
      while (shape != null && tiers.size() < tierCount) {
        if (in.length - at < 2) {
          return null;
        }
        int size = LittleEndian.shortAt(in, at);
        at += 2;
        runs += size;
        if (size == 0 || runs > RUNS_MAX || in.length - at < size * RUN_BYTES) {
          return null;
        }
        tiers.add(tier(size));
      }
      return shape == null ? null : new TableRuns(shape, tiers);
    }

    private List<NamedRun> tier(int size) {
      List<NamedRun> tier = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        tier.add(
            new NamedRun(
                LittleEndian.intAt(in, at),
                LittleEndian.intAt(in, at + 4),
                LittleEndian.longAt(in, at + 8),
                LittleEndian.longAt(in, at + 16)));
        at += RUN_BYTES;
      }
      return tier;
    }

    // Null if no shape can be like this.
    private TableShape shape() {
      byte[] name = Arrays.copyOfRange(in, at, at + NAME_BYTES);
      int sizes = at + NAME_BYTES;
      try {
        return new TableShape(
            new String(name, StandardCharsets.US_ASCII).replaceAll("\0+$", ""),
            in[sizes] & 0xFF,
            in[sizes + 1] & 0xFF,
            in[sizes + 2] & 0xFF,
            in[sizes + 3] == 1);
      } catch (IllegalArgumentException e) {
        return null;
      }
    }
  }
}
