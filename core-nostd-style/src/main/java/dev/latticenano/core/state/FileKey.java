package dev.latticenano.core.state;

import dev.latticenano.core.crypto.Aead;
import dev.latticenano.core.crypto.Entropy;
import dev.latticenano.core.intention.EpochId;
import java.util.Arrays;

/**
 * The secret that seals and opens the chunks of one file: 32 random bytes that stand in its entry,
 * with the id of the epoch for whose members they were made. Whoever reads the entry reads the
 * file. Source: docs/files.md §5.
 */
public final class FileKey {
  /** Bytes of a key. */
  public static final int BYTES = Aead.KEY_BYTES;

  private final byte[] key;
  private final EpochId epoch;

  private FileKey(byte[] key, EpochId epoch) {
    this.key = key;
    this.epoch = epoch;
  }

  /** The key of the 32 bytes at {@code bytes[offset]}, which are copied. */
  public static FileKey of(byte[] bytes, int offset, EpochId epoch) {
    return new FileKey(Arrays.copyOfRange(bytes, offset, offset + BYTES), epoch);
  }

  /** A key that nobody has had, for the members of {@code epoch}. */
  public static FileKey fresh(EpochId epoch, Entropy entropy) {
    byte[] key = new byte[BYTES];
    entropy.fill(key, 0, BYTES);
    return new FileKey(key, epoch);
  }

  /**
   * The key under which the next version of a file is sealed: that of the version before, so that
   * chunks that did not change stay the same, unless it was made for another epoch, whose members
   * need not be those of {@code current}.
   *
   * @param before the key of what is shown at the path; null for none
   */
  public static FileKey next(FileKey before, EpochId current, Entropy entropy) {
    return before != null && before.epoch.equals(current) ? before : fresh(current, entropy);
  }

  /** The epoch for whose members it was made. */
  public EpochId epoch() {
    return epoch;
  }

  /** Writes the 32 secret bytes: into an entry or a cipher, and nowhere else. */
  void write(byte[] out, int offset) {
    System.arraycopy(key, 0, out, offset, BYTES);
  }

  /** The epoch; never the key. */
  @Override
  public String toString() {
    return "file key of epoch " + epoch;
  }
}
