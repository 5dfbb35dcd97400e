package dev.latticenano.core;

import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.UniversalOpView;
import dev.latticenano.core.state.Applied;
import dev.latticenano.core.state.Members;
import dev.latticenano.core.state.Past;
import dev.latticenano.core.state.Right;
import dev.latticenano.core.state.Standing;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * Who may write what in one store, as projection asks it and as the author of this node is bound by
 * it. Remembers whether what was projected was judged by all that is known now.
 */
final class Authority {
  private static final int REVOKED = 4;

  private final Dag dag;
  private final Members members;
  private final Hiding hiding;
  private final byte[] key = new byte[AuthorId.BYTES];
  private List<AuthorId> voters = List.of();
  private long judged;
  private long changes;
  private long votersAt = -1;
  private int authorsAt;
  private boolean unmet;

  /** What {@code system}, and of hidden intentions {@code local}, say of a store's members. */
  Authority(StoreId store, Table system, Table local, Dag dag, Past past) throws StoreException {
    this.dag = dag;
    this.members = new Members(store, system, local, past);
    this.hiding = new Hiding(dag, members);
  }

  Members members() {
    return members;
  }

  /** Whether the intention read last counts: OK, or why not. */
  Verdict judge(Applied intention, UniversalOpView ops) throws StoreException {
    AuthorId author = intention.author();
    Right right = Right.of(ops, author);
    changes += right == Right.GOVERN || ops.kind() == UniversalOpView.Kind.GENESIS ? 1 : 0;
    Verdict verdict = members.learn(intention.hash(), author, intention.timestamp(), ops);
    return verdict == Verdict.OK ? members.judge(intention.hash(), author, right) : verdict;
  }

  /** As above, of ops that nobody can read: they are held to what writing takes. */
  Verdict judgeUnread(Applied intention) throws StoreException {
    return members.judge(intention.hash(), intention.author(), Right.WRITE);
  }

  /** Rises whenever something was learnt of members. */
  long changes() {
    return changes;
  }

  /** True if something that was judged may be judged otherwise now. */
  boolean isOutdated() {
    return members.version() != judged;
  }

  /** All that follows is judged by what is known now. */
  void begin() {
    judged = members.version();
  }

  /** Tells the DAG who votes on forks, if others do than before, or one of them was met since. */
  void tellVoters() throws StoreException {
    boolean meets = unmet && authorsAt != dag.authorCount();
    if (!members.isStrict() || votersAt == changes && !meets) {
      return;
    }
    votersAt = changes;
    authorsAt = dag.authorCount();
    List<AuthorId> now = members.voters();
    if (now.equals(voters) && !meets) {
      return;
    }
    voters = List.copyOf(now);
    unmet = false;
    IntList numbers = new IntList();
    for (AuthorId voter : voters) {
      voter.write(key, 0);
      int number = dag.findAuthor(key, 0);
      unmet |= number == Dag.NONE;
      numbers.add(number);
    }
    dag.voters(numbers);
  }

  /** All that is witnessed has been judged: hides from peers what is to be hidden. */
  void hide() throws StoreException {
    hiding.settle();
  }

  /** True if {@code peer} was thrown out, or left. */
  boolean isRevoked(AuthorId peer) {
    Standing standing = members.standing(peer);
    return standing != null && standing.status() == REVOKED;
  }

  /** Whether {@code self} may write what takes {@code right} now: OK, or why not. */
  Verdict allows(AuthorId self, Right right) {
    Standing standing = members.standing(self);
    if (standing == null) {
      return members.isStrict() ? Verdict.MEMBER_UNKNOWN : Verdict.OK;
    }
    if (!members.isStrict()) {
      return standing.status() == REVOKED ? Verdict.ROLE_LACKS_RIGHT : Verdict.OK;
    }
    boolean has = standing.isMember() && standing.role().has(right);
    return has ? Verdict.OK : Verdict.ROLE_LACKS_RIGHT;
  }

  /**
   * The newest ops about {@code self} that its tip has not seen: its next intention cites them, or
   * it would be written beside them.
   *
   * @param tip the row of the tip, or {@link Dag#NONE}
   */
  List<Hash> unseen(AuthorId self, int tip) throws StoreException {
    List<Hash> unseen = new ArrayList<>();
    for (Hash hash : members.newest(self)) {
      hash.write(key, 0);
      int row = dag.find(key, 0);
      if (row != Dag.NONE && (tip == Dag.NONE || !dag.isAncestor(row, tip))) {
        unseen.add(hash);
      }
    }
    return unseen;
  }
}
