package dev.latticenano.core.session;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.crypto.Signer;
import dev.latticenano.core.crypto.Verifier;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.pace.Allowance;
import dev.latticenano.core.store.StoreException;
import java.util.Arrays;
import java.util.List;

/**
 * How somebody gets into a store over one link, on both ends: the joiner asks with what an invite
 * gave it, the acceptor proves the asking and lets {@link Admission} judge it. One join at a time
 * each way. What the answer holds is sealed to the joiner and not known here. Cold. Source:
 * docs/protocol.md §14 (ours).
 */
public final class Joining {
  private static final byte[] NONE = {};

  private final Greeting greeting;
  private final List<Held> stores;
  private final long retryMs;

  // The acceptor's.
  private Admission admission;
  private Verifier verifier;
  private byte[] answered = NONE;
  private byte[] answerName = NONE;
  private byte[] answerBox = NONE;
  private Verdict answer = Verdict.OK;
  private boolean answerDue;
  private Allowance judged;

  // The joiner's.
  private StoreId asked;
  private Signer invite;
  private Signer own;
  private boolean askDue;
  private boolean waiting;
  private Verdict outcome = Verdict.OK;
  private byte[] box = NONE;
  private long retryAtMs = Long.MAX_VALUE;

  Joining(Greeting greeting, List<Held> stores, LinkProfile profile) {
    this.greeting = greeting;
    this.stores = stores;
    this.retryMs = profile.retryMs();
  }

  /** From now on joins are judged; before, the message is unknown. */
  public void admitWith(Admission newAdmission, Verifier newVerifier) {
    admission = newAdmission;
    verifier = newVerifier;
  }

  /**
   * Asks the peer to be let into a store, as soon as it has said hello; an earlier wish is dropped.
   *
   * @param inviteKey the key pair whose seed the invite's secret gives
   * @param ownKey this node's
   */
  public void ask(StoreId store, Signer inviteKey, Signer ownKey) {
    asked = store;
    invite = inviteKey;
    own = ownKey;
    askDue = true;
    waiting = true;
    outcome = Verdict.OK;
    box = NONE;
  }

  /** True while an answer is awaited. */
  public boolean isWaiting() {
    return waiting;
  }

  /** The store asked for; null if none was. */
  public StoreId store() {
    return asked;
  }

  /**
   * The peer's answer, once nothing is awaited: OK, and {@link #box} holds what the joiner is
   * given; or why not: an INVITE verdict, STORE_FULL, or MESSAGE_UNKNOWN if the peer lets nobody
   * in.
   */
  public Verdict outcome() {
    return outcome;
  }

  /** What the joiner is given, sealed to its key. */
  public byte[] box() {
    return box;
  }

  /** The answer was taken: nothing is asked any more, and the same may be asked again. */
  public void taken() {
    asked = null;
    outcome = Verdict.OK;
    box = NONE;
  }

  /** What the box is bound to: the 32 bytes that name the link's keys. */
  public Hash binding() {
    return Hash.of(greeting.binding(), 0);
  }

  /** The peer does not know the message. */
  void unknownToPeer() {
    if (waiting) {
      waiting = false;
      outcome = Verdict.MESSAGE_UNKNOWN;
    }
  }

  /** The peer begins a new conversation: what was signed for the old one holds no more. */
  void reset() {
    answered = NONE;
    answerDue = false;
    askDue = waiting;
  }

  boolean isAtRest() {
    return !waiting && !answerDue;
  }

  /**
   * The peer asks to be let in.
   *
   * @throws StoreException the disk failed; if it is full, the peer is told
   */
  Verdict join(byte[] bytes, int offset, int length, long nowMs) throws StoreException {
    if (admission == null) {
      return Verdict.MESSAGE_UNKNOWN;
    }
    boolean repeated = Arrays.equals(answered, 0, answered.length, bytes, offset, offset + length);
    if (repeated && length > 0) {
      answerDue = true;
      return Verdict.OK;
    }
    JoinView view = new JoinView();
    Verdict form = view.read(bytes, offset, length);
    if (form != Verdict.OK) {
      return form;
    }
    if (judged == null) {
      judged = new Allowance(Limits.JOINS_BURST, Limits.JOIN_REFILL_MS);
    }
    if (!judged.take(nowMs)) {
      refuse(Verdict.JOINS_TOO_MANY, view);
      return Verdict.JOINS_TOO_MANY;
    }
    StoreId store = named(view.name());
    // Also without the store, so that nobody learns from the time it takes whether it is here.
    boolean proven = isProven(store == null ? StoreId.NIL : store, view);
    // With room the same words are judged anew.
    refuse(Verdict.STORE_FULL, view);
    answer = store != null && proven ? judge(store, view, nowMs) : Verdict.INVITE_UNKNOWN;
    answerBox = answer == Verdict.OK ? admission.box().clone() : NONE;
    answered = Arrays.copyOfRange(bytes, offset, offset + length);
    return Verdict.OK;
  }

