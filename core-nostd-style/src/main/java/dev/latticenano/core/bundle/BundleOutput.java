package dev.latticenano.core.bundle;

import dev.latticenano.core.store.StoreException;

/** Where the bytes of a bundle go, in their order. */
@FunctionalInterface
public interface BundleOutput {
  /** Takes {@code length} bytes from {@code offset}, lent for the call. */
  void write(byte[] bytes, int offset, int length) throws StoreException;
}
