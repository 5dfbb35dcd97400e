package dev.latticenano.storage.chunk;

import dev.latticenano.core.ChunkCensus;
import dev.latticenano.core.Node;
import dev.latticenano.core.RefusedException;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.intention.GenesisOp;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Identity;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.state.ChunkTreeWriter;
import dev.latticenano.core.state.DirEntryWriter;
import dev.latticenano.core.state.FileBatch;
import dev.latticenano.core.state.FilePath;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.state.Proposal;
import dev.latticenano.core.store.Custody;
import dev.latticenano.core.store.MemoryStore;
import dev.latticenano.core.store.StoreException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** One node with one files store in memory and its chunks on any disk; and what they should be. */
final class SmallNode {
  private static final long NOW_MS = 1_000_000;

  final MemoryStore log = new MemoryStore();
  final Node node;
  final StoreId store;

  /** By path, the chunks of the file there. */
  final Map<String, Set<Hash>> live = new TreeMap<>();

  /** Every chunk that some entry ever named. */
  final Set<Hash> signed = new LinkedHashSet<>();

  /** By chunk, who else has it. */
  final Map<Hash, Set<Integer>> holders = new HashMap<>();

  private ChunkFiles chunks;

  SmallNode(ChunkFiles chunks) throws StoreException, RefusedException {
    this.chunks = chunks;
    byte[] seed = new byte[32];
    seed[0] = 1;
    node =
        new Node(
            Identity.signer(seed),
            new Ed25519Verifier(),
            (out, offset, length) -> {},
            new byte[0],
            chunks,
            (type, state) -> type.equals(FileState.TYPE) ? new FileState() : null);
    store = StoreId.derive(Blake3.plain(), node.key(), 1);
    node.open(store, log, NOW_MS);
    node.submit(store, new GenesisOp(FileState.TYPE, 1).toOps(), List.of(), NOW_MS);
  }

  /** Takes the chunks of another disk for its own. */
  void chunks(ChunkFiles other) {
    chunks = other;
  }

  /** Writes the chunks of a content and signs nothing. */
  Set<Hash> keep(byte[] content, ChunkTreeWriter tree) throws StoreException {
    Set<Hash> names = new LinkedHashSet<>();
    int fed = 0;
    while (fed < content.length) {
      fed += tree.feed(content, fed, content.length - fed);
      take(tree, names);
    }
    tree.finish();
    take(tree, names);
    return names;
  }

  private void take(ChunkTreeWriter tree, Set<Hash> names) throws StoreException {
    while (tree.ready()) {
      chunks.write(tree.name(), 0, tree.chunk(), 0, tree.chunkBytes());
      names.add(Hash.of(tree.name(), 0));
      tree.taken();
    }
  }

  void put(String name, byte[] content) throws StoreException, RefusedException {
    ChunkTreeWriter tree = new ChunkTreeWriter(Blake3.plain());
    Set<Hash> names = keep(content, tree);
    FilePath path = FilePath.of(name);
    DirEntryWriter entry = new DirEntryWriter().file(path, 0, NOW_MS);
    entry.chunked(tree.root(), content.length, tree.levels());
    FileBatch batch = new FileBatch((FileState) node.state(store));
    if (batch.put(path, entry.toBytes()) != FileBatch.Answer.DONE) {
      throw new AssertionError(name);
    }
    submit(batch);
    live.put(name, names);
    signed.addAll(names);
  }

  void remove(String name) throws StoreException, RefusedException {
    FileBatch batch = new FileBatch((FileState) node.state(store));
    if (batch.remove(FilePath.of(name)) == FileBatch.Answer.DONE) {
      submit(batch);
    }
    live.remove(name);
  }

  private void submit(FileBatch batch) throws StoreException, RefusedException {
    for (Proposal proposal : batch.proposals()) {
      byte[] op = proposal.op();
      UniversalOpWriter writer = new UniversalOpWriter().appData(op, 0, op.length);
      byte[] ops = new byte[writer.length()];
      writer.write(ops, 0, ops.length);
      node.submit(store, ops, proposal.condition(), NOW_MS);
    }
  }

  /** Another node, by its number, proves that it holds a chunk. */
  void proved(Hash chunk, int holder) throws StoreException {
    byte[] key = new byte[32];
    key[0] = (byte) (holder + 1);
    byte[] record = new byte[Custody.RECORD_BYTES];
    Custody.write(record, 0, chunk.toBytes(), 0, key, NOW_MS);
    log.append(Custody.KIND, record, 0, record.length);
    holders.computeIfAbsent(chunk, each -> new LinkedHashSet<>()).add(holder);
  }

  ChunkCensus census(int copies) throws StoreException {
    ChunkCensus census = new ChunkCensus(chunks, node.key().toBytes());
    census.add(node, store, log);
    census.settle(copies, !chunks.damaged().isEmpty());
    return census;
  }

  /** Collects garbage; returns how many chunks went. */
  long collect(int copies) throws StoreException {
    ChunkSweep sweep = new ChunkSweep(chunks, census(copies)::pass);
    sweep.run();
    return sweep.removed();
  }

  boolean holds(Hash chunk) throws StoreException {
    return chunks.holds(chunk.toBytes(), 0);
  }

  /**
   * Every live file is whole, and nothing that was signed has gone without {@code copies} others.
   */
  void judge(int copies) throws StoreException {
    for (Map.Entry<String, Set<Hash>> file : live.entrySet()) {
      for (Hash chunk : file.getValue()) {
        if (!holds(chunk)) {
          throw new AssertionError(file.getKey() + " lost " + chunk);
        }
      }
    }
    for (Hash chunk : signed) {
      int elsewhere = holders.getOrDefault(chunk, Set.of()).size();
      if (elsewhere < copies && !holds(chunk)) {
        throw new AssertionError("the last copy of " + chunk + " is gone");
      }
    }
  }
}
