package dev.latticenano.core.state;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.GenesisOp;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.UniversalOpView;
import dev.latticenano.core.state.AuthorityOp.Change;
import dev.latticenano.core.state.AuthorityOp.Kind;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * Who may write what in one store: a function of the witnessed set, whatever its order. Fed every
 * intention that may say so, it answers for any other, and says what each peer is now. Rules:
 * docs/members.md. Lies in tables, so a start reads no log.
 *
 * <p>A store whose id derives from its creator is <em>strict</em>: nobody may do anything that was
 * not granted. Elsewhere all may do all until they are revoked. Answering for an author in good
 * standing costs one question to the {@link Past} and allocates nothing. Not thread-safe.
 */
public final class Members {
  private final StoreId store;
  private final Past past;
  private final AuthorityOps ops;
  private final AuthorityRows rows;
  private final AuthorityReading reading = new AuthorityReading();
  private Judgement judgement;
  private long version;

  /**
   * The members of {@code store}, as {@code system} has them.
   *
   * @param system any keys and values; rows under {@code authority/} are this object's alone
   * @param local the same for what peers are not shown
   */
  public Members(StoreId store, Table system, Table local, Past past) throws StoreException {
    this.store = store;
    this.past = past;
    this.ops = new AuthorityOps(!store.isDerived());
    this.rows = new AuthorityRows(system, local);
    rows.load(ops, this::restore);
    judge();
  }

  private void restore(AuthorityOp op) {
    op.voidThen(voidIn(op));
    ops.add(op);
    judgement = null;
  }

  /** Forgets everything. */
  public void clear() throws StoreException {
    rows.clear();
    ops.clear();
    judge();
    version++;
  }

  /** True if nobody may do anything that was not granted. */
  public boolean isStrict() {
    return !ops.isOpen();
  }

  /** True if the store's beginning is known, or the store is open: then others can be judged. */
  public boolean isKnown() {
    return ops.isOpen() || !ops.all().isEmpty();
  }

  /**
   * Takes a witnessed intention. Every one is to be shown once, in witness order, whether it counts
   * or not, those above a fork among them; showing it again changes nothing.
   *
   * @param content checked, out of its envelope
   * @return OK if it says nothing of authority, or was written by right as far as its own past
   *     tells; else why it never counts
   */
  public Verdict learn(Hash hash, AuthorId author, Hlc timestamp, UniversalOpView content)
      throws StoreException {
    if (content.kind() == UniversalOpView.Kind.GENESIS) {
      return isBeginning(author, content)
          ? learn(hash, author, timestamp, Kind.GENESIS, beginning(author))
          : Verdict.OK;
    }
    return reading.read(content, author)
        ? learn(hash, author, timestamp, reading.kind(), reading.changes())
        : Verdict.OK;
  }

  private boolean isBeginning(AuthorId author, UniversalOpView genesis) {
    return !ops.isOpen()
        && StoreId.derive(Blake3.plain(), author, GenesisOp.of(genesis).nonce()).equals(store);
  }

  private static List<Change> beginning(AuthorId author) {
    return List.of(new Change(author, Standing.ACTIVE, Role.OWNER.number()));
  }

  private Verdict learn(Hash hash, AuthorId author, Hlc timestamp, Kind kind, List<Change> changes)
      throws StoreException {
    if (ops.find(hash) != null) {
      return Verdict.OK;
    }
    AuthorityOp op =
        new AuthorityOp(kind, hash, author, timestamp, changes, ops.newestIn(hash, past));
    op.voidThen(voidIn(op));
    Verdict verdict = ops.check(op);
    if (verdict == Verdict.OK) {
      rows.put(op);
      add(op);
    }
    return verdict;
  }

  /** What does not count in the past of {@code op}, judged by that past alone. */
  private BitSet voidIn(AuthorityOp op) {
    if (op.cites.isEmpty()) {
      return null;
    }
    // The only newest op of a past counts in it, and changes nothing for what it has seen.
    if (op.cites.size() == 1) {
      return op.cites.get(0).voidThen();
    }
    return ops.isBehindAll(op) && judgement != null
        ? judgement.voids()
        : new Judgement(ops, op.past()).voids();
  }

  private void add(AuthorityOp op) throws StoreException {
    boolean behindAll = ops.isBehindAll(op);
    ops.add(op);
    if (behindAll) {
      judgement.extend(op);
      for (Change change : op.changes) {
        ops.member(change.peer()).settle(judgement);
      }
    } else {
      Judgement before = judgement;
      judge();
      version += judgement.agrees(before, op.number()) ? 0 : 1;
    }
    if (judgement.counts(op)) {
      for (Change change : op.changes) {
        version += changesWhatWas(op, change.peer()) ? 1 : 0;
      }
    }
  }

