package dev.latticenano.core.dag;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.intention.SignedIntentionView;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.UniversalOpView;
import dev.latticenano.core.state.Applied;
import dev.latticenano.core.state.Head;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.store.MemoryStore;
import dev.latticenano.core.store.MemoryTables;
import dev.latticenano.core.store.Store;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Tables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A DAG over a log, questioned in hashes, and compared with the model. */
final class Ingested {
  static final long NOW_MS = 1_800_000_000_000L;

  final Store log;
  final Dag dag;

  Ingested() {
    this(new MemoryStore(), new PlainSignatures());
  }

  Ingested(Store log, Verifier verifier) {
    this(log, new MemoryTables(), verifier, Capacity.FULL);
  }

  Ingested(Store log, Tables tables, Verifier verifier, Capacity capacity) {
    this(DagModel.store(), log, tables, verifier, capacity);
  }

  Ingested(StoreId store, Store log, Tables tables, Verifier verifier, Capacity capacity) {
    this.log = log;
    try {
      this.dag = new Dag(store, log, tables, verifier, capacity);
      dag.replay(NOW_MS);
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }

  Verdict ingest(Written written) {
    try {
      return dag.ingest(written.bytes(), 0, written.bytes().length, NOW_MS);
    } catch (StoreException e) {
      throw new AssertionError(e);
    }
  }

  Ingested ingestAll(Collection<Written> all) {
    all.forEach(this::ingest);
    return this;
  }

  int row(Hash hash) throws StoreException {
    return dag.find(hash.toBytes(), 0);
  }

  Hash hash(int row) throws StoreException {
    byte[] out = new byte[32];
    dag.copyHash(row, out, 0);
    return Hash.of(out, 0);
  }

  byte[] bytes(int row) throws StoreException {
    byte[] bytes = new byte[dag.length(row)];
    assertEquals(bytes.length, dag.read(row, bytes, 0));
    return bytes;
  }

  byte[] key(int author) {
    byte[] key = new byte[AuthorId.BYTES];
    dag.copyAuthorKey(author, key, 0);
    return key;
  }

  int author(AuthorId author) {
    return dag.findAuthor(author.toBytes(), 0);
  }

  Hash lca(Hash a, Hash b) throws StoreException {
    int row = dag.lca(row(a), row(b));
    return row == Dag.NONE ? null : hash(row);
  }

  List<Hash> path(Hash from, Hash to) throws StoreException {
    IntList out = new IntList();
    dag.path(row(from), row(to), out);
    List<Hash> path = new ArrayList<>();
    for (int i = 0; i < out.count(); i++) {
      path.add(hash(out.at(i)));
    }
    return path;
  }

  void voters(Collection<AuthorId> authors) {
    IntList list = new IntList();
    authors.forEach(each -> list.add(author(each)));
    dag.voters(list);
  }

  byte[] digest() {
    byte[] out = new byte[32];
    dag.digest(out, 0);
    return out;
  }

  Set<Hash> tips(AuthorId author) throws StoreException {
    Set<Hash> tips = new HashSet<>();
    for (int i = 0; i < dag.tipCount(author(author)); i++) {
      tips.add(hash(dag.tip(author(author), i)));
    }
    return tips;
  }

  Set<Hash> projected() throws StoreException {
    Set<Hash> projected = new HashSet<>();
    for (int place = 1; place <= dag.sequence(); place++) {
      if (dag.isProjected(dag.rowAtSequence(place))) {
        projected.add(hash(dag.rowAtSequence(place)));
      }
    }
    return projected;
  }

  /** What a key-value store shows: key to heads, greatest first. */
  Map<String, List<Hash>> heads() throws StoreException {
    KvState state = new KvState();
    byte[] bytes = new byte[Limits.SIGNED_BYTES_MAX];
    SignedIntentionView signed = new SignedIntentionView();
    UniversalOpView ops = new UniversalOpView();
    for (int place = 1; place <= dag.sequence(); place++) {
      int row = dag.rowAtSequence(place);
      assertEquals(Verdict.OK, signed.wrap(bytes, 0, dag.read(row, bytes, 0)).check());
      IntentionView each = signed.intention();
      ops.wrap(bytes, each.opsOffset(), each.opsLength());
      assertEquals(Verdict.OK, ops.check());
      if (dag.isProjected(row) && !each.isAck()) {
        Applied applied =
            new Applied()
                .wrap(hash(row), each.timestamp(), each.author())
                .condition(bytes, each.conditionOffset(0), each.conditionCount())
                .op(ops.contentBytes(), ops.contentOffset(), ops.contentLength());
        assertEquals(Verdict.OK, state.apply(applied));
      }
    }
    Map<String, List<Hash>> heads = new TreeMap<>();
    state.list(
        new byte[0],
        (key, winner, conflicted) ->
            heads.put(
                    new String(key, java.nio.charset.StandardCharsets.ISO_8859_1),
                    state.heads(key).stream().map(Head::hash).toList())
                == null);
    return heads;
  }

  /** As far as a peer sees, it holds what {@code whole} does: the set, its digest, every chain. */
  void assertStandsAs(Ingested whole) throws StoreException {
    assertArrayEquals(whole.digest(), digest());
    assertEquals(whole.dag.sequence(), dag.sequence());
    for (int author = 0; author < whole.dag.authorCount(); author++) {
      AuthorId id = AuthorId.of(whole.key(author), 0);
      if (whole.dag.tipCount(author) > 0) {
        assertEquals(whole.tips(id), tips(id));
        assertEquals(whole.dag.authorHeight(author), dag.authorHeight(author(id)));
      }
    }
  }

  /** Everything but ancestry: the set, its order, chains, forks, digest. */
  void assertSet(DagModel model) throws StoreException {
    assertEquals(model.witnessed().size(), dag.sequence());
    Set<Hash> before = new HashSet<>();
    for (int place = 1; place <= dag.sequence(); place++) {
      int row = dag.rowAtSequence(place);
      Hash hash = hash(row);
      assertEquals(place, dag.sequenceOf(row));
      assertEquals(row, row(hash));
      assertTrue(model.witnessed().contains(hash));
      assertTrue(before.containsAll(DagModel.citesOf(model.get(hash))), "witnessed too early");
      assertEquals(model.height(hash), dag.height(row));
      assertEquals(model.get(hash).timestamp().wallMs(), dag.wallMs(row));
      before.add(hash);
    }
    int forked = 0;
    for (AuthorId author : model.authors()) {
      int number = author(author);
      List<Hash> chain = model.soundChain(author);
      assertEquals(model.isForked(author), dag.isForked(number));
      assertEquals(model.tips(author), tips(author));
      assertEquals(chain.size(), dag.authorHeight(number));
      for (int height = 1; height <= chain.size(); height++) {
        assertEquals(row(chain.get(height - 1)), dag.rowAtHeight(number, height));
      }
      forked += model.isForked(author) ? 1 : 0;
    }
    assertEquals(forked, dag.forkedCount());
    assertArrayEquals(model.digest(), digest());
  }

  /** All pairs. */
  void assertAncestry(DagModel model) throws StoreException {
    for (Hash a : model.witnessed()) {
      int[] seen = new int[dag.authorCount()];
      dag.vector(row(a), seen);
      for (AuthorId author : model.authors()) {
        assertEquals(model.heightSeen(a, author), seen[author(author)]);
        assertEquals(seen[author(author)], dag.heightSeen(row(a), author(author)));
      }
      for (Hash b : model.witnessed()) {
        boolean past = model.past(b).contains(a);
        assertEquals(past, dag.isAncestor(row(a), row(b)));
        assertEquals(model.lca(a, b), lca(a, b));
        assertEquals(past ? model.path(a, b) : List.of(), path(a, b));
      }
    }
  }

  /** What counts in state, and the state. */
  void assertProjection(DagModel model, Collection<AuthorId> voters) throws StoreException {
    voters(voters);
    dag.settleForks();
    assertFalse(dag.settleForks(), "settled twice");
    assertEquals(model.projected(voters), projected());
    assertEquals(model.heads(voters), heads());
  }
}
