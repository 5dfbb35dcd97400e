package dev.latticenano.core.session;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.crypto.Aead;
import dev.latticenano.core.crypto.Blake3;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.IntentionProof;
import dev.latticenano.core.intention.SignedIntentionView;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.session.Audience.Answer;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which stores the peer at one end of a link is shown in one conversation: those whose audience it
 * belongs to, and those for which it has shown what lets it in. Nothing that is sent or refused,
 * and no signature that is checked, depends on a store that it is not shown. Source:
 * docs/protocol.md §14 (ours).
 */
final class Granting {
  private static final byte[] NONE = {};

  private final Greeting greeting;
  private final List<Held> stores;

  // Empty until there is a grant: most peers need none.
  private Set<StoreId> let = Set.of();
  private Set<StoreId> tried = Set.of();
  private List<Held> of = List.of();
  private List<byte[]> grants = List.of();
  private Verifier verifier;
  private int next;
  private int sent;
  private int taken;
  private boolean fresh;

  Granting(Greeting greeting, List<Held> stores) {
    this.greeting = greeting;
    this.stores = stores;
  }

  /** From now on grants are judged; before, the message is unknown. */
  void verifyWith(Verifier newVerifier) {
    verifier = newVerifier;
  }

  /** A new conversation begins, in which nothing was shown. */
  void reset() {
    let = Set.of();
    tried = Set.of();
    of = List.of();
    grants = List.of();
    next = 0;
    sent = 0;
    taken = 0;
    fresh = false;
  }

  /** The key that the link has proven, lent. */
  byte[] peerKey() {
    return greeting.peerKey();
  }

  /** True if the peer is shown {@code store}. */
  boolean shows(Held store) throws StoreException {
    return switch (store.audience().of(greeting.peerKey())) {
      case SHOWN -> true;
      case UNKNOWN -> let.contains(store.id());
      case BARRED -> false;
    };
  }

  /** True if the peer was thrown out of {@code store}. */
  boolean bars(Held store) throws StoreException {
    return store.audience().of(greeting.peerKey()) == Answer.BARRED;
  }

  /**
   * The peer did not offer {@code store}: perhaps it has not heard that this node may be shown it.
   */
  void missing(Held store) throws StoreException {
    if (!shows(store) || tried.contains(store.id())) {
      return;
    }
    tried = tried.isEmpty() ? new HashSet<>() : tried;
    tried.add(store.id());
    for (byte[] grant : store.audience().grants(greeting.peerKey())) {
      boolean fits = grant.length + Aead.TAG_BYTES <= Limits.GRANT_BYTES_MAX;
      if (fits && grants.size() < Limits.GRANTS_MAX) {
        of = of.isEmpty() ? new ArrayList<>() : of;
        grants = grants.isEmpty() ? new ArrayList<>() : grants;
        of.add(store);
        grants.add(grant);
        fresh = true;
      }
    }
  }

  /** True while there is a grant to send. */
  boolean isDue() {
    return next < grants.size() && sent < Limits.GRANTS_MAX;
  }

  /** True once after grants were found that were not sent yet. */
  boolean takeFresh() {
    boolean was = fresh;
    fresh = false;
    return was;
  }

  /** Sends all again. */
  void repeat() {
    next = 0;
  }

  /** Writes the next grant; there is one. */
  int transmit(FrameWriter writer, byte[] out, int offset) {
    Held store = of.get(next);
    byte[] grant = grants.get(next++);
    int number = sent++;
    byte[] name = new byte[StoreKey.OFFER_BYTES];
    greeting.ownOffer(store.id(), name, 0);
    GrantCipher cipher = cipher(store.id(), greeting.calls(), number);
    return GrantView.write(writer, out, offset, name, cipher.seal(grant), number);
  }

  private GrantCipher cipher(StoreId store, boolean byCaller, int number) {
    GrantCipher cipher = new GrantCipher();
    cipher.begin(store, greeting.binding(), byCaller, greeting.conversation(), number);
    return cipher;
  }

  /** A grant of the peer's: if it holds, the peer is shown the store; if not, nothing is said. */
  Verdict grant(byte[] bytes, int offset, int length) throws StoreException {
    if (verifier == null) {
      return Verdict.MESSAGE_UNKNOWN;
    }
    GrantView view = new GrantView();
    Verdict form = view.read(bytes, offset, length);
    if (form != Verdict.OK) {
      return form;
    }
    if (taken == Limits.GRANTS_MAX) {
      return Verdict.GRANTS_TOO_MANY;
    }
    taken++;
    Held store = named(view.name());
    // Also without the store, so that nobody learns from the time it takes whether it is here.
    StoreId id = store == null ? StoreId.NIL : store.id();
    byte[] opened = cipher(id, !greeting.calls(), view.number()).open(view.box());
    byte[] plain = opened == null ? NONE : opened;
    boolean proven = isProven(plain, view.box());
    byte[] key = greeting.peerKey();
    boolean asks = store != null && store.audience().of(key) == Answer.UNKNOWN;
    if (proven && asks && store.audience().isGrant(plain, plain.length, key)) {
      let = let.isEmpty() ? new HashSet<>() : let;
      let.add(store.id());
    }
    return Verdict.OK;
  }

  private Held named(byte[] wanted) {
    byte[] name = new byte[StoreKey.OFFER_BYTES];
    Held found = null;
    for (Held store : stores) {
      greeting.peerOffer(store.id(), name, 0);
      found = Arrays.equals(name, wanted) ? store : found;
    }
    return found;
  }

  /** Costs one signature, whatever the bytes are. */
  private boolean isProven(byte[] plain, byte[] box) {
    SignedIntentionView signed = new SignedIntentionView();
    byte[] hash = new byte[Hash.BYTES];
    if (signed.wrap(plain, 0, plain.length).check() == Verdict.OK) {
      return IntentionProof.verify(signed, Blake3.plain(), verifier, hash, 0) == Verdict.OK;
    }
    Blake3.plain().hash(box, 0, box.length, hash, 0);
    verifier.verifyStrict(
        greeting.peerKey(), 0, hash, 0, hash.length, JoinProof.WRONG_SIGNATURE, 0);
    return false;
  }
}
