package dev.latticenano.core;

import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.ContentWalk;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.state.StateMachine;
import dev.latticenano.core.state.WantedChunks;
import dev.latticenano.core.store.ChunkStore;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The chunks that files and snapshots of a node's stores need and that are not here, by store. */
final class FileNeeds implements WantedChunks.Reader {
  private final Map<Hash, List<StoreId>> names = new LinkedHashMap<>();
  private final HeldChunks held;
  private final WantedChunks walk;
  private final SnapshotChunks snapshots = new SnapshotChunks();
  private StoreId store;

  FileNeeds(ChunkStore chunks, WantedChunks walk) {
    this.held = new HeldChunks(chunks);
    this.walk = walk;
  }

  /** Adds what {@code machine} of {@code id} needs, if it holds files; null adds nothing. */
  void add(StoreId id, StateMachine machine) throws StoreException {
    if (machine instanceof FileState files) {
      store = id;
      walk.walk(files, held, this);
    }
  }

  /** Adds the chunks of a snapshot of {@code id} that are not here. */
  void add(StoreId id, Notice snapshot) throws StoreException {
    store = id;
    snapshots.walk(snapshot, held, new Missing());
  }

  /** Adds a chunk that is carried for others. */
  void carry(StoreId id, Hash name) {
    store = id;
    wanted(name, 0);
  }

  /** Takes down what is not here. */
  private final class Missing implements ContentWalk.Visitor<StoreException> {
    @Override
    public void content(int levels) {}

    @Override
    public void chunk(byte[] name, int offset, int level) throws StoreException {
      if (!held.holds(name, offset)) {
        wanted(Hash.of(name, offset), 0);
      }
    }

    @Override
    public void unknown() {}
  }

  /** Each missing chunk with the stores that need it, in the order they should come. */
  Map<Hash, List<StoreId>> names() {
    return names;
  }

  @Override
  public boolean wanted(Hash name, int chunkBytes) {
    List<StoreId> stores = names.computeIfAbsent(name, key -> new ArrayList<>(1));
    if (!stores.contains(store)) {
      stores.add(store);
    }
    return true;
  }

  // A tree that breaks a rule is shown by the file's own status; nothing below it is fetched.
  @Override
  public boolean broken(Hash root, Verdict verdict) {
    return true;
  }
}
