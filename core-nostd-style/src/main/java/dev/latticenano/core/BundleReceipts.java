package dev.latticenano.core;

import dev.latticenano.core.bundle.BundleReceipt;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.dag.Dag;
import dev.latticenano.core.dag.IntList;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.state.FileState;
import dev.latticenano.core.state.WantedChunks;
import dev.latticenano.core.store.ChunkStore;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.Table;
import dev.latticenano.core.store.TableShape;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The receipts of one store: our own is made when asked for; the newest of each peer lies in the
 * table {@code local}, under {@code "bundle/"} and the peer's key, and is no loss if it goes.
 */
final class BundleReceipts {
  private static final byte[] PREFIX = "bundle/".getBytes(StandardCharsets.US_ASCII);

  private final Replica replica;
  private final Table table;
  private final byte[] value = new byte[TableShape.VARIABLE_BYTES_MAX];

  BundleReceipts(Replica replica) throws StoreException {
    this.replica = replica;
    this.table = replica.tables().table(LocalRows.SHAPE);
  }

  /** The newest receipt of {@code peer}; null if there is none. */
  BundleReceipt of(AuthorId peer) throws StoreException {
    byte[] key = key(peer);
    int length = table.get(key, 0, key.length, value, 0);
    boolean sound = length != Table.ABSENT && BundleReceipt.fits(length);
    return sound ? BundleReceipt.of(Arrays.copyOf(value, length), length) : null;
  }

  /** Keeps a receipt unless there is a newer one; its sender must be an author or a member. */
  Verdict take(BundleReceipt receipt, Verifier verifier) throws StoreException {
    if (!receipt.isSound(replica.id(), verifier)) {
      return Verdict.BUNDLE_RECEIPT_WRONG;
    }
    AuthorId sender = receipt.sender();
    boolean known =
        replica.dag().findAuthor(sender.toBytes(), 0) != Dag.NONE
            || replica.system().peers().containsKey(sender);
    BundleReceipt last = known ? of(sender) : null;
    if (known && (last == null || last.madeMs() <= receipt.madeMs())) {
      byte[] key = key(sender);
      byte[] bytes = receipt.toBytes();
      table.put(key, 0, key.length, bytes, 0, bytes.length);
    }
    return Verdict.OK;
  }

  private static byte[] key(AuthorId peer) {
    byte[] key = Arrays.copyOf(PREFIX, PREFIX.length + AuthorId.BYTES);
    peer.write(key, PREFIX.length);
    return key;
  }

  /** What this node holds now; of a store of very many authors not all, which costs only bytes. */
  byte[] own(Signer signer, ChunkStore chunks, long nowMs) throws StoreException {
    Dag dag = replica.dag();
    byte[] tips = new byte[Limits.BUNDLE_TIPS_MAX * BundleReceipt.TIP_BYTES];
    int used = 0;
    IntList shown = new IntList();
    for (int author = 0; author < dag.authorCount(); author++) {
      dag.shown().tips(author, shown);
      for (int i = 0; i < shown.count() && used < tips.length; i++) {
        dag.copyAuthorKey(author, tips, used);
        BigEndian.putInt(tips, used + AuthorId.BYTES, dag.height(shown.at(i)));
        dag.copyHash(shown.at(i), tips, used + AuthorId.BYTES + 4);
        used += BundleReceipt.TIP_BYTES;
      }
    }
    return BundleReceipt.sign(signer, replica.id(), nowMs, isWhole(chunks), tips, used);
  }

  private boolean isWhole(ChunkStore chunks) throws StoreException {
    boolean read = replica.projection().isWhole() && replica.projection().unread() == 0;
    if (!read || !(replica.machine() instanceof FileState)) {
      return false;
    }
    FileNeeds needs = new FileNeeds(chunks, new WantedChunks());
    needs.add(replica.id(), replica.machine());
    return needs.names().isEmpty();
  }
}
