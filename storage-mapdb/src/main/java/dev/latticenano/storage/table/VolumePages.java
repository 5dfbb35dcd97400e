package dev.latticenano.storage.table;

/** The blocks behind a {@link PageVolume}; failures are {@link PageFailure}. */
interface VolumePages {
  /** Bytes of a volume that one block holds; its checksum takes the others. */
  int PAGE_BYTES = FlatBlock.CRC_AT;

  /** The block that holds byte {@code number * PAGE_BYTES} of the volume; lent until the next. */
  byte[] page(long number);

  /** Writes bytes of the volume. */
  void write(long at, byte[] source, int offset, int length);

  /** Bytes of the volume. */
  long length();
}