  private void refuse(Verdict verdict, JoinView view) {
    answerName = view.name();
    answerBox = NONE;
    answered = NONE;
    answer = verdict;
    answerDue = true;
  }

  private Verdict judge(StoreId store, JoinView view, long nowMs) throws StoreException {
    AuthorId joiner = AuthorId.of(view.key(), 0);
    AuthorId by = AuthorId.of(view.invite(), 0);
    return admission.judge(
        new JoinRequest(store, joiner, by, view.shownDevice(), binding()), nowMs);
  }

  private StoreId named(byte[] name) {
    byte[] expected = new byte[StoreKey.OFFER_BYTES];
    for (Held store : stores) {
      greeting.peerOffer(store.id(), expected, 0);
      if (Arrays.equals(expected, name)) {
        return store.id();
      }
    }
    return null;
  }

  private boolean isProven(StoreId store, JoinView view) {
    byte[] signed = toSign(store, view.key(), greeting.ownKey(), NONE);
    boolean invited =
        verifier.verifyStrict(
            view.invite(), 0, signed, 0, signed.length, view.inviteSignature(), 0);
    signed = toSign(store, view.key(), greeting.ownKey(), view.device());
    return verifier.verifyStrict(view.key(), 0, signed, 0, signed.length, view.signature(), 0)
        && invited;
  }

  /** The peer's answer. */
  Verdict joined(byte[] bytes, int offset, int length) {
    byte[] name = NONE;
    byte[] given = NONE;
    long code = 0;
    Cursor fields = new Cursor().wrap(bytes, offset, length);
    while (fields.nextField()) {
      int at = fields.dataOffset();
      switch (fields.fieldNumber()) {
        case 1 -> name = Arrays.copyOfRange(bytes, at, at + fields.dataLength());
        case 2 -> given = Arrays.copyOfRange(bytes, at, at + fields.dataLength());
        case 3 -> code = fields.value();
        default -> {}
      }
    }
    boolean oneAnswer = given.length > 0 ^ code != 0;
    boolean whole = name.length == JoinView.NAME_BYTES && oneAnswer && code >>> 31 == 0;
    if (fields.malformed() || !whole) {
      return Verdict.JOIN_MALFORMED;
    }
    if (waiting && Arrays.equals(name, name())) {
      waiting = false;
      askDue = false;
      outcome = Verdict.ofCode((int) code);
      box = given;
    }
    return Verdict.OK;
  }

  private byte[] name() {
    byte[] name = new byte[StoreKey.OFFER_BYTES];
    greeting.ownOffer(asked, name, 0);
    return name;
  }

  /** On a link that loses frames, an unanswered wish is repeated. */
  void tick(long nowMs) {
    if (waiting && retryMs > 0 && nowMs >= retryAtMs) {
      askDue = true;
    }
  }

  long deadlineMs() {
    return waiting && retryMs > 0 ? retryAtMs : Long.MAX_VALUE;
  }

  int transmit(FrameWriter writer, byte[] out, int offset, long nowMs) {
    if (!greeting.isHeard()) {
      return 0;
    }
    if (answerDue) {
      answerDue = false;
      return writer
          .start(out, offset, Message.JOINED)
          .bytes(1, answerName, 0, answerName.length)
          .bytes(2, answerBox, 0, answerBox.length)
          .number(3, answer.code())
          .finish();
    }
    if (!askDue) {
      return 0;
    }
    askDue = false;
    retryAtMs = nowMs + retryMs;
    return JoinView.write(writer, out, offset, wish());
  }

  private byte[][] wish() {
    byte[] key = new byte[AuthorId.BYTES];
    byte[] inviteKey = new byte[AuthorId.BYTES];
    own.publicKey(key, 0);
    invite.publicKey(inviteKey, 0);
    byte[] device = greeting.ownName();
    byte[] inviteSignature = new byte[Signer.SIGNATURE_BYTES];
    byte[] signature = new byte[Signer.SIGNATURE_BYTES];
    byte[] peer = greeting.peerKey();
    byte[] signed = toSign(asked, key, peer, NONE);
    invite.sign(signed, 0, signed.length, inviteSignature, 0);
    signed = toSign(asked, key, peer, device);
    own.sign(signed, 0, signed.length, signature, 0);
    return new byte[][] {NONE, name(), key, inviteSignature, signature, device, inviteKey};
  }

  private byte[] toSign(StoreId store, byte[] joiner, byte[] acceptor, byte[] device) {
    byte[] binding = greeting.binding();
    byte[] signed = new byte[JoinProof.BYTES];
    new JoinProof()
        .write(store, joiner, acceptor, binding, greeting.conversation(), device, signed);
    return signed;
  }
}