  private boolean changesWhatWas(AuthorityOp op, AuthorId peer) throws StoreException {
    Member member = ops.member(peer);
    boolean least = member.always(Right.GOVERN);
    return !least && !past.holdsAllOf(peer, op.hash);
  }

  private void judge() {
    judgement = new Judgement(ops, null);
    for (Member member : ops.members()) {
      member.forget();
      member.settle(judgement);
    }
  }

  /** Shows every op that takes a right from a peer, whether it counts or not. */
  public void withdrawals(Withdrawals sink) throws StoreException {
    ops.withdrawals(sink);
  }

  /** Rises when an intention that counted may not count any more, or the other way round. */
  public long version() {
    return version;
  }

  /**
   * Whether a witnessed intention counts in state. All that its past holds has been learnt, and it
   * itself.
   *
   * @param intention its name
   * @param author who wrote it
   * @param right what it takes of its author: {@link Right#of}
   * @return OK, or why it does not count, by all that is known now
   */
  public Verdict judge(Hash intention, AuthorId author, Right right) throws StoreException {
    if (right == Right.GOVERN) {
      AuthorityOp op = ops.find(intention);
      return op == null
          ? Verdict.AUTHORITY_LACKING
          : judgement.counts(op) ? Verdict.OK : Verdict.AUTHORITY_OUTRANKED;
    }
    Member member = ops.member(author);
    if (member == null) {
      Verdict lacking = right == Right.MANAGE ? Verdict.AUTHORITY_LACKING : Verdict.MEMBER_UNKNOWN;
      return ops.isOpen() ? Verdict.OK : lacking;
    }
    if (right == Right.MANAGE) {
      return manages(intention, member);
    }
    if (member.always(right)) {
      return ops.isOpen() || holdsOneOf(member, intention) ? Verdict.OK : Verdict.MEMBER_UNKNOWN;
    }
    return hasSeenNewest(member, intention, right) ? Verdict.OK : bySeen(member, intention, right);
  }

  private boolean holdsOneOf(Member member, Hash intention) throws StoreException {
    BitSet first = member.first();
    for (int i = first.nextSetBit(0); i >= 0; i = first.nextSetBit(i + 1)) {
      if (past.holds(member.about(i).hash, intention)) {
        return true;
      }
    }
    return false;
  }

  private boolean hasSeenNewest(Member member, Hash intention, Right right) throws StoreException {
    BitSet newest = member.newest();
    for (int i = newest.nextSetBit(0); i >= 0; i = newest.nextSetBit(i + 1)) {
      if (!member.has(i, right) || !past.holds(member.about(i).hash, intention)) {
        return false;
      }
    }
    return !newest.isEmpty();
  }

  private Verdict bySeen(Member member, Hash intention, Right right) throws StoreException {
    BitSet counted = member.counted();
    List<AuthorityOp> seen = new ArrayList<>();
    boolean withdrawn = false;
    for (int i = counted.length() - 1; i >= 0; i = counted.previousSetBit(i - 1)) {
      AuthorityOp op = member.about(i);
      if (past.holds(op.hash, intention)) {
        boolean older = seen.stream().anyMatch(newer -> newer.holds(op));
        if (!older && !member.has(i, right)) {
          return Verdict.ROLE_LACKS_RIGHT;
        }
        seen.add(op);
      } else {
        withdrawn |= !member.has(i, right) && !past.holds(intention, op.hash);
      }
    }
    if (seen.isEmpty() && !ops.isOpen()) {
      return Verdict.MEMBER_UNKNOWN;
    }
    return withdrawn ? Verdict.RIGHT_WITHDRAWN : Verdict.OK;
  }

  private Verdict manages(Hash intention, Member author) throws StoreException {
    if (author.takes.isEmpty()) {
      return ops.isOpen() || holdsGift(author, intention) ? Verdict.OK : Verdict.AUTHORITY_LACKING;
    }
    AuthorityOp op =
        new AuthorityOp(
            Kind.OWNER, intention, author.key, Hlc.ZERO, List.of(), ops.newestIn(intention, past));
    op.voidThen(voidIn(op));
    for (AuthorityOp take : author.takes) {
      if (!op.holds(take) && past.holds(intention, take.hash)) {
        op.heldBy(take);
      }
    }
    if (judgement.wouldCount(op)) {
      return Verdict.OK;
    }
    return ops.isOwner(op) ? Verdict.AUTHORITY_OUTRANKED : Verdict.AUTHORITY_LACKING;
  }

