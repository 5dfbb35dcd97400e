package dev.latticenano.core.dag;

import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.intention.WitnessContentWriter;

/**
 * The hash chain over the contents of this node's witness order. The log keeps what the contents
 * need; a record is signed when it is served, because the chain makes the last signature cover all
 * before it and signing each would cost half as much again as verifying.
 */
final class WitnessChain {
  private final byte[] storeId;
  private final Blake3 blake3;
  private final WitnessContentWriter writer = new WitnessContentWriter();
  private final byte[] head = new byte[32];
  private final byte[] content = new byte[WitnessContentWriter.BYTES_MAX];

  WitnessChain(byte[] storeId, Blake3 blake3) {
    this.storeId = storeId;
    this.blake3 = blake3;
  }

  /** Lengthens the chain by an intention, witnessed at {@code wallMs} of this node's clock. */
  void extend(byte[] hash, long wallMs) {
    int length =
        writer
            .store(storeId, 0)
            .intention(hash, 0)
            .wallMs(wallMs)
            .prev(head, 0)
            .write(content, 0, content.length);
    blake3.hash(content, 0, length, head, 0);
  }

  /** Copies the content hash of the last witness record; zero before the first. */
  void copyHead(byte[] out, int offset) {
    System.arraycopy(head, 0, out, offset, head.length);
  }

  /** Goes on from a head copied before. */
  void restore(byte[] bytes, int offset) {
    System.arraycopy(bytes, offset, head, 0, head.length);
  }
}
