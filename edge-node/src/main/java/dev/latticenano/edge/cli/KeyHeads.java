package dev.latticenano.edge.cli;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.DirEntryView;
import dev.latticenano.core.state.FilePath;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.state.Head;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.state.StateMachine;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.NodeHome;
import dev.latticenano.host.Failure;
import dev.latticenano.host.text.Units;
import java.util.List;

/** The heads of a key that a person named: of a key-value store, or a path of a files store. */
final class KeyHeads {
  private final byte[] key;
  private final boolean files;
  private final List<Head> heads;

  private KeyHeads(byte[] key, boolean files, List<Head> heads) {
    this.key = key;
    this.files = files;
    this.heads = heads;
  }

  static KeyHeads of(NodeHome home, StoreId id, String text) throws Failure, StoreException {
    boolean files = home.node().state(id) instanceof FileState;
    byte[] key = KvKey.bytes(files ? StorePath.below(text).toString() : text);
    if (!files) {
      KvKey.state(home, id);
    }
    List<Head> heads = heads(home.node().state(id), key);
    if (heads.isEmpty()) {
      throw new Failure(Failure.NOT_FOUND, "nobody ever wrote " + KvKey.shown(key));
    }
    return new KeyHeads(key, files, heads);
  }

  private static List<Head> heads(StateMachine state, byte[] key) throws StoreException {
    return state instanceof FileState files
        ? files.heads(FilePath.of(key))
        : ((KvState) state).heads(key);
  }

  byte[] key() {
    return key;
  }

  /** The key for people. */
  String shown() {
    return KvKey.shown(key);
  }

  /** All heads, the winner first. */
  List<Head> all() {
    return heads;
  }

  /** What a head says, for people. */
  String value(Head head) {
    if (head.tombstone()) {
      return "(deleted)";
    }
    byte[] value = head.value();
    DirEntryView entry = new DirEntryView().wrap(value, 0, value.length);
    if (files && entry.check(key, 0, key.length) == Verdict.OK) {
      return entry.directory() ? "folder" : "file of " + Units.bytes(entry.size());
    }
    return KvKey.summary(value);
  }
}
