package dev.latticenano.edge.files;

import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Entropy;
import dev.latticenano.core.intention.EpochId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.state.ChunkTreeWriter;
import dev.latticenano.core.state.ContentCipher;
import dev.latticenano.core.state.DirEntryWriter;
import dev.latticenano.core.state.FileEntry;
import dev.latticenano.core.state.FileKey;
import dev.latticenano.core.store.ChunkStore;
import dev.latticenano.core.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.function.IntConsumer;

/**
 * Keeps the content of real files as chunks, one file after the other: sealed in a sealed store,
 * under the key of the version before unless that is of another epoch. Holds one chunk of each
 * level, however large a file is. What is there already is written once.
 */
final class ContentKeeper {
  private static final int READ_BYTES = 65_536;

  private final ChunkStore chunks;
  private final EpochId epoch;
  private final Entropy entropy;
  private final IntConsumer progress;
  private final Blake3 names = Blake3.plain();
  private final Blake3 digests = Blake3.plain();
  private final ContentCipher cipher = new ContentCipher();
  private final byte[] buffer = new byte[READ_BYTES];
  private boolean same;

  /**
   * A keeper for one store.
   *
   * @param epoch under which the store is sealed now; null for a clear store
   * @param progress is told of bytes read
   */
  ContentKeeper(ChunkStore chunks, EpochId epoch, Entropy entropy, IntConsumer progress) {
    this.chunks = chunks;
    this.epoch = epoch;
    this.entropy = entropy;
    this.progress = progress;
  }

  /**
   * Keeps the content of {@code source} and sets it in {@code entry}.
   *
   * @param size its bytes: more than it has are passed over, for a file that grows has no end
   * @param shown what stands at its path; null for nothing
   * @return false if the file has become longer
   */
  boolean keep(Path source, long size, FileEntry shown, DirEntryWriter entry)
      throws IOException, StoreException {
    boolean chunked = shown != null && shown.cid() != null;
    FileKey before = chunked ? shown.key() : null;
    same = false;
    if (epoch == null) {
      return cut(source, size, null, shown, entry);
    }
    FileKey key = FileKey.next(before, epoch, entropy);
    // New content never goes under a key of another epoch, but content that stays is as good there.
    if (before != null && before != key && shown.size() == size && isContent(source, shown)) {
      key = before;
      if (Holdings.isWhole(shown, chunks)) {
        entry.contentOf(shown);
        same = true;
        return true;
      }
    }
    return cut(source, size, key, shown, entry);
  }

  /** True if the file kept last has the content that was shown, and it is sealed as it should. */
  boolean isSame() {
    return same;
  }

  private boolean isContent(Path source, FileEntry shown) throws IOException {
    return Digests.of(source, digests).equals(shown.digest());
  }

  private boolean cut(Path source, long size, FileKey key, FileEntry shown, DirEntryWriter entry)
      throws IOException, StoreException {
    if (key != null) {
      cipher.key(key);
    }
    ChunkTreeWriter tree =
        key == null ? new ChunkTreeWriter(names) : new ChunkTreeWriter(cipher, names);
    digests.reset();
    try (InputStream in = Files.newInputStream(source, LinkOption.NOFOLLOW_LINKS)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (tree.size() + read > size) {
          return false;
        }
        if (key != null) {
          digests.update(buffer, 0, read);
        }
        feed(tree, read);
        progress.accept(read);
      }
    }
    if (tree.size() < size) {
      return false;
    }
    tree.finish();
    keep(tree);
    entry.chunked(tree.root(), tree.size(), tree.levels());
    if (key != null) {
      entry.sealed(key, Digests.result(digests));
    }
    same = isShown(tree.root(), key, shown);
    return true;
  }

  private static boolean isShown(Hash root, FileKey key, FileEntry shown) {
    return shown != null && root.equals(shown.cid()) && (key == null) == (shown.key() == null);
  }

  private void feed(ChunkTreeWriter tree, int length) throws StoreException {
    int at = 0;
    while (at < length) {
      at += tree.feed(buffer, at, length - at);
      keep(tree);
    }
  }

  private void keep(ChunkTreeWriter tree) throws StoreException {
    while (tree.ready()) {
      chunks.write(tree.name(), 0, tree.chunk(), 0, tree.chunkBytes());
      tree.taken();
    }
  }
}
