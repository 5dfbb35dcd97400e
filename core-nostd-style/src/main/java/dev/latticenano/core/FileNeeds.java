package dev.latticenano.core;

import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.state.StateMachine;
import dev.latticenano.core.state.WantedChunks;
import dev.latticenano.core.store.ChunkStore;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The chunks that the files of a node's stores need and that are not here, by store. */
final class FileNeeds implements WantedChunks.Reader {
  private final Map<Hash, List<StoreId>> names = new LinkedHashMap<>();
  private final HeldChunks held;
  private final WantedChunks walk;
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
