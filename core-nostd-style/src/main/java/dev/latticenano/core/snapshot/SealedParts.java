package dev.latticenano.core.snapshot;

import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.crypto.Aead;
import dev.latticenano.core.crypto.XChaCha20Poly1305;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.seal.EpochKey;

/**
 * Parts of a sealed store: XChaCha20-Poly1305 under a key that this frontier and epoch alone have,
 * with the part's number as the nonce, so that equal content gives equal bytes. Rules:
 * docs/snapshots.md §4. Allocates what the cipher does.
 */
public final class SealedParts implements PartCipher {
  private static final String CONTEXT = "lattice-nano 2026-11 snapshot key";
  private static final int NUMBER_AT = XChaCha20Poly1305.NONCE_BYTES - 8;

  private final PartBinding binding;
  private final Aead aead = new XChaCha20Poly1305();
  private final byte[] key = new byte[Aead.KEY_BYTES];
  private final byte[] nonce = new byte[XChaCha20Poly1305.NONCE_BYTES];

  /** Parts of a snapshot of {@code store} at {@code frontier}, sealed by {@code epoch}. */
  public SealedParts(StoreId store, Frontier frontier, EpochKey epoch) {
    binding = new PartBinding(store, frontier);
    byte[] digest = frontier.digest();
    epoch.derive(CONTEXT, digest, 0, digest.length, key, 0);
  }

  @Override
  public void seal(long number, boolean last, byte[] bytes, int offset, int length) {
    begin(number, last);
    aead.seal(bytes, offset, length, bytes, offset);
  }

  @Override
  public boolean open(long number, boolean last, byte[] bytes, int offset, int length) {
    begin(number, last);
    return aead.open(bytes, offset, length + TAG_BYTES, bytes, offset) == length;
  }

  private void begin(long number, boolean last) {
    BigEndian.putLong(nonce, NUMBER_AT, number);
    aead.begin(key, 0, nonce, 0);
    aead.associated(binding.of(number, last), 0, PartBinding.BYTES);
  }
}
