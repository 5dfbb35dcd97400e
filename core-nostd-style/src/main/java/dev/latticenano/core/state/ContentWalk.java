package dev.latticenano.core.state;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.KvPayloadView;
import dev.latticenano.core.state.ChunkTreeReader.Step;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.List;

/**
 * Names every chunk that directory entries refer to: those of a state, or those of an op whether it
 * counts or not. What lies below a node that is not held, or breaks a rule, is not known. Reusable;
 * holds one chunk while it walks, and no content.
 */
public final class ContentWalk {
  private final ChunkTreeReader tree = new ChunkTreeReader();
  private final ChunkRoom node = new ChunkRoom();
  private final KvPayloadView payload = new KvPayloadView();
  private final DirEntryView entry = new DirEntryView();

  /** Receives what a walk finds: a tree's root first, each node before what lies below it. */
  public interface Visitor<E extends Exception> {
    /** The content of one entry follows, with {@code levels} levels of nodes. */
    void content(int levels) throws E;

    /**
     * A chunk named by the 32 bytes at {@code name[offset]}, lent for the call.
     *
     * @param level 0 for content, 1 or 2 for names
     */
    void chunk(byte[] name, int offset, int level) throws E;

    /** What lies below the chunk shown last is not known: it is not held, or breaks a rule. */
    void unknown() throws E;
  }

  /** Which heads a walk is about. */
  public interface Filter {
    /** False to pass over the content of {@code head}. */
    boolean takes(Head head) throws StoreException;
  }

  /** Walks the content of every head in {@code files}, conflict copies included. */
  public <E extends Exception> void walk(FileState files, Chunks<E> chunks, Visitor<E> visitor)
      throws E, StoreException {
    walk(files, head -> true, chunks, visitor);
  }

  /** As above, of the heads that {@code filter} takes. */
  public <E extends Exception> void walk(
      FileState files, Filter filter, Chunks<E> chunks, Visitor<E> visitor)
      throws E, StoreException {
    List<Head> heads = new ArrayList<>();
    byte[] from = {};
    while (from != null) {
      heads.clear();
      from = files.headsFrom(from, FileState.HEADS_A_PAGE, heads);
      for (Head head : heads) {
        if (filter.takes(head)) {
          walkEntry(head.array(), 0, head.array().length, chunks, visitor);
        }
      }
    }
    node.giveBack();
  }

  /** Walks the content of every entry that an op puts; an op of another kind has none. */
  public <E extends Exception> void walk(
      byte[] op, int offset, int length, Chunks<E> chunks, Visitor<E> visitor) throws E {
    if (payload.wrap(op, offset, length).check() != Verdict.OK) {
      return;
    }
    while (payload.next()) {
      if (payload.kind() == KvPayloadView.Kind.PUT) {
        int from = payload.valueOffset();
        walkEntry(payload.bytes(), from, payload.valueLength(), chunks, visitor);
      }
    }
    node.giveBack();
  }

  private <E extends Exception> void walkEntry(
      byte[] bytes, int offset, int length, Chunks<E> chunks, Visitor<E> visitor) throws E {
    boolean sound = entry.wrap(bytes, offset, length).check() == Verdict.OK;
    if (!sound || entry.directory() || !entry.chunked()) {
      return;
    }
    Verdict shape = tree.wrap(entry);
    if (shape != Verdict.OK) {
      throw new AssertionError("a checked entry has " + shape);
    }
    visitor.content(entry.levels());
    for (Step step = tree.next(); step != Step.DONE; step = tree.next()) {
      visitor.chunk(tree.nameArray(), tree.nameOffset(), tree.level());
      if (step == Step.NODE && !enter(chunks)) {
        visitor.unknown();
      }
    }
  }

  private <E extends Exception> boolean enter(Chunks<E> chunks) throws E {
    byte[] names = node.bytes();
    int length = chunks.read(tree.nameArray(), tree.nameOffset(), names);
    return length >= 0 && tree.supply(names, 0, length) == Verdict.OK;
  }
}
