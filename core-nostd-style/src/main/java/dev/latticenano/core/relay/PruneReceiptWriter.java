package dev.latticenano.core.relay;

import dev.latticenano.core.Limits;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import java.util.TreeMap;
import java.util.TreeSet;

/** Gathers what one prune dropped and signs a {@link PruneReceipt} of it. Cold. */
public final class PruneReceiptWriter {
  private final StoreId store;
  private final TreeMap<AuthorId, Floor> floors = new TreeMap<>();
  private final TreeSet<Hash> acks = new TreeSet<>();
  private long intentions;
  private long bytes;

  private record Floor(int height, Hash hash) {}

  /** A receipt of a prune of {@code store} that dropped nothing yet. */
  public PruneReceiptWriter(StoreId store) {
    this.store = store;
  }

  /** The floor of this author rose to {@code height}, from 1, where {@code hash} stood. */
  public PruneReceiptWriter floor(AuthorId author, int height, Hash hash) {
    floors.put(author, new Floor(height, hash));
    return this;
  }

  /** It rests on this intention of a voter. */
  public PruneReceiptWriter ack(Hash hash) {
    acks.add(hash);
    return this;
  }

  /** How much went. */
  public PruneReceiptWriter dropped(long newIntentions, long newBytes) {
    intentions = newIntentions;
    bytes = newBytes;
    return this;
  }

  /**
   * Signs it.
   *
   * @param counter one more than that of the receipt before; durable before anybody sees this
   * @param timeMs the relay's clock
   * @throws IllegalArgumentException nothing was dropped, or on nobody's word, or more than fits
   */
  public PruneReceipt sign(long counter, long timeMs, Signer relay) {
    if (floors.size() > Limits.RECEIPT_AUTHORS_MAX || acks.size() > Limits.MEMBERS_MAX) {
      throw new IllegalArgumentException(floors.size() + " floors on " + acks.size() + " acks");
    }
    int lists = floors.size() * PruneReceipt.ENTRY_BYTES + acks.size() * Hash.BYTES;
    byte[] out = new byte[PruneReceipt.FIXED_BYTES + lists + Signer.SIGNATURE_BYTES];
    out[0] = PruneReceipt.VERSION;
    relay.publicKey(out, PruneReceipt.RELAY_AT);
    store.write(out, PruneReceipt.STORE_AT);
    BigEndian.putLong(out, PruneReceipt.COUNTER_AT, counter);
    BigEndian.putLong(out, PruneReceipt.TIME_AT, timeMs);
    BigEndian.putLong(out, PruneReceipt.INTENTIONS_AT, intentions);
    BigEndian.putLong(out, PruneReceipt.DROPPED_BYTES_AT, bytes);
    BigEndian.putShort(out, PruneReceipt.AUTHORS_AT, floors.size());
    BigEndian.putShort(out, PruneReceipt.ACKS_AT, acks.size());
    int at = PruneReceipt.FIXED_BYTES;
    for (var each : floors.entrySet()) {
      each.getKey().write(out, at);
      BigEndian.putInt(out, at + PruneReceipt.FLOOR_AT, each.getValue().height);
      each.getValue().hash.write(out, at + PruneReceipt.HASH_AT);
      at += PruneReceipt.ENTRY_BYTES;
    }
    for (Hash ack : acks) {
      ack.write(out, at);
      at += Hash.BYTES;
    }
    PruneReceipt.CONTEXT.sign(relay, out, at);
    return PruneReceipt.of(out);
  }
}
