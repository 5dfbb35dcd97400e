package dev.latticenano.core.state;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.GenesisOp;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.SystemOpWriter;
import dev.latticenano.core.intention.UniversalOpView;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.VariableRows;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A history of one store that a test tells: who wrote what, having seen what. */
final class Saga implements Past {
  /** One intention, and the numbers of all in its past. */
  static final class Written {
    final int number;
    final AuthorId author;
    final Hash hash;
    final Hlc timestamp;
    final byte[] ops;
    final BitSet past;

    Written(int number, AuthorId author, Hlc timestamp, byte[] ops, BitSet past) {
      this.number = number;
      this.author = author;
      this.timestamp = timestamp;
      this.ops = ops;
      this.past = past;
      this.hash = hash(number);
    }

    /** Checked. */
    UniversalOpView view() {
      UniversalOpView view = new UniversalOpView().wrap(ops, 0, ops.length);
      if (view.check() != Verdict.OK) {
        throw new AssertionError("ops do not decode");
      }
      return view;
    }

    Right right() {
      return Right.of(view(), author);
    }

    boolean holds(Written other) {
      return past.get(other.number);
    }
  }

  static final AuthorId CREATOR = author(50);
  static final StoreId STRICT = StoreId.derive(Blake3.plain(), CREATOR, 7);
  static final StoreId OPEN = StoreId.parse("aaaaaaaa-aaaa-4aaa-aaaa-aaaaaaaaaaaa");

  final StoreId store;
  final List<Written> all = new ArrayList<>();
  private final Map<Hash, Written> byHash = new HashMap<>();
  private final Map<AuthorId, Written> tips = new TreeMap<>();

  Saga(StoreId store) {
    this.store = store;
  }

  /** The author of a rank among keys. */
  static AuthorId author(int key) {
    return new AuthorId((long) key << 56, 0, 0, key);
  }

  /** Everybody of whom random histories tell. */
  static List<AuthorId> people() {
    List<AuthorId> people = new ArrayList<>(List.of(CREATOR));
    for (int key = 20; key < 200; key += 15) {
      people.add(author(key));
    }
    return people;
  }

  /** Names that are not in the order of writing. */
  private static Hash hash(int number) {
    byte[] bytes = new byte[36];
    LittleEndian.putInt(bytes, 0, number);
    byte[] out = new byte[32];
    Blake3.plain().hash(bytes, 0, 4, out, 0);
    return Hash.of(out, 0);
  }

  /** {@code author} writes {@code ops} on its tip, having seen {@code seen}, too. */
  Written write(AuthorId author, byte[] ops, Written... seen) {
    return writeOn(tips.get(author), author, ops, seen);
  }

  /** As {@link #write}, on an intention that need not be the tip. */
  Written writeOn(Written prev, AuthorId author, byte[] ops, Written... seen) {
    BitSet past = new BitSet();
    if (prev != null) {
      past.or(prev.past);
      past.set(prev.number);
    }
    for (Written each : seen) {
      past.or(each.past);
      past.set(each.number);
    }
    int number = all.size();
    Written written = new Written(number, author, new Hlc(1000 + number % 7, number), ops, past);
    all.add(written);
    byHash.put(written.hash, written);
    tips.put(author, written);
    return written;
  }

  /** {@code author} writes {@code ops}, having seen everything. */
  Written writeBehindAll(AuthorId author, byte[] ops) {
    return write(author, ops, tips.values().toArray(new Written[0]));
  }

  /** As if the last intention, written on {@code prev}, had never been. */
  void unwrite(Written prev) {
    Written last = all.remove(all.size() - 1);
    byHash.remove(last.hash);
    tips.remove(last.author);
    if (prev != null) {
      tips.put(last.author, prev);
    }
  }

  Written tip(AuthorId author) {
    return tips.get(author);
  }

  List<Written> tips() {
    return new ArrayList<>(tips.values());
  }

  /** The creator's first. */
  Written begin() {
    return write(CREATOR, new GenesisOp("core:kvstore", 7).toOps());
  }

  static byte[] data() {
    return bytes(new UniversalOpWriter().appData(new byte[] {1}, 0, 1));
  }

  static byte[] ack() {
    return new byte[0];
  }

  static byte[] epoch() {
    return bytes(new UniversalOpWriter().epochChange(new byte[0], 0, 0));
  }

  static byte[] invite() {
    return system(SystemOpWriter.inviteStatus(new Hash(1, 2, 3, 4), 1));
  }

  static byte[] is(AuthorId peer, int status, Role role) {
    return system(
        SystemOpWriter.batch(
            List.of(
                SystemOpWriter.peerStatus(peer, status),
                SystemOpWriter.peerRole(peer, role.number()))));
  }

  static byte[] grant(AuthorId peer, Role role) {
    return is(peer, Standing.ACTIVE, role);
  }

  static byte[] revoke(AuthorId peer) {
    return system(SystemOpWriter.peerStatus(peer, Standing.REVOKED));
  }

  static byte[] system(byte[] op) {
    return bytes(new UniversalOpWriter().system(op, 0, op.length));
  }

  private static byte[] bytes(UniversalOpWriter writer) {
    byte[] out = new byte[writer.length()];
    writer.write(out, 0, out.length);
    return out;
  }

  /** The past as somebody sees it who has been given only {@code here}. */
  Past knowing(BitSet here) {
    return new Past() {
      @Override
      public boolean holds(Hash past, Hash of) {
        check(past);
        check(of);
        return Saga.this.holds(past, of);
      }

      @Override
      public boolean holdsAllOf(AuthorId author, Hash of) throws StoreException {
        Written last = byHash.get(of);
        for (Written each : all) {
          boolean counts = here.get(each.number) && each.author.equals(author);
          if (counts && each != last && !last.holds(each)) {
            return false;
          }
        }
        return true;
      }

      private void check(Hash hash) {
        if (!here.get(byHash.get(hash).number)) {
          throw new AssertionError("asked about what has not come");
        }
      }
    };
  }

  @Override
  public boolean holds(Hash past, Hash of) {
    return past.equals(of) || byHash.get(of).holds(byHash.get(past));
  }

  @Override
  public boolean holdsAllOf(AuthorId author, Hash of) throws StoreException {
    BitSet here = new BitSet();
    here.set(0, all.size());
    return knowing(here).holdsAllOf(author, of);
  }

  /** Asserted of the members of every order. */
  interface Claim {
    void check(Members members) throws StoreException;
  }

  /** Claims it of every order in which nothing comes before what is in its past; counts these. */
  int inEveryOrder(Claim claim) throws StoreException {
    return tell(new ArrayList<>(), new BitSet(), claim);
  }

  private int tell(List<Written> told, BitSet here, Claim claim) throws StoreException {
    if (told.size() == all.size()) {
      claim.check(members(told));
      return 1;
    }
    int orders = 0;
    for (Written next : all) {
      BitSet lacks = (BitSet) next.past.clone();
      lacks.andNot(here);
      if (!here.get(next.number) && lacks.isEmpty()) {
        told.add(next);
        here.set(next.number);
        orders += tell(told, here, claim);
        here.clear(next.number);
        told.remove(told.size() - 1);
      }
    }
    return orders;
  }

  private Members members(List<Written> told) throws StoreException {
    Members members = new Members(store, new VariableRows(), new VariableRows(), this);
    for (Written each : told) {
      members.learn(each.hash, each.author, each.timestamp, each.view());
    }
    return members;
  }
}
