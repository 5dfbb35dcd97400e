package dev.latticenano.core.relay;

import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.EpochId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.intention.UniversalOpWriter;
import dev.latticenano.core.state.ChunkTreeWriter;
import dev.latticenano.core.state.ContentCipher;
import dev.latticenano.core.state.DirEntryWriter;
import dev.latticenano.core.state.FileBatch;
import dev.latticenano.core.state.FileKey;
import dev.latticenano.core.state.FilePath;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.state.Proposal;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.List;

/** Sealed files of members. */
final class RelayFiles {
  private RelayFiles() {}

  /** Puts a file; returns the names of its chunks. */
  static List<Hash> put(RelayMember member, StoreId store, String path, byte[] content)
      throws Exception {
    List<Hash> names = new ArrayList<>();
    FilePath at = FilePath.of(path);
    FileKey key = FileKey.of(content, 0, new EpochId(1));
    ContentCipher cipher = new ContentCipher();
    cipher.key(key);
    ChunkTreeWriter tree = new ChunkTreeWriter(cipher, Blake3.plain());
    int fed = 0;
    while (fed < content.length) {
      fed += tree.feed(content, fed, content.length - fed);
      keep(member, tree, names);
    }
    tree.finish();
    keep(member, tree, names);
    DirEntryWriter entry = new DirEntryWriter().file(at, 0, member.world.nowMs);
    entry.chunked(tree.root(), content.length, tree.levels()).sealed(key, tree.root());
    FileBatch batch = new FileBatch((FileState) member.node.state(store));
    if (batch.put(at, entry.toBytes()) != FileBatch.Answer.DONE) {
      throw new AssertionError(path);
    }
    for (Proposal proposal : batch.proposals()) {
      byte[] op = proposal.op();
      UniversalOpWriter writer = new UniversalOpWriter().appData(op, 0, op.length);
      byte[] ops = new byte[writer.length()];
      writer.write(ops, 0, ops.length);
      member.node.submit(store, ops, proposal.condition(), member.world.nowMs);
    }
    return names;
  }

  private static void keep(RelayMember member, ChunkTreeWriter tree, List<Hash> names)
      throws StoreException {
    while (tree.ready()) {
      member.chunks.write(tree.name(), 0, tree.chunk(), 0, tree.chunkBytes());
      names.add(Hash.of(tree.name(), 0));
      tree.taken();
    }
  }
}
