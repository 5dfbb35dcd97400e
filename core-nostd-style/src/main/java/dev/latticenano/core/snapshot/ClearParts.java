package dev.latticenano.core.snapshot;

import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.StoreId;
import java.util.Arrays;

/**
 * Parts of a clear store: readable as they lie, with a checksum in the tag's place, the first bytes
 * of BLAKE3 over what the part is bound to and its bytes. It proves nothing; the name of the chunk
 * tree in a signed notice does. Allocates nothing after construction.
 */
public final class ClearParts implements PartCipher {
  private static final String CONTEXT = "lattice-nano 2026-11 snapshot clear part";

  private final PartBinding binding;
  private final Blake3 blake3 = Blake3.deriving(CONTEXT);
  private final byte[] tag = new byte[TAG_BYTES];

  /** Parts of a snapshot of {@code store} at {@code frontier}. */
  public ClearParts(StoreId store, Frontier frontier) {
    binding = new PartBinding(store, frontier);
  }

  @Override
  public void seal(long number, boolean last, byte[] bytes, int offset, int length) {
    sum(number, last, bytes, offset, length);
    System.arraycopy(tag, 0, bytes, offset + length, TAG_BYTES);
  }

  @Override
  public boolean open(long number, boolean last, byte[] bytes, int offset, int length) {
    sum(number, last, bytes, offset, length);
    int at = offset + length;
    return Arrays.equals(tag, 0, TAG_BYTES, bytes, at, at + TAG_BYTES);
  }

  private void sum(long number, boolean last, byte[] bytes, int offset, int length) {
    blake3.reset();
    blake3.update(binding.of(number, last), 0, PartBinding.BYTES);
    blake3.update(bytes, offset, length);
    blake3.digest(tag, 0, TAG_BYTES);
  }
}
