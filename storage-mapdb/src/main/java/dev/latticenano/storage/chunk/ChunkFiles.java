package dev.latticenano.storage.chunk;

import dev.latticenano.core.Limits;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.store.ChunkStore;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.storage.disk.DiskFailure;
import dev.latticenano.storage.disk.DiskFile;
import dev.latticenano.storage.disk.FileDisk;
import dev.latticenano.storage.disk.ShardedDisk;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Chunks as files named by their hash: {@code ab/} holds those whose name begins with the byte ab,
 * each under its other 62 hex digits (docs/storage.md §8). A chunk is written to {@code partial},
 * synced and renamed, so a name never shows half a chunk. Holds at most one chunk in memory, the
 * caller's.
 */
public final class ChunkFiles implements ChunkStore {
  private static final int NAME_BYTES = 32;
  private static final String PARTIAL = "partial";
  private static final String DAMAGED = ".damaged";

  private final ShardedDisk disk;
  private final Path directory;
  private final Blake3 blake3 = Blake3.plain();
  private final byte[] digest = new byte[NAME_BYTES];

  /** Shards whose names are known to be durable since opening. */
  private final BitSet durable = new BitSet(256);

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

  static ChunkFiles open(ShardedDisk disk, Path directory) throws StoreException {
    try {
      if (disk.list(directory).contains(PARTIAL)) {
        disk.delete(directory.resolve(PARTIAL));
      }
    } catch (IOException e) {
      throw DiskFailure.of("open the chunks in", directory, e);
    }
    return new ChunkFiles(disk, directory);
  }

  @Override
  public boolean holds(byte[] cid, int offset) throws StoreException {
    Path path = path(cid, offset);
    try {
      return disk.exists(path);
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
        disk.rename(path, path.resolveSibling(path.getFileName() + DAMAGED));
        heldBytes = -1;
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
    long bytes = 0;
    int count = 0;
    try {
      for (String shard : disk.list(directory)) {
        if (shard.length() != 2) {
          continue;
        }
        try (DirectoryStream<Path> chunks = Files.newDirectoryStream(directory.resolve(shard))) {
          for (Path chunk : chunks) {
            if (!chunk.toString().endsWith(DAMAGED)) {
              bytes += Files.size(chunk);
              count++;
            }
          }
        }
      }
    } catch (IOException e) {
      throw DiskFailure.of("count the chunks in", directory, e);
    }
    heldBytes = bytes;
    heldCount = count;
  }

  private Path path(byte[] cid, int offset) {
    String name = Hex.encode(cid, offset, NAME_BYTES);
    return directory.resolve(name.substring(0, 2)).resolve(name.substring(2));
  }
}
