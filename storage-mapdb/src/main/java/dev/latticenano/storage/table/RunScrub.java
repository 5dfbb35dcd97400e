package dev.latticenano.storage.table;

import dev.latticenano.core.store.StoreException;
import java.util.List;

/**
 * Reads runs again and again, a few blocks at a time, to find out whether the disk still has them.
 */
final class RunScrub {
  private final byte[] buffer = new byte[FlatBlock.BYTES];
  // The run being read, or the least id that may come next.
  private int id;
  private long block;

  /**
   * Checks about {@code budgetBytes} more of these runs, in the order of their ids.
   *
   * @return bytes read, or 0 if the last run is done; then the next call begins with the first
   * @throws StoreException CORRUPT if something is damaged
   */
  long step(List<Run> runs, int budgetBytes) throws StoreException {
    long read = 0;
    while (read < budgetBytes) {
      Run run = next(runs);
      if (run == null) {
        id = read == 0 ? 0 : id;
        return read;
      }
      RunFooter footer = run.source().footer();
      if (footer.id() != id) {
        id = footer.id();
        block = 0;
      }
      if (block == footer.blocks()) {
        run.source().verifyEnds();
        read += footer.fileBytes() - block * FlatBlock.BYTES;
        id++;
        block = 0;
        continue;
      }
      long count = Math.min(1 + (budgetBytes - read) / FlatBlock.BYTES, footer.blocks() - block);
      run.source().verifyBlocks(block, count, buffer);
      block += count;
      read += count * FlatBlock.BYTES;
    }
    return read;
  }

  private Run next(List<Run> runs) {
    Run next = null;
    for (Run run : runs) {
      int candidate = run.source().footer().id();
      if (candidate >= id && (next == null || candidate < next.source().footer().id())) {
        next = run;
      }
    }
    return next;
  }
}
