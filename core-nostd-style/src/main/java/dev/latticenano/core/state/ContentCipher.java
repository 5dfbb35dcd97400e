package dev.latticenano.core.state;

import dev.latticenano.core.crypto.Aead;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.XChaCha20Poly1305;

/**
 * Seals and opens chunks of content under the key of their file, where they lie:
 *
 * <pre>
 * 0   24  nonce: of BLAKE3 keyed with the file's nonce key, over the padded content
 * 24   n  XChaCha20 of the padded content
 * 24+n 16 Poly1305 tag
 * </pre>
 *
 * The nonce follows from the content, so equal content gives an equal chunk and no nonce ever
 * serves for two contents. Nothing else is bound: the tree in the entry says which chunk stands
 * where. Allocates what BouncyCastle does for one message, whatever its length. Not thread-safe:
 * one owner. Source: docs/files.md §5.
 */
public final class ContentCipher {
  /** Bytes before the sealed content. */
  public static final int NONCE_BYTES = XChaCha20Poly1305.NONCE_BYTES;

  /** Bytes that a chunk has more than its padded content. */
  public static final int ADDED_BYTES = NONCE_BYTES + Aead.TAG_BYTES;

  private static final String CHUNK_CONTEXT = "lattice-nano 2026-11 file chunk key";
  private static final String NONCE_CONTEXT = "lattice-nano 2026-11 file nonce key";

  private final Aead aead = new XChaCha20Poly1305();
  private final Blake3 chunkKeys = Blake3.deriving(CHUNK_CONTEXT);
  private final Blake3 nonceKeys = Blake3.deriving(NONCE_CONTEXT);
  private final byte[] secret = new byte[FileKey.BYTES];
  private final byte[] chunkKey = new byte[Aead.KEY_BYTES];
  private final byte[] nonceKey = new byte[Blake3.KEY_BYTES];
  private Blake3 nonces;

  /** From now on chunks are those of the file with {@code key}. */
  public void key(FileKey key) {
    key.write(secret, 0);
    chunkKeys.hash(secret, 0, secret.length, chunkKey, 0);
    nonceKeys.hash(secret, 0, secret.length, nonceKey, 0);
    nonces = Blake3.keyed(nonceKey, 0);
  }

  /**
   * Seals {@code length} bytes of padded content that stand {@link #NONCE_BYTES} behind {@code
   * chunk[offset]}; the chunk begins at {@code offset} and has room for its tag.
   *
   * @return bytes of the chunk
   */
  int seal(byte[] chunk, int offset, int length) {
    int from = offset + NONCE_BYTES;
    nonces.reset();
    nonces.update(chunk, from, length);
    nonces.digest(chunk, offset, NONCE_BYTES);
    aead.begin(chunkKey, 0, chunk, offset);
    return NONCE_BYTES + aead.seal(chunk, from, length, chunk, from);
  }

  /**
   * Opens the chunk of {@code length} bytes at {@code chunk[offset]}: its padded content then
   * stands {@link #NONCE_BYTES} behind.
   *
   * @return bytes of the padded content; −1 if the tag is wrong, and the chunk is as it was
   */
  int open(byte[] chunk, int offset, int length) {
    if (length < ADDED_BYTES) {
      return -1;
    }
    int from = offset + NONCE_BYTES;
    aead.begin(chunkKey, 0, chunk, offset);
    return aead.open(chunk, from, length - NONCE_BYTES, chunk, from);
  }
}
