package dev.latticenano.edge.sim;

import dev.latticenano.core.RefusedException;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.EpochId;
import dev.latticenano.core.intention.GenesisOp;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.InviteToken;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.ChunkTreeWriter;
import dev.latticenano.core.state.ContentCipher;
import dev.latticenano.core.state.DirEntryWriter;
import dev.latticenano.core.state.FileBatch;
import dev.latticenano.core.state.FileKey;
import dev.latticenano.core.state.FilePath;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.state.KvBatch;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.state.LogState;
import dev.latticenano.core.state.Proposal;
import dev.latticenano.core.state.Role;
import dev.latticenano.core.state.StateMachine;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.files.Submission;
import java.util.ArrayList;
import java.util.List;

/**
 * What the owner of a simulated node does with a store. What cannot be done now - no power, not let
 * in yet, no right, no room - is counted as a refusal of that node and left undone.
 */
public final class Writes {
  private static final int INLINE_BYTES_MAX = 32_768;

  private final SimNode node;

  /** The writes of one node. */
  public Writes(SimNode node) {
    this.node = node;
  }

  /** What is done with a node that may refuse. */
  private interface Step {
    void run() throws StoreException, RefusedException;
  }

  private void attempt(Step step) throws StoreException {
    if (!node.isOn()) {
      Tally.count(node.tally().troubles, "WithoutPower");
      return;
    }
    node.guarded(
        () -> {
          try {
            step.run();
          } catch (RefusedException e) {
            Tally.count(node.tally().refusals, e.verdict().name());
          } catch (StoreException e) {
            if (e.kind() != StoreException.Kind.FULL) {
              throw e;
            }
            Tally.count(node.tally().troubles, "Full");
          }
        });
  }

  /** Makes a store that this node owns; returns its id. */
  public StoreId create(String name, String type, boolean sealed) throws StoreException {
    byte[] nonce = new byte[4];
    node.fill(nonce, 0, nonce.length);
    GenesisOp genesis = new GenesisOp(type, LittleEndian.intAt(nonce, 0));
    StoreId id = StoreId.derive(Blake3.plain(), node.author(), genesis.nonce());
    node.open(id);
    attempt(() -> node.node().membership(id).begin(genesis, name, sealed, node.nowMs()));
    return id;
  }

  /** Has {@code guest} come with an invite of this node's; the next meeting of both lets it in. */
  public void invite(StoreId store, SimNode guest, Role role) throws StoreException {
    attempt(
        () -> {
          InviteToken token = node.node().membership(store).invite(0, false, role, node.nowMs());
          guest.take(token);
        });
  }

  /** Gives a key of a key-value store a value; null takes it away. */
  public void put(StoreId store, byte[] key, byte[] value) throws StoreException {
    attempt(
        () -> {
          KvBatch batch = new KvBatch(state(store, KvState.class));
          KvBatch.Answer answer = value == null ? batch.delete(key) : batch.put(key, value);
          if (answer == KvBatch.Answer.DONE) {
            submit(store, batch.proposals());
          }
        });
  }

  /** Appends an entry to a log store. */
  public void append(StoreId store, byte[] entry) throws StoreException {
    attempt(
        () -> {
          state(store, LogState.class);
          write(store, Submission.ops(entry), List.of());
        });
  }

  /** Writes a file of random content. */
  public void file(StoreId store, String path, int bytes) throws StoreException {
    attempt(
        () -> {
          FileState files = state(store, FileState.class);
          FilePath at = FilePath.of(path);
          byte[] content = new byte[bytes];
          node.fill(content, 0, bytes);
          DirEntryWriter entry = new DirEntryWriter().file(at, 0, node.nowMs());
          if (bytes < INLINE_BYTES_MAX) {
            entry.inline(content, 0, bytes);
          } else {
            chunked(content, entry);
          }
          FileBatch batch = new FileBatch(files);
          if (batch.put(at, entry.toBytes()) == FileBatch.Answer.DONE) {
            submit(store, batch.proposals());
          }
        });
  }

  private void chunked(byte[] content, DirEntryWriter entry) throws StoreException {
    ContentCipher cipher = new ContentCipher();
    byte[] secret = new byte[Hash.BYTES];
    node.fill(secret, 0, secret.length);
    FileKey key = FileKey.of(secret, 0, new EpochId(1));
    cipher.key(key);
    ChunkTreeWriter tree = new ChunkTreeWriter(cipher, Blake3.plain());
    for (int fed = 0; fed < content.length; ) {
      fed += tree.feed(content, fed, content.length - fed);
      keep(tree);
    }
    tree.finish();
    keep(tree);
    entry.chunked(tree.root(), content.length, tree.levels()).sealed(key, tree.root());
  }

  private void keep(ChunkTreeWriter tree) throws StoreException {
    while (tree.ready()) {
      node.chunks().write(tree.name(), 0, tree.chunk(), 0, tree.chunkBytes());
      tree.taken();
    }
  }

  /** Removes a file, if it is there. */
  public void remove(StoreId store, String path) throws StoreException {
    attempt(
        () -> {
          FileBatch batch = new FileBatch(state(store, FileState.class));
          if (batch.remove(FilePath.of(path)) == FileBatch.Answer.DONE) {
            submit(store, batch.proposals());
          }
        });
  }

  private <T extends StateMachine> T state(StoreId store, Class<T> type) throws RefusedException {
    StateMachine state = node.holds(store) ? node.node().state(store) : null;
    if (!type.isInstance(state)) {
      throw new RefusedException(Verdict.MEMBER_UNKNOWN);
    }
    return type.cast(state);
  }

  private void submit(StoreId store, List<Proposal> proposals)
      throws StoreException, RefusedException {
    Hash previous = null;
    for (Proposal proposal : proposals) {
      List<Hash> condition = new ArrayList<>(proposal.condition());
      if (proposal.citesPrevious() && previous != null) {
        condition.add(previous);
      }
      previous = write(store, Submission.ops(proposal.op()), condition);
    }
  }

  private Hash write(StoreId store, byte[] ops, List<Hash> condition)
      throws StoreException, RefusedException {
    Hash hash = node.node().submit(store, ops, condition, node.nowMs());
    node.store(store).written(hash);
    node.tally().written++;
    return hash;
  }
}