  private boolean holdsGift(Member author, Hash intention) throws StoreException {
    for (AuthorityOp give : author.gives) {
      if (judgement.counts(give) && past.holds(give.hash, intention)) {
        return true;
      }
    }
    return false;
  }

  /** What {@code author} is now; null if nothing that counts was said of it. */
  public Standing standing(AuthorId author) {
    Member member = ops.member(author);
    return member == null ? null : member.standing();
  }

  /** Everybody something that counts was said of, in the order of their keys. */
  public List<AuthorId> peers() {
    List<AuthorId> peers = new ArrayList<>();
    for (Member member : ops.members()) {
      if (!member.newest().isEmpty()) {
        peers.add(member.key);
      }
    }
    peers.sort(Comparator.naturalOrder());
    return peers;
  }

  /** Those whose acks count for the frontier, in the order of their keys. */
  public List<AuthorId> voters() {
    List<AuthorId> voters = peers();
    voters.removeIf(peer -> !standing(peer).votes());
    return voters;
  }

  /** Owners that are active or dormant, in the order of their keys. */
  public List<AuthorId> owners() {
    List<AuthorId> owners = peers();
    owners.removeIf(peer -> !standing(peer).isMember() || standing(peer).role() != Role.OWNER);
    return owners;
  }

  /**
   * The newest ops about {@code author} that count: what its next intention cites, unless its tip
   * has them in its past.
   */
  public List<Hash> newest(AuthorId author) {
    List<Hash> newest = new ArrayList<>();
    Member member = ops.member(author);
    if (member != null) {
      member.newest().stream().forEach(i -> newest.add(member.about(i).hash));
    }
    return newest;
  }

  /**
   * How many grants an authority op's right is away from the creator: the less, the better its
   * rank, then the lesser key; -1 if it does not count or has no rank.
   */
  public int depth(Hash op) {
    AuthorityOp found = ops.find(op);
    boolean ranked = found != null && found.kind == Kind.OWNER && judgement.counts(found);
    return ranked ? judgement.depth(found) : -1;
  }

  /**
   * How {@code author}, who is kept out, left; empty if others keep it out. Peers are shown this
   * all the same.
   */
  public List<Hash> leaves(AuthorId author) {
    List<Hash> leaves = new ArrayList<>();
    Member member = ops.member(author);
    if (member != null) {
      member.leaves().forEach(op -> leaves.add(op.hash));
    }
    return leaves;
  }

  /** Keeps the ops that peers are shown, and the rest, where each belongs. None of those counts. */
  public void keepApart(Showing showing) throws StoreException {
    for (AuthorityOp op : ops.all()) {
      boolean asked = op.isHidden() || admits(op.author) != Verdict.OK;
      boolean hides = asked && !showing.isShown(op.hash);
      if (hides != op.isHidden()) {
        op.hide(hides);
        rows.put(op);
      }
    }
  }

  /** Tells which intentions peers are shown. */
  public interface Showing {
    /** True if the witnessed intention {@code op} is shown. */
    boolean isShown(Hash op) throws StoreException;
  }

  /** Number of authority ops kept; rises with each. */
  public int count() {
    return ops.all().size();
  }

  /** True if {@code author}, whose newest is {@code tip} or null, may revoke unheard, and count. */
  public boolean mayRevoke(AuthorId author, Hash tip) throws StoreException {
    BitSet seen = new BitSet();
    for (AuthorityOp take : ops.member(author).takes) {
      seen.set(take.number(), tip != null && past.holds(take.hash, tip));
    }
    return judgement.mayGovern(ops.member(author), seen);
  }

  /**
   * Whether new intentions of {@code author} are let in: OK, {@code AUTHOR_UNKNOWN} or {@code
   * AUTHOR_REVOKED}. Of somebody revoked nothing is new that whoever revoked it had seen. One whose
   * word might still overrule that is let in.
   */
  public Verdict admits(AuthorId author) {
    if (!isKnown()) {
      return Verdict.OK;
    }
    Member member = ops.member(author);
    if (member == null || member.newest().isEmpty()) {
      return ops.isOpen() ? Verdict.OK : Verdict.AUTHOR_UNKNOWN;
    }
    if (member.hasNow(Right.ACK) || judgement.mayGovern(member)) {
      return Verdict.OK;
    }
    return member.ever(Right.ACK) ? Verdict.AUTHOR_REVOKED : Verdict.AUTHOR_UNKNOWN;
  }
}
