package dev.latticenano.core;

import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.dag.BaseWriter;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.session.BaseAgreement;
import dev.latticenano.core.snapshot.Covered;
import dev.latticenano.core.snapshot.Frontier;
import dev.latticenano.core.snapshot.SnapshotRows;
import dev.latticenano.core.state.Members;
import dev.latticenano.core.state.SystemState;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.VariableRows;
import java.util.Arrays;
import java.util.Set;

/**
 * What of a snapshot is looked at before it is believed: its names go to the base, its system rows
 * to the heap, to be asked who the members are.
 */
final class RestoredRows implements SnapshotRows {
  /** What a store may say of itself, by way of a snapshot that is not believed yet. */
  private static final long SYSTEM_BYTES_MAX = 64L << 20;

  private static final int RECENT = 4096;

  private final Frontier frontier;
  private final byte[] covered;
  private final BaseWriter base;
  private final VariableRows system = new VariableRows();
  private final Hash[] recent = new Hash[RECENT];
  private long[] names = new long[1024];
  private int nameCount;
  private long systemBytes;
  private Verdict verdict = Verdict.OK;

  RestoredRows(Frontier frontier, byte[] covered, BaseWriter base) {
    this.frontier = frontier;
    this.covered = covered;
    this.base = base;
  }

  @Override
  public void begin(Frontier at, Covered said) {
    verdict = Arrays.equals(said.bytes(), covered) ? Verdict.OK : Verdict.BASE_PROOF_WRONG;
  }

  @Override
  public void row(
      int table,
      byte[] key,
      int keyOffset,
      int keyLength,
      byte[] value,
      int valueOffset,
      int valueLength) {
    if (table == SYSTEM && systemBytes < SYSTEM_BYTES_MAX) {
      systemBytes += keyLength + valueLength;
      system.put(key, keyOffset, keyLength, value, valueOffset, valueLength);
    }
  }

  @Override
  public void name(byte[] hash, int hashOffset, int author, int height) throws StoreException {
    Hash name = Hash.of(hash, hashOffset);
    int slot = name.hashCode() & RECENT - 1;
    if (name.equals(recent[slot])) {
      return;
    }
    recent[slot] = name;
    if (nameCount == names.length) {
      names = Arrays.copyOf(names, 2 * names.length);
    }
    names[nameCount++] = name.first();
    base.ghost(frontier.rows(), frontier.authorOffset(author), hash, hashOffset, height, height);
  }

  @Override
  public void end(Verdict read) {
    Arrays.sort(names, 0, nameCount);
    long distinct = 0;
    for (int i = 0; i < nameCount; i++) {
      distinct += i == 0 || names[i] != names[i - 1] ? 1 : 0;
    }
    long count = 0;
    for (int i = 0; i < frontier.count(); i++) {
      count += frontier.height(i);
    }
    boolean sane = distinct <= count && systemBytes < SYSTEM_BYTES_MAX;
    verdict = verdict == Verdict.OK && !sane ? Verdict.BASE_PROOF_WRONG : verdict;
  }

  /** What is wrong with the rows, if they were read to the end. */
  Verdict verdict() {
    return verdict;
  }

  /** Whether those who must agree to the snapshot are among {@code agreed}. */
  Verdict judge(StoreId store, Set<AuthorId> agreed, Blake3 blake3) throws StoreException {
    Members members = new Members(store, system, new VariableRows(), new AllSeen());
    if (members.isStrict() && !isFounded(store, blake3)) {
      return Verdict.BASE_NOT_AGREED;
    }
    return BaseAgreement.judge(
        members.isStrict(), Set.copyOf(members.voters()), Set.copyOf(members.owners()), agreed);
  }

  /** True if some genesis in the rows derives the store's id. */
  private boolean isFounded(StoreId store, Blake3 blake3) throws StoreException {
    return new SystemState(system).founder(store, blake3) != null;
  }
}
