package dev.latticenano.core.bundle;

import dev.latticenano.core.store.StoreException;

/** Where the bytes of a bundle come from, in their order. */
@FunctionalInterface
public interface BundleInput {
  /**
   * Copies the next bytes to {@code out[offset]}.
   *
   * @return how many, 1 to {@code length}; -1 at the end
   */
  int read(byte[] out, int offset, int length) throws StoreException;
}
