package dev.latticenano.core.dag;

import dev.latticenano.core.bytes.LittleEndian;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;
import dev.latticenano.core.intention.SignedIntentionWriter;
import dev.latticenano.core.intention.StoreId;
import java.util.List;

/**
 * One signed intention as a test wrote it: byte by byte after docs/protocol.md, so that conditions
 * may repeat hashes and stand in any order.
 */
record Written(
    Hash hash,
    AuthorId author,
    Hash storePrev,
    List<Hash> condition,
    Hlc timestamp,
    String ops,
    SignedBytes signed) {
  /** The bytes as they travel. */
  static final class SignedBytes {
    final byte[] bytes;

    private SignedBytes(byte[] bytes) {
      this.bytes = bytes;
    }
  }

  static Written sign(
      Signer signer,
      StoreId store,
      Hash storePrev,
      List<Hash> condition,
      Hlc timestamp,
      byte[] ops) {
    byte[] bytes = new byte[101 + 32 * condition.size() + ops.length];
    signer.publicKey(bytes, 0);
    LittleEndian.putLong(bytes, 32, timestamp.wallMs());
    LittleEndian.putInt(bytes, 40, timestamp.counter());
    store.write(bytes, 44);
    storePrev.write(bytes, 60);
    LittleEndian.putInt(bytes, 93, condition.size());
    int at = 97;
    for (Hash cited : condition) {
      cited.write(bytes, at);
      at += 32;
    }
    LittleEndian.putInt(bytes, at, ops.length);
    System.arraycopy(ops, 0, bytes, at + 4, ops.length);
    byte[] hash = new byte[32];
    byte[] signature = new byte[64];
    Blake3.plain().hash(bytes, 0, bytes.length, hash, 0);
    signer.sign(hash, 0, 32, signature, 0);
    SignedIntentionWriter writer =
        new SignedIntentionWriter().intention(bytes, 0, bytes.length).signature(signature, 0);
    byte[] out = new byte[writer.length()];
    writer.write(out, 0, out.length);
    return new Written(
        Hash.of(hash, 0),
        AuthorId.of(bytes, 0),
        storePrev,
        List.copyOf(condition),
        timestamp,
        new String(ops, java.nio.charset.StandardCharsets.ISO_8859_1),
        new SignedBytes(out));
  }

  byte[] bytes() {
    return signed.bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Written written && hash.equals(written.hash);
  }

  @Override
  public int hashCode() {
    return hash.hashCode();
  }

  @Override
  public String toString() {
    return hash.shortText();
  }
}
