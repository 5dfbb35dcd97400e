package dev.latticenano.edge.sim;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.crypto.Verifier;

/**
 * Judges each signature once for all nodes of a run: what fifty nodes would each compute is
 * computed for the first and remembered by the digest of key, message and signature. Holds {@link
 * #ENTRIES} results; a newer one takes the place of an older.
 */
final class RememberingVerifier implements Verifier {
  private static final int ENTRIES = 1 << 18;
  private static final int ROW_LONGS = 2;
  private static final byte STRICT = 1;
  private static final byte LENIENT = 2;

  private final Verifier below;
  private final Blake3 blake3 = Blake3.plain();
  private final byte[] digest = new byte[Blake3.DIGEST_BYTES];
  private final byte[] rule = new byte[1];
  private final long[] rows = new long[ENTRIES * ROW_LONGS];
  private final boolean[] valid = new boolean[ENTRIES];
  private long asked;
  private long computed;

  /** Asks {@code below} what it does not remember. */
  RememberingVerifier(Verifier below) {
    this.below = below;
  }

  /** Signatures shown so far. */
  long asked() {
    return asked;
  }

  /** Signatures that had to be computed with. */
  long computed() {
    return computed;
  }

  @Override
  public boolean verifyStrict(
      byte[] key,
      int keyAt,
      byte[] message,
      int at,
      int length,
      byte[] signature,
      int signatureAt) {
    int row = row(STRICT, key, keyAt, message, at, length, signature, signatureAt);
    if (row < 0) {
      row = -row - 1;
      keep(row, below.verifyStrict(key, keyAt, message, at, length, signature, signatureAt));
    }
    return valid[row];
  }

  @Override
  public boolean verifyLenient(
      byte[] key,
      int keyAt,
      byte[] message,
      int at,
      int length,
      byte[] signature,
      int signatureAt) {
    int row = row(LENIENT, key, keyAt, message, at, length, signature, signatureAt);
    if (row < 0) {
      row = -row - 1;
      keep(row, below.verifyLenient(key, keyAt, message, at, length, signature, signatureAt));
    }
    return valid[row];
  }

  /** The row of what is asked; minus that and one more if it is not remembered. */
  private int row(
      byte asks,
      byte[] key,
      int keyAt,
      byte[] message,
      int at,
      int length,
      byte[] signature,
      int signatureAt) {
    asked++;
    rule[0] = asks;
    blake3.reset();
    blake3.update(rule, 0, 1);
    blake3.update(key, keyAt, Signer.KEY_BYTES);
    blake3.update(signature, signatureAt, Signer.SIGNATURE_BYTES);
    blake3.update(message, at, length);
    blake3.digest(digest, 0);
    int row = (int) (word(16) & ENTRIES - 1);
    boolean known = rows[row * ROW_LONGS] == word(0) && rows[row * ROW_LONGS + 1] == word(8);
    return known ? row : -row - 1;
  }

  private long word(int offset) {
    return LittleEndian.longAt(digest, offset);
  }

  private void keep(int row, boolean answer) {
    computed++;
    rows[row * ROW_LONGS] = word(0);
    rows[row * ROW_LONGS + 1] = word(8);
    valid[row] = answer;
  }
}
