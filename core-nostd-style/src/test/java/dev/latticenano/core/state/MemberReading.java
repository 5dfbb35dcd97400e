package dev.latticenano.core.state;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.intention.IntentionWriter;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.SystemOpWriter;
import dev.latticenano.core.intention.UniversalOpView;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.VariableRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a store says to a vector of kind {@code member}. */
final class MemberReading implements Past {
  private final Map<Hash, Set<Hash>> pasts = new HashMap<>();
  private final Map<Hash, AuthorId> authors = new HashMap<>();
  private final Members members;

  private MemberReading(StoreId store) throws StoreException {
    members = new Members(store, new VariableRows(), new VariableRows(), this);
  }

  static Verdict of(Map<String, String> vector) throws StoreException {
    MemberReading reading = new MemberReading(StoreId.parse(vector.get("store")));
    IntentionView last = null;
    for (String each : vector.get("before").split(" ")) {
      if (!each.isEmpty()) {
        last = view(Hex.decode(each));
        reading.tell(last);
      }
    }
    if (vector.containsKey("crowd")) {
      reading.tell(view(crowd(last, Integer.parseInt(vector.get("crowd")))));
    }
    return reading.tell(view(Hex.decode(vector.get("input"))));
  }

  /** The intention that makes voters of so many keys. */
  static byte[] crowd(IntentionView prev, int count) {
    List<byte[]> ops = new ArrayList<>();
    for (int key = 1; key <= count; key++) {
      AuthorId peer = new AuthorId(0, 0, 0, key);
      ops.add(SystemOpWriter.peerStatus(peer, Standing.ACTIVE));
      ops.add(SystemOpWriter.peerRole(peer, Role.VOTER.number()));
    }
    return intention(
        StoreId.of(prev.bytes(), prev.storeOffset()),
        prev.author(),
        prev.timestamp().next(),
        hash(prev),
        Saga.system(SystemOpWriter.batch(ops)));
  }

  static byte[] intention(
      StoreId store, AuthorId author, Hlc timestamp, Hash prev, byte[] ops, Hash... seen) {
    IntentionWriter writer = new IntentionWriter().store(store).author(author).timestamp(timestamp);
    writer.storePrev(prev.toBytes(), 0);
    for (Hash each : seen) {
      writer.addCondition(each);
    }
    writer.ops(ops, 0, ops.length);
    byte[] out = new byte[writer.length()];
    writer.write(out, 0, out.length);
    return out;
  }

  static IntentionView view(byte[] bytes) {
    IntentionView view = new IntentionView().wrap(bytes, 0, bytes.length);
    if (view.check() != Verdict.OK) {
      throw new AssertionError("not an intention");
    }
    return view;
  }

  static Hash hash(IntentionView intention) {
    byte[] hash = new byte[Hash.BYTES];
    intention.hash(Blake3.plain(), hash, 0);
    return Hash.of(hash, 0);
  }

  private Verdict tell(IntentionView intention) throws StoreException {
    Hash hash = hash(intention);
    Set<Hash> past = new HashSet<>(Set.of(hash));
    add(past, Hash.of(intention.bytes(), intention.storePrevOffset()));
    for (int i = 0; i < intention.conditionCount(); i++) {
      add(past, Hash.of(intention.bytes(), intention.conditionOffset(i)));
    }
    pasts.put(hash, past);
    authors.put(hash, intention.author());
    UniversalOpView ops = new UniversalOpView();
    ops.wrap(intention.bytes(), intention.opsOffset(), intention.opsLength());
    if (ops.check() != Verdict.OK) {
      throw new AssertionError("not ops");
    }
    Verdict verdict = members.learn(hash, intention.author(), intention.timestamp(), ops);
    return verdict == Verdict.OK
        ? members.judge(hash, intention.author(), Right.of(ops, intention.author()))
        : verdict;
  }

  private void add(Set<Hash> past, Hash cited) {
    past.addAll(pasts.getOrDefault(cited, Set.of()));
  }

  @Override
  public boolean holds(Hash past, Hash of) {
    return pasts.get(of).contains(past);
  }

  @Override
  public boolean holdsAllOf(AuthorId author, Hash of) {
    return authors.keySet().stream()
        .allMatch(each -> !authors.get(each).equals(author) || holds(each, of));
  }
}
