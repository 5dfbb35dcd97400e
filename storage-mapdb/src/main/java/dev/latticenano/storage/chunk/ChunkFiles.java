package dev.latticenano.storage.chunk;

import dev.latticenano.core.Limits;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.store.PrunableChunks;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.disk.DiskFailure;
import dev.latticenano.storage.disk.DiskFile;
import dev.latticenano.storage.disk.FileDisk;
import dev.latticenano.storage.disk.ShardedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Chunks as files named by their hash: {@code ab/} holds those whose name begins with the byte ab,
 * each under its other 62 hex digits (docs/storage.md §8). A chunk is written to {@code partial},
 * synced and renamed, so a name never shows half a chunk. Holds at most one chunk in memory, the
 * caller's.
 */
public final class ChunkFiles implements PrunableChunks {
  private static final int NAME_BYTES = 32;
  private static final String PARTIAL = "partial";
  private static final String DAMAGED = ".damaged";
  private static final int SHARDS = 256;

  private final ShardedDisk disk;
  private final Path directory;
  private final Blake3 blake3 = Blake3.plain();
  private final byte[] digest = new byte[NAME_BYTES];

  /** Shards whose names are known to be durable since opening. */
  private final BitSet durable = new BitSet(SHARDS);

  /** Shards from which a chunk was removed since {@link #syncRemoved}. */
  private final BitSet thinned = new BitSet(SHARDS);

  private long heldBytes = -1;
  private int heldCount;

  private ChunkFiles(ShardedDisk disk, Path directory) {
    this.disk = disk;
    this.directory = directory;
  }

  /** Opens the chunks in {@code directory}, which exists; removes what a stopped write left. */
  public static ChunkFiles open(Path directory) throws StoreException {
    return open(new FileDisk(), directory);
  }

  /** As {@link #open(Path)}, on any disk. */
  public static ChunkFiles open(ShardedDisk disk, Path directory) throws StoreException {
    try {
      if (disk.list(directory).contains(PARTIAL)) {
        disk.delete(directory.resolve(PARTIAL));
      }
    } catch (IOException e) {
      throw DiskFailure.of("open the chunks in", directory, e);
    }
    return new ChunkFiles(disk, directory);
  }

  /** {@inheritDoc} Whoever is told so may drop its own copy, so the name is durable by then. */
  @Override
  public boolean holds(byte[] cid, int offset) throws StoreException {
    Path path = path(cid, offset);
    try {
      if (!disk.exists(path)) {
        return false;
      }
      makeDurable(path.getParent(), cid[offset] & 0xff);
      return true;
    } catch (IOException e) {
      throw DiskFailure.of("look for", path, e);
    }
  }

  /**
   * {@inheritDoc} A chunk that no longer matches is set aside under another name, so that it is not
   * held any more and can be fetched again.
   */
  @Override
  public int read(byte[] cid, int cidOffset, byte[] out, int outOffset) throws StoreException {
    Path path = path(cid, cidOffset);
    try {
      if (!disk.exists(path)) {
        return -1;
      }
      int length;
      try (DiskFile file = disk.open(path, false)) {
        long size = file.size();
        length = size < 1 || size > Limits.CHUNK_BYTES_MAX ? 0 : (int) size;
        if (length > out.length - outOffset) {
          throw new IllegalArgumentException(
              "chunk of " + length + " bytes, room for " + (out.length - outOffset));
        }
        if (file.read(0, out, outOffset, length) < length) {
          length = 0;
        }
      }
      blake3.hash(out, outOffset, length, digest, 0);
      if (length == 0
          || !Arrays.equals(digest, 0, NAME_BYTES, cid, cidOffset, cidOffset + NAME_BYTES)) {
        setAside(cid, cidOffset);
        throw DiskFailure.corrupt(path, 0, "the bytes do not match the chunk's name");
      }
      return length;
    } catch (IOException e) {
      throw DiskFailure.of("read", path, e);
    }
  }

  @Override
  public void write(byte[] cid, int cidOffset, byte[] source, int offset, int length)
      throws StoreException {
    if (length < 1 || length > Limits.CHUNK_BYTES_MAX) {
      throw new IllegalArgumentException(
          "length " + length + " outside 1 to " + Limits.CHUNK_BYTES_MAX);
    }
    Path path = path(cid, cidOffset);
    int shard = cid[cidOffset] & 0xff;
    try {
      if (disk.exists(path)) {
        makeDurable(path.getParent(), shard);
        return;
      }
      if (!disk.exists(path.getParent())) {
        disk.makeDirectory(path.getParent());
        disk.syncDirectory(directory);
      }
      writeAndRename(path, source, offset, length);
    } catch (IOException e) {
      throw DiskFailure.ofWrite("keep", path, e);
    }
    durable.set(shard);
    if (heldBytes >= 0) {
      heldBytes += length;
      heldCount++;
    }
  }

  @Override
  public int size(byte[] cid, int offset) throws StoreException {
    return holds(cid, offset) ? (int) size(path(cid, offset)) : -1;
  }

  @Override
  public void names(Reader reader) throws StoreException {
    for (int shard = 0; shard < SHARDS; shard++) {
      list(shard, (cid, offset) -> reader.chunk(cid, size(path(cid, 0))));
    }
  }

  private long size(Path path) throws StoreException {
    try (DiskFile file = disk.open(path, false)) {
      return file.size();
    } catch (IOException e) {
      throw DiskFailure.of("measure", path, e);
    }
  }

