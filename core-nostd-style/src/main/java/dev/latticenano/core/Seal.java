package dev.latticenano.core;

import dev.latticenano.core.crypto.Entropy;
import dev.latticenano.core.crypto.KeyAgreement;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.EpochChangeView;
import dev.latticenano.core.intention.IntentionView;
import dev.latticenano.core.intention.InviteToken;
import dev.latticenano.core.intention.Marks;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.seal.EpochKey;
import dev.latticenano.core.seal.KeyWrap;
import dev.latticenano.core.seal.Keyring;
import dev.latticenano.core.seal.OpsCipher;
import dev.latticenano.core.store.StoreException;
import java.util.Collection;

/**
 * What a node can read and seal in one store: the epoch keys it was given. The host keeps each
 * before it is used.
 */
final class Seal {
  private final StoreId store;
  private final EpochKeys kept;
  private final KeyAgreement own;
  private final Entropy entropy;
  private final OpsCipher cipher;
  private final Keyring ring = new Keyring();
  private final KeyWrap wrap = new KeyWrap();

  /** The keys of {@code store} that {@code kept} holds; {@code own} is this node's. */
  Seal(StoreId store, EpochKeys kept, KeyAgreement own, Entropy entropy) throws StoreException {
    this.store = store;
    this.kept = kept;
    this.own = own;
    this.entropy = entropy;
    this.cipher = new OpsCipher(entropy);
    kept.load(ring);
  }

  /** The keys held. */
  Keyring ring() {
    return ring;
  }

  /** Where they lie. */
  EpochKeys kept() {
    return kept;
  }

  /** A cipher of the caller's own, to open what the keys held open. */
  OpsCipher cipher() {
    return new OpsCipher(entropy);
  }

  /** Seals ops for the intention that {@code header} begins; see {@link OpsCipher#seal}. */
  byte[] seal(IntentionView header, EpochKey key, Marks marks, byte[] ops) {
    byte[] out = new byte[OpsCipher.sealedBytes(ops.length, marks.supersedes(), marks.keep())];
    int length = cipher.seal(header, key, marks, ops, 0, ops.length, out, 0, out.length);
    if (length != out.length) {
      throw new AssertionError(length + " bytes sealed, not " + out.length);
    }
    return out;
  }

  /** The secret of an invite. */
  byte[] secret() {
    byte[] secret = new byte[InviteToken.SECRET_BYTES];
    entropy.fill(secret, 0, secret.length);
    return secret;
  }

  /** A key nobody has had, kept by the host. */
  EpochKey fresh() throws StoreException, RefusedException {
    EpochKey key = EpochKey.fresh(entropy);
    if (ring.find(key.id()) != null) {
      throw new IllegalStateException("entropy repeats itself");
    }
    if (ring.count() == Limits.EPOCH_KEYS_MAX) {
      throw new RefusedException(Verdict.TABLE_FULL);
    }
    add(key);
    return key;
  }

  /**
   * An epoch change that gives {@code key} to {@code members}, those left out whom none reaches.
   */
  byte[] change(EpochKey key, Collection<AuthorId> members) {
    return wrap.wrap(key, store, members.stream().filter(KeyWrap::reaches).toList(), entropy);
  }

  /** Takes the key of a checked epoch change, if it is wrapped for this node. */
  Verdict take(EpochChangeView change) throws StoreException {
    if (ring.find(change.bytes(), change.epochIdOffset()) != null) {
      return Verdict.OK;
    }
    Verdict verdict = wrap.unwrap(change, store, own);
    if (verdict == Verdict.OK) {
      add(wrap.key());
    }
    return verdict == Verdict.SEALED_NO_KEY ? Verdict.OK : verdict;
  }

  /** Takes a key that came in confidence; false if it was here, or there is no room for more. */
  boolean add(EpochKey key) throws StoreException {
    if (ring.find(key.id()) != null || ring.count() == Limits.EPOCH_KEYS_MAX) {
      return false;
    }
    kept.keep(key);
    return ring.add(key) == Verdict.OK;
  }
}
