package dev.latticenano.core;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.Gate;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.state.Members;
import dev.latticenano.core.store.StoreException;

/**
 * Where a store's members meet its graph: keeps out whom they keep out, and hides what such authors
 * left here (docs/members.md, the way in). Whoever makes one makes it the gate of the DAG.
 */
public final class Admission implements Gate {
  private final Dag dag;
  private final Members members;
  private final Learning learning;
  private final byte[] name = new byte[Hash.BYTES];
  private int membersSeen = -1;
  private int authorsSeen = -1;
  private long versionSeen = -1;
  private long hiddenSeen = -1;

  /** Lets members learn what has been witnessed since. */
  public interface Learning {
    /** Whatever is witnessed by now has been shown to the members, and {@link #settle} called. */
    void catchUp() throws StoreException;
  }

  /**
   * The way into {@code dag}.
   *
   * @param learning asked before anybody is kept out: what lets it in may have just come
   */
  public Admission(Dag dag, Members members, Learning learning) {
    this.dag = dag;
    this.members = members;
    this.learning = learning;
  }

  @Override
  public Verdict admits(byte[] bytes, int authorOffset) throws StoreException {
    AuthorId author = AuthorId.of(bytes, authorOffset);
    if (members.admits(author) == Verdict.OK) {
      return Verdict.OK;
    }
    learning.catchUp();
    return members.admits(author);
  }

  /** Hides what is to be hidden now; called when members have learnt all that is witnessed. */
  public void settle() throws StoreException {
    boolean same =
        membersSeen == members.count()
            && versionSeen == members.version()
            && authorsSeen == dag.authorCount()
            && hiddenSeen == dag.shown().hiddenCount();
    if (same) {
      return;
    }
    membersSeen = members.count();
    versionSeen = members.version();
    authorsSeen = dag.authorCount();
    IntList barred = new IntList();
    IntList allowed = new IntList();
    for (int author = 0; author < authorsSeen; author++) {
      dag.copyAuthorKey(author, name, 0);
      AuthorId key = AuthorId.of(name, 0);
      if (members.admits(key) != Verdict.OK) {
        barred.add(author);
        for (Hash op : members.leaves(key)) {
          op.write(name, 0);
          int row = dag.find(name, 0);
          if (row != Dag.NONE) {
            allowed.add(row);
          }
        }
      }
    }
    dag.shown().bar(barred, allowed);
    hiddenSeen = dag.shown().hiddenCount();
    members.keepApart(this::isShown);
  }

  private boolean isShown(Hash op) throws StoreException {
    op.write(name, 0);
    int row = dag.find(name, 0);
    return row == Dag.NONE || dag.shown().contains(row);
  }
}
