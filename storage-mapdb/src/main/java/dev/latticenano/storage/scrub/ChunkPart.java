package dev.latticenano.storage.scrub;

import dev.latticenano.core.Limits;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.chunk.ChunkFiles;
import java.util.ArrayList;
import java.util.List;

/**
 * All chunks, in order of their names: each is read and compared with its name, and set aside if it
 * differs or cannot be read. Its place is the first 7 bytes of the next name.
 */
public final class ChunkPart implements ScrubPart {
  /** Its name. */
  public static final String NAME = "chunks";

  private static final int SHARDS = 256;
  private static final int SHARD_SHIFT = 48;

  private final ChunkFiles chunks;
  private final byte[] chunk = new byte[Limits.CHUNK_BYTES_MAX];
  private final byte[] cid = new byte[Hash.BYTES];
  private final List<Hash> names = new ArrayList<>();

  /** The shard whose names are listed, or -1. */
  private int listed = -1;

  private long place;

  /** A part of {@code chunks}, which stay the caller's. */
  public ChunkPart(ChunkFiles chunks) {
    this.chunks = chunks;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public long bytes() throws StoreException {
    return chunks.heldBytes();
  }

  @Override
  public long place() {
    return place;
  }

  @Override
  public void begin(long place) {
    this.place = place;
    listed = -1;
  }

  @Override
  public long step(int budgetBytes, Findings findings) throws StoreException {
    long read = 0;
    while (read < budgetBytes || read == 0) {
      int shard = (int) (place >>> SHARD_SHIFT);
      if (shard >= SHARDS) {
        return read;
      }
      if (listed != shard) {
        list(shard);
      }
      if (names.isEmpty()) {
        place = (long) (shard + 1) << SHARD_SHIFT;
      } else {
        Hash next = names.remove(names.size() - 1);
        next.write(cid, 0);
        read += check(findings);
        place = placeOf(cid) + 1;
      }
    }
    return read;
  }

  /** Lists the names of a shard that are still to be read, the first last. */
  private void list(int shard) throws StoreException {
    names.clear();
    chunks.list(
        shard,
        (name, offset) -> {
          if (placeOf(name) >= place) {
            names.add(0, Hash.of(name, offset));
          }
        });
    listed = shard;
  }

  private static long placeOf(byte[] name) {
    return BigEndian.longAt(name, 0) >>> 8;
  }

  /** Reads one chunk; returns its bytes, at least 1. */
  private long check(Findings findings) throws StoreException {
    try {
      return Math.max(1, chunks.read(cid, 0, chunk, 0));
    } catch (StoreException e) {
      boolean rotten = e.kind() == StoreException.Kind.CORRUPT;
      if (!rotten && e.kind() != StoreException.Kind.IO) {
        throw e;
      }
      String reason = "the bytes do not match the chunk's name";
      if (!rotten) {
        chunks.setAside(cid, 0);
        reason = "it cannot be read";
      }
      findings.damaged(NAME, place, chunks.path(cid, 0), 0, chunk.length, reason);
      return 1;
    }
  }
}
