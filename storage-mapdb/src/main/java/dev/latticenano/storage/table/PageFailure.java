package dev.latticenano.storage.table;

import dev.latticenano.core.store.StoreException;

/** Carries what the disk said through MapDB, whose volumes may only throw unchecked. */
final class PageFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final StoreException failure;

  PageFailure(StoreException failure) {
    super(failure.getMessage(), failure, false, false);
    this.failure = failure;
  }

  StoreException failure() {
    return failure;
  }
}
