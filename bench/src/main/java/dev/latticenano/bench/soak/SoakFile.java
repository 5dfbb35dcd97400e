package dev.latticenano.bench.soak;

import dev.latticenano.bench.relay.Member;
import dev.latticenano.core.RefusedException;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.EpochId;
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
import dev.latticenano.core.store.ChunkStore;
import dev.latticenano.core.store.StoreException;

/** A sealed file in chunks, put into a store by a member. */
final class SoakFile {
  private SoakFile() {}

  static void put(Member member, StoreId store, ChunkStore chunks, String path, byte[] content)
      throws StoreException, RefusedException {
    long nowMs = System.currentTimeMillis();
    FilePath at = FilePath.of(path);
    FileKey key = FileKey.of(content, 0, new EpochId(1));
    ContentCipher cipher = new ContentCipher();
    cipher.key(key);
    ChunkTreeWriter tree = new ChunkTreeWriter(cipher, Blake3.plain());
    int fed = 0;
    while (fed < content.length) {
      fed += tree.feed(content, fed, content.length - fed);
      keep(chunks, tree);
    }
    tree.finish();
    keep(chunks, tree);
    DirEntryWriter entry = new DirEntryWriter().file(at, 0, nowMs);
    entry.chunked(tree.root(), content.length, tree.levels()).sealed(key, tree.root());
    FileBatch batch = new FileBatch((FileState) member.node().state(store));
    if (batch.put(at, entry.toBytes()) != FileBatch.Answer.DONE) {
      throw new IllegalStateException(path + " cannot be put");
    }
    for (Proposal proposal : batch.proposals()) {
      byte[] op = proposal.op();
      UniversalOpWriter writer = new UniversalOpWriter().appData(op, 0, op.length);
      byte[] ops = new byte[writer.length()];
      writer.write(ops, 0, ops.length);
      member.node().submit(store, ops, proposal.condition(), nowMs);
    }
  }

  private static void keep(ChunkStore chunks, ChunkTreeWriter tree) throws StoreException {
    while (tree.ready()) {
      chunks.write(tree.name(), 0, tree.chunk(), 0, tree.chunkBytes());
      tree.taken();
    }
  }
}