  /** Shows the name of every chunk held that begins with the byte {@code shard}, in byte order. */
  public void list(int shard, Names reader) throws StoreException {
    Path place = shard(shard);
    byte[] cid = new byte[NAME_BYTES];
    try {
      for (String rest : files(place)) {
        if (isName(rest)) {
          System.arraycopy(Hex.decode(shardName(shard) + rest), 0, cid, 0, NAME_BYTES);
          reader.chunk(cid, 0);
        }
      }
    } catch (IOException e) {
      throw DiskFailure.of("list the chunks in", place, e);
    }
  }

  /** Receives names alone. */
  public interface Names {
    /** The chunk named by the 32 bytes at {@code cid[offset]}, lent. */
    void chunk(byte[] cid, int offset) throws StoreException;
  }

  /** Chunks that were set aside because their bytes do not match their name. */
  public List<Path> damaged() throws StoreException {
    List<Path> found = new ArrayList<>();
    for (int shard = 0; shard < SHARDS; shard++) {
      Path place = shard(shard);
      try {
        for (String name : files(place)) {
          if (name.endsWith(DAMAGED)) {
            found.add(place.resolve(name));
          }
        }
      } catch (IOException e) {
        throw DiskFailure.of("list the chunks in", place, e);
      }
    }
    return found;
  }

  /**
   * Removes those set aside that are held again; durable after {@link #syncRemoved}.
   *
   * @return how many
   */
  public int removeReplaced() throws StoreException {
    int count = 0;
    for (Path path : damaged()) {
      String name = path.getFileName().toString();
      try {
        if (disk.exists(path.resolveSibling(name.substring(0, name.length() - DAMAGED.length())))) {
          disk.delete(path);
          thinned.set(Integer.parseInt(path.getParent().getFileName().toString(), 16));
          count++;
        }
      } catch (IOException e) {
        throw DiskFailure.of("remove", path, e);
      }
    }
    return count;
  }

  /** Gives a chunk that is not what it should be another name: it can be fetched again. */
  public void setAside(byte[] cid, int cidOffset) throws StoreException {
    Path path = path(cid, cidOffset);
    try {
      disk.rename(path, path.resolveSibling(path.getFileName() + DAMAGED));
      disk.syncDirectory(path.getParent());
    } catch (IOException e) {
      throw DiskFailure.of("set aside", path, e);
    }
    heldBytes = -1;
  }

  @Override
  public void remove(byte[] cid, int cidOffset) throws StoreException {
    Path path = path(cid, cidOffset);
    try {
      if (!disk.exists(path)) {
        return;
      }
      disk.delete(path);
    } catch (IOException e) {
      throw DiskFailure.of("remove", path, e);
    }
    thinned.set(cid[cidOffset] & 0xff);
    heldBytes = -1;
  }

  @Override
  public void syncRemoved() throws StoreException {
    for (int i = thinned.nextSetBit(0); i >= 0; i = thinned.nextSetBit(i + 1)) {
      Path place = shard(i);
      try {
        disk.syncDirectory(place);
      } catch (IOException e) {
        throw DiskFailure.of("sync", place, e);
      }
      thinned.clear(i);
    }
  }

  private List<String> files(Path place) throws IOException {
    return disk.exists(place) ? disk.list(place) : List.of();
  }

  private Path shard(int shard) {
    return directory.resolve(shardName(shard));
  }

  private static String shardName(int shard) {
    return Hex.encode(new byte[] {(byte) shard}, 0, 1);
  }

  private static boolean isName(String rest) {
    return rest.length() == 2 * NAME_BYTES - 2
        && rest.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
  }

  /** Bytes of all chunks held; the first call looks at every file, later ones at none. */
  public long heldBytes() throws StoreException {
    measure();
    return heldBytes;
  }

  /** Chunks held; as {@link #heldBytes}. */
  public int heldCount() throws StoreException {
    measure();
    return heldCount;
  }

  /** A chunk found here may be the work of a process that died before it synced the directory. */
  private void makeDurable(Path shardDirectory, int shard) throws IOException {
    if (!durable.get(shard)) {
      disk.syncDirectory(directory);
      disk.syncDirectory(shardDirectory);
      durable.set(shard);
    }
  }

  private void writeAndRename(Path path, byte[] source, int offset, int length) throws IOException {
    Path partial = directory.resolve(PARTIAL);
    Path made = partial;
    try {
      if (disk.exists(partial)) {
        disk.delete(partial);
      }
      try (DiskFile file = disk.open(partial, true)) {
        file.write(0, source, offset, length);
        file.sync();
      }
      disk.rename(partial, path);
      made = path;
      Path damaged = path.resolveSibling(path.getFileName() + DAMAGED);
      if (disk.exists(damaged)) {
        disk.delete(damaged);
      }
      disk.syncDirectory(path.getParent());
    } catch (IOException e) {
      try {
        disk.delete(made);
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  private void measure() throws StoreException {
    if (heldBytes >= 0) {
      return;
    }
    long[] sum = new long[2];
    names(
        (cid, bytes) -> {
          sum[0] += bytes;
          sum[1]++;
        });
    heldBytes = sum[0];
    heldCount = (int) sum[1];
  }

  /** Where the chunk named by the 32 bytes at {@code cid[offset]} lies, or would. */
  public Path path(byte[] cid, int offset) {
    String name = Hex.encode(cid, offset, NAME_BYTES);
    return directory.resolve(name.substring(0, 2)).resolve(name.substring(2));
  }
}
