package dev.latticenano.edge;

import dev.latticenano.core.ChunkCensus;
import dev.latticenano.core.ChunkCensus.Fate;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.host.Failure;
import dev.latticenano.storage.chunk.ChunkFiles;
import dev.latticenano.storage.chunk.ChunkSweep;
import dev.latticenano.storage.log.Damages;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Chunks that nothing refers to any more: finds out which may go, and removes them. */
public final class Garbage {
  private final ChunkFiles chunks;
  private final ChunkCensus census;
  private final Map<Fate, Sum> sums = new EnumMap<>(Fate.class);
  private final int damaged;
  private int damagedRemoved;

  /** A number of chunks and their bytes. */
  public static final class Sum {
    private long count;
    private long bytes;

    /** Chunks. */
    public long count() {
      return count;
    }

    /** Their bytes. */
    public long bytes() {
      return bytes;
    }
  }

  private Garbage(ChunkFiles chunks, ChunkCensus census, int damaged) {
    this.chunks = chunks;
    this.census = census;
    this.damaged = damaged;
    for (Fate fate : Fate.values()) {
      sums.put(fate, new Sum());
    }
  }

  /**
   * Judges every chunk; removes nothing.
   *
   * @param copies how many others must be known to hold a chunk of an earlier version before it
   *     goes
   */
  public static Garbage of(NodeHome home, int copies) throws Failure {
    try {
      // What lies closed refers to chunks, too.
      home.tree().openAll();
      ChunkFiles chunks = home.chunks();
      AuthorId own = home.node().key();
      ChunkCensus census = new ChunkCensus(chunks, own.toBytes());
      RelayHolders.read(home.directory().root(), System.currentTimeMillis()).leaveOut(census);
      for (StoreId id : home.node().stores()) {
        census.add(home.node(), id, home.log(id));
        judgeDamage(home, id, census);
      }
      int damaged = chunks.damaged().size();
      census.settle(copies, damaged > 0);
      Garbage garbage = new Garbage(chunks, census, damaged);
      chunks.names(garbage::count);
      return garbage;
    } catch (StoreException e) {
      throw Failure.of(e);
    }
  }

  /** Counting has read the whole log, so all its damage is known by now. */
  private static void judgeDamage(NodeHome home, StoreId id, ChunkCensus census) {
    Path root = home.directory().root();
    KnownDamage known =
        new KnownDamage(root.resolve("stores").resolve(NodeHome.uuid(id).toString()));
    Damages found = home.log(id).damages();
    if (found.stretches() > 0) {
      boolean all = found.stretches() == found.listed().size();
      census.damaged(id, all && found.listed().stream().allMatch(known::contains));
    }
  }

  private void count(byte[] cid, long bytes) {
    Sum sum = sums.get(census.fate(cid, 0));
    sum.count++;
    sum.bytes += bytes;
  }

  /** Removes what may go; durable when it returns. */
  public void remove() throws Failure {
    try {
      damagedRemoved = chunks.removeReplaced();
      new ChunkSweep(chunks, census::pass).run();
    } catch (StoreException e) {
      throw Failure.of(e);
    }
  }

  /** What was found of a fate. */
  public Sum sum(Fate fate) {
    return sums.get(fate);
  }

  /** Chunks and bytes that may go, or went. */
  public Sum released() {
    Sum sum = new Sum();
    for (Fate fate : List.of(Fate.REPLACED, Fate.ABANDONED)) {
      sum.count += sums.get(fate).count;
      sum.bytes += sums.get(fate).bytes;
    }
    return sum;
  }

  /** Damaged chunks that lay aside before. */
  public int damaged() {
    return damaged;
  }

  /** Those of them that were held again whole, and removed. */
  public int damagedRemoved() {
    return damagedRemoved;
  }

  /** The count behind the judgement. */
  public ChunkCensus census() {
    return census;
  }
}
