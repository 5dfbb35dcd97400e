package dev.latticenano.core.reconcile;

/**
 * What an initiator learns. With frame limits an id can be told more than once. The bytes are lent
 * for the call.
 */
public interface Differences {
  /** The 32 bytes at {@code id[offset]} are an id that only this side has. */
  void have(byte[] id, int offset);

  /** The 32 bytes at {@code id[offset]} are an id that only the peer has. */
  void need(byte[] id, int offset);
}
