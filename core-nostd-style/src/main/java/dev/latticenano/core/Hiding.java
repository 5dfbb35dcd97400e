package dev.latticenano.core;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.state.Members;
import dev.latticenano.core.store.StoreException;

/**
 * Hides from peers what authors left here whom a store's members keep out, so that nodes agree
 * whichever learnt of it first (docs/members.md, hidden).
 */
public final class Hiding {
  private final Dag dag;
  private final Members members;
  private final byte[] name = new byte[Hash.BYTES];
  private int membersSeen = -1;
  private int authorsSeen = -1;
  private long versionSeen = -1;
  private long hiddenSeen = -1;

  /** Of the intentions of {@code dag}, by what {@code members} say. */
  public Hiding(Dag dag, Members members) {
    this.dag = dag;
    this.members = members;
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
        for (Hash leave : members.leaves(key)) {
          int row = row(leave);
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
    int row = row(op);
    return row == Dag.NONE || dag.shown().contains(row);
  }

  private int row(Hash op) throws StoreException {
    op.write(name, 0);
    return dag.find(name, 0);
  }
}
