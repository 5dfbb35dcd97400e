package dev.latticenano.core.state;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.state.ChunkTreeReader.Step;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the chunks that a files store needs and a host lacks: those of every head, conflict copies
 * included. What lies below a node that is not held becomes known when the node arrives, so the
 * walk is repeated until it finds nothing. Warm: it remembers the names it showed.
 */
public final class WantedChunks {
  private final ChunkTreeReader tree = new ChunkTreeReader();
  private final ChunkRoom node = new ChunkRoom();

  /** Receives what a walk finds. */
  public interface Reader {
    /** A chunk that is needed and not held, each name once a walk. Return false to stop. */
    boolean wanted(Hash name, int chunkBytes);

    /**
     * The content of {@code root} breaks a rule: what lies below the bad node is not wanted. Return
     * false to stop.
     */
    boolean broken(Hash root, Verdict verdict);
  }

  /** Walks the content of all heads in {@code files}; returns true if it was not stopped. */
  public <E extends Exception> boolean walk(FileState files, Chunks<E> chunks, Reader reader)
      throws E, StoreException {
    boolean whole = walkAll(files, chunks, reader);
    node.giveBack();
    return whole;
  }

  private <E extends Exception> boolean walkAll(FileState files, Chunks<E> chunks, Reader reader)
      throws E, StoreException {
    Set<Hash> shown = new HashSet<>();
    Set<Hash> roots = new HashSet<>();
    DirEntryView entry = new DirEntryView();
    List<Head> heads = new ArrayList<>();
    byte[] from = {};
    while (from != null) {
      heads.clear();
      from = files.headsFrom(from, FileState.HEADS_A_PAGE, heads);
      for (Head head : heads) {
        entry.wrap(head.array(), 0, head.array().length).check();
        if (!entry.directory()
            && entry.chunked()
            && roots.add(Hash.of(entry.bytes(), entry.cidOffset()))
            && !walk(entry, chunks, reader, shown)) {
          return false;
        }
      }
    }
    return true;
  }

  private <E extends Exception> boolean walk(
      DirEntryView entry, Chunks<E> chunks, Reader reader, Set<Hash> shown) throws E {
    Hash root = Hash.of(entry.bytes(), entry.cidOffset());
    Verdict verdict = tree.wrap(entry);
    if (verdict != Verdict.OK) {
      throw new AssertionError("a checked entry has " + verdict);
    }
    for (Step step = tree.next(); step != Step.DONE; step = tree.next()) {
      boolean held = chunks.holds(tree.nameArray(), tree.nameOffset());
      if (held && step == Step.NODE) {
        byte[] names = node.bytes();
        int length = chunks.read(tree.nameArray(), tree.nameOffset(), names);
        held = length >= 0;
        verdict = held ? tree.supply(names, 0, length) : Verdict.OK;
        if (verdict != Verdict.OK && !reader.broken(root, verdict)) {
          return false;
        }
      }
      if (!held && shown.add(tree.name()) && !reader.wanted(tree.name(), tree.chunkBytes())) {
        return false;
      }
    }
    return true;
  }
}
