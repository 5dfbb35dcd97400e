package dev.latticenano.edge;

import dev.latticenano.core.EpochKeys;
import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.intention.EpochId;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.seal.EpochKey;
import dev.latticenano.core.seal.Keyring;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.host.Failure;
import dev.latticenano.storage.disk.FileDisk;
import dev.latticenano.storage.disk.ShardedDisk;
import dev.latticenano.storage.disk.WholeFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The epoch keys of one store on disk: the file {@code keys} in the store's directory, mode 0600.
 *
 * <pre>
 *  0  magic    8     LNANOKEY
 *  8  version  4     1
 * 12  count n  4     0 to EPOCH_KEYS_MAX
 * 16  store   16     its id
 * 32  keys    40·n   epoch id 8 ‖ key 32, in the order they came
 *     crc      4     CRC-32C of all before
 * </pre>
 *
 * Numbers are little-endian. The file is written whole or not at all, keys are only ever added, and
 * one that is damaged is never written over: the keys in it may be the only ones. What it holds is
 * never logged. Source: docs/storage.md §2.
 */
public final class KeysFile implements EpochKeys {
  /** The file's name in a store's directory. */
  public static final String NAME = "keys";

  private static final byte[] MAGIC = "LNANOKEY".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int VERSION_AT = 8;
  private static final int COUNT_AT = 12;
  private static final int STORE_AT = 16;
  private static final int KEYS_AT = 32;
  private static final int ENTRY_BYTES = EpochId.BYTES + EpochKey.BYTES;
  private static final int CRC_BYTES = 4;
  private static final int BYTES_MAX = KEYS_AT + ENTRY_BYTES * Limits.EPOCH_KEYS_MAX + CRC_BYTES;

  private final ShardedDisk disk;
  private final Path file;
  private final StoreId store;
  private final Keyring keys;

  private KeysFile(ShardedDisk disk, Path file, StoreId store, Keyring keys) {
    this.disk = disk;
    this.file = file;
    this.store = store;
    this.keys = keys;
  }

  /** The keys of the store in {@code place}, which exists; none if there is no file yet. */
  public static KeysFile open(Path place, StoreId store) throws Failure {
    return open(new FileDisk(), place, store);
  }

  static KeysFile open(ShardedDisk disk, Path place, StoreId store) throws Failure {
    Path file = place.resolve(NAME);
    byte[] content;
    try {
      content = WholeFile.read(disk, file, BYTES_MAX);
    } catch (StoreException e) {
      throw e.kind() == StoreException.Kind.CORRUPT ? damaged(file, "is too long") : Failure.of(e);
    }
    Keyring keys = content == null ? new Keyring() : decode(content, file, store);
    return new KeysFile(disk, file, store, keys);
  }

  /** The keys; live, and to be added to by {@link #add} alone. */
  public Keyring keys() {
    return keys;
  }

  /**
   * Keeps more keys, all of them or none; durable when this returns. Keys whose epoch has one here
   * are passed over.
   *
   * @return OK, or TABLE_FULL
   * @throws StoreException the disk failed or is full; nothing is kept
   */
  public Verdict add(List<EpochKey> more) throws StoreException {
    Keyring all = new Keyring();
    for (int i = 0; i < keys.count(); i++) {
      all.add(keys.key(i));
    }
    for (EpochKey key : more) {
      if (all.add(key) == Verdict.TABLE_FULL) {
        return Verdict.TABLE_FULL;
      }
    }
    if (all.count() > keys.count()) {
      byte[] content = encode(all);
      WholeFile.write(disk, file, content);
      Arrays.fill(content, (byte) 0);
      more.forEach(keys::add);
    }
    return Verdict.OK;
  }

  @Override
  public void load(Keyring ring) {
    for (int i = 0; i < keys.count(); i++) {
      ring.add(keys.key(i));
    }
  }

  @Override
  public void keep(EpochKey key) throws StoreException {
    if (add(List.of(key)) != Verdict.OK) {
      throw new IllegalStateException(file + " holds as many keys as a ring");
    }
  }

  /** The same keys, for whoever only looks: what comes is used and not written. */
  public EpochKeys readOnly() {
    return new EpochKeys() {
      @Override
      public void load(Keyring ring) {
        KeysFile.this.load(ring);
      }

      @Override
      public void keep(EpochKey key) {}
    };
  }

  private byte[] encode(Keyring all) {
    byte[] content = new byte[KEYS_AT + ENTRY_BYTES * all.count() + CRC_BYTES];
    System.arraycopy(MAGIC, 0, content, 0, MAGIC.length);
    LittleEndian.putInt(content, VERSION_AT, VERSION);
    LittleEndian.putInt(content, COUNT_AT, all.count());
    store.write(content, STORE_AT);
    int at = KEYS_AT;
    for (int i = 0; i < all.count(); i++) {
      all.key(i).id().write(content, at);
      all.key(i).write(content, at + EpochId.BYTES);
      at += ENTRY_BYTES;
    }
    LittleEndian.putInt(content, at, crc(content, at));
    return content;
  }

  private static Keyring decode(byte[] content, Path file, StoreId store) throws Failure {
    if (content.length < KEYS_AT + CRC_BYTES
        || !Arrays.equals(content, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw damaged(file, "is no file of epoch keys");
    }
    int version = LittleEndian.intAt(content, VERSION_AT);
    if (version != VERSION) {
      throw new Failure(
          Failure.FAILED, file + " is of format " + version + "; use the version that wrote it");
    }
    int end = content.length - CRC_BYTES;
    int count = LittleEndian.intAt(content, COUNT_AT);
    boolean whole =
        count >= 0
            && count <= Limits.EPOCH_KEYS_MAX
            && end == KEYS_AT + ENTRY_BYTES * count
            && crc(content, end) == LittleEndian.intAt(content, end);
    if (!whole) {
      throw damaged(file, "is damaged");
    }
    if (!store.matches(content, STORE_AT)) {
      throw damaged(file, "holds the keys of store " + StoreId.of(content, STORE_AT));
    }
    Keyring keys = new Keyring();
    for (int at = KEYS_AT; at < end; at += ENTRY_BYTES) {
      EpochKey key = EpochKey.of(content, at + EpochId.BYTES);
      if (!key.id().matches(content, at) || keys.add(key) != Verdict.OK) {
        throw damaged(file, "holds a key that is not of its epoch");
      }
    }
    Arrays.fill(content, (byte) 0);
    return keys;
  }

  private static int crc(byte[] content, int length) {
    CRC32C crc = new CRC32C();
    crc.update(content, 0, length);
    return (int) crc.getValue();
  }

  private static Failure damaged(Path file, String what) {
    return new Failure(
        Failure.FINDINGS,
        file
            + " "
            + what
            + "; restore it from a backup, or move it away and be invited to the store again");
  }

  /** Where it is and how many keys it holds; never which. */
  @Override
  public String toString() {
    return file + ": " + keys;
  }
}
