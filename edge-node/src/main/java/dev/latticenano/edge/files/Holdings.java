package dev.latticenano.edge.files;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.ChunkTreeReader;
import dev.latticenano.core.state.ChunkTreeReader.Step;
import dev.latticenano.core.state.FileEntry;
import dev.latticenano.core.store.ChunkStore;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;

/**
 * What this device holds of a files store.
 *
 * @param files files shown
 * @param bytes their content
 * @param whole files whose every chunk is here
 * @param conflicts conflict copies among them
 */
public record Holdings(long files, long bytes, long whole, long conflicts) {
  /** Counts, by the chunks' names; content is not read. */
  public static Holdings of(NodeHome home, StoreId store) throws Failure, StoreException {
    Count count = new Count(home.chunks());
    home.files(store)
        .list(
            null,
            true,
            entry -> {
              count.add(entry);
              return true;
            });
    return new Holdings(count.files, count.bytes, count.whole, count.conflicts);
  }

  /** True if every chunk of {@code entry} is in {@code chunks}; they are not read. */
  static boolean isWhole(FileEntry entry, ChunkStore chunks) throws StoreException {
    return new Count(chunks).isWhole(entry);
  }

  private static final class Count {
    private final SoundChunks chunks;
    private final ChunkTreeReader tree = new ChunkTreeReader();
    private final byte[] node = new byte[Limits.CHUNK_BYTES_MAX];
    private long files;
    private long bytes;
    private long whole;
    private long conflicts;

    Count(ChunkStore chunks) {
      this.chunks = new SoundChunks(chunks);
    }

    void add(FileEntry entry) throws StoreException {
      if (entry.directory()) {
        return;
      }
      files++;
      bytes += entry.size();
      conflicts += entry.conflictCopy() ? 1 : 0;
      whole += isWhole(entry) ? 1 : 0;
    }

    private boolean isWhole(FileEntry entry) throws StoreException {
      if (entry.cid() == null) {
        return true;
      }
      if (tree.wrap(entry) != Verdict.OK) {
        return false;
      }
      for (Step step = tree.next(); step != Step.DONE; step = tree.next()) {
        if (step == Step.LEAF) {
          if (!chunks.holds(tree.nameArray(), tree.nameOffset())) {
            return false;
          }
        } else {
          int length = chunks.read(tree.nameArray(), tree.nameOffset(), node);
          if (length < 0 || tree.supply(node, 0, length) != Verdict.OK) {
            return false;
          }
        }
      }
      return true;
    }
  }
}
