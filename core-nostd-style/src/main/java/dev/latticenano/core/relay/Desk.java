package dev.latticenano.core.relay;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.session.Errands;
import dev.latticenano.core.session.Peer;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a relay says and hears over one link beside sessions: redemptions, delegations, on what
 * terms it holds what. Source: docs/relay.md.
 */
final class Desk implements Errands {
  private final Guest guest;
  private final Holdings holdings;
  private final Admissions admissions;
  private final Delegations delegations;
  private final Statements statements;
  private final ListDesk lists;

  // Most links rest, having asked and brought nothing: none of these is there then.
  private Inquiries inquiries;
  private ArrayDeque<Answer> answers;
  private ArrayDeque<Holding> newer;
  private Map<StoreId, Terms> told = Map.of();
  private Map<StoreId, String> places;
  private Peer peer;
  private boolean termsDue;
  private boolean termsUnknown;
  private int redeemed;

  /** What came of a redeem. */
  private record Answer(int number, Verdict verdict, Holding holding, boolean withManifest) {}

  Desk(
      Guest guest,
      Holdings holdings,
      Admissions admissions,
      Delegations delegations,
      Statements statements,
      ListDesk lists) {
    this.lists = lists;
    this.statements = statements;
    this.guest = guest;
    this.holdings = holdings;
    this.admissions = admissions;
    this.delegations = delegations;
  }

  /** Speaks for {@code newPeer}'s conversation. */
  Desk at(Peer newPeer) {
    peer = newPeer;
    newPeer.errands(this);
    return this;
  }

  /** Some store's terms, or the lists of its chunks, may be other ones now. */
  void termsChanged() {
    termsDue = true;
  }

  /** Something came of a store: if it takes much more than was told, that is told. */
  void brought(Holding holding) {
    Terms last = told.get(holding.id());
    termsDue |=
        last != null && holding.account().taken() - last.taken() >= Limits.RELAY_TERMS_BYTES;
  }

  @Override
  public Verdict receive(int message, byte[] bytes, int offset, int length, long nowMs)
      throws StoreException {
    return switch (message) {
      case Message.REDEEM -> redeem(bytes, offset, length, nowMs);
      case Message.REDEEMED -> new RedeemedView().read(bytes, offset, length);
      case Message.TERMS -> terms(bytes, offset, length);
      case Message.ASK -> ask(bytes, offset, length, nowMs);
      case Message.DELEGATE -> delegate(bytes, offset, length, nowMs);
      case Message.CHUNK_LIST -> {
        termsChanged();
        yield lists.list(bytes, offset, length, peer, nowMs);
      }
      // Where else its stores are is nothing to a relay, which calls nobody for it.
      case Message.ELSEWHERE -> new ElsewhereView().read(bytes, offset, length);
      default -> Verdict.MESSAGE_UNKNOWN;
    };
  }

  private Verdict redeem(byte[] bytes, int offset, int length, long nowMs) throws StoreException {
    RedeemView redeem = new RedeemView();
    Verdict form = redeem.read(bytes, offset, length);
    if (form != Verdict.OK) {
      return form;
    }
    if (!guest.takeRedeem(nowMs)) {
      return Verdict.REDEEMS_TOO_MANY;
    }
    byte[] manifest = redeem.manifest();
    int number = redeem.number();
    Verdict verdict = admissions.redeem(manifest, redeem.ticket(), guest.key(), nowMs);
    answers = answers == null ? new ArrayDeque<>(1) : answers;
    answers.add(answer(number, verdict, manifest));
    termsChanged();
    return Verdict.OK;
  }

  /** Only members hear what holds, and only an owner is shown it. */
  private Answer answer(int number, Verdict verdict, byte[] bytes) {
    boolean formed = verdict != Verdict.MANIFEST_MALFORMED;
    Holding holding = formed ? holdings.find(Manifest.of(bytes).store()) : null;
    int role = holding == null ? Manifest.NONE : holding.manifest().role(guest.key());
    boolean owns = role == Manifest.OWNER && verdict == Verdict.MANIFEST_OLD;
    return new Answer(number, verdict, role == Manifest.NONE ? null : holding, owns);
  }

  /** Another relay tells on what terms it holds a store: it is given the newer manifest. */
  private Verdict terms(byte[] bytes, int offset, int length) {
    Terms terms = Terms.read(bytes, offset, length);
    if (terms == null) {
      return Verdict.REDEEM_MALFORMED;
    }
    StoreId store = peer.storeAt(Terms.place(bytes, offset, length));
    Holding holding = store == null ? null : holdings.find(store);
    boolean older = holding != null && terms.sequence() < holding.manifest().sequence();
    newer = older && newer == null ? new ArrayDeque<>(1) : newer;
    if (older && !newer.contains(holding)) {
      newer.add(holding);
    }
    return Verdict.OK;
  }

  private Verdict ask(byte[] bytes, int offset, int length, long nowMs) throws StoreException {
    Inquiries.Question question = Inquiries.read(bytes, offset, length);
    if (question == null) {
      return Verdict.REDEEM_MALFORMED;
    }
    StoreId store = peer.storeAt(question.place());
    Holding holding = store == null ? null : holdings.find(store);
    if (holding == null) {
      return Verdict.SESSION_UNKNOWN;
    }
    if (!guest.takeRedeem(nowMs)) {
      return Verdict.REDEEMS_TOO_MANY;
    }
    termsChanged();
    inquiries = inquiries == null ? new Inquiries(statements) : inquiries;
    return inquiries.ask(question, holding, peer.place(store), nowMs);
  }

  private Verdict delegate(byte[] bytes, int offset, int length, long nowMs) {
    Delegation delegation = null;
    Cursor fields = new Cursor().wrap(bytes, offset, length);
    while (fields.nextField()) {
      if (fields.fieldNumber() == 1) {
        int at = fields.dataOffset();
        byte[] copy = new byte[fields.dataLength() == Delegation.BYTES ? Delegation.BYTES : 0];
        System.arraycopy(bytes, at, copy, 0, copy.length);
        delegation = Delegation.of(copy);
      }
    }
    if (fields.malformed() || delegation == null) {
      return Verdict.REDEEM_MALFORMED;
    }
    if (!guest.takeRedeem(nowMs) || guest.delegations().size() >= Limits.RELAY_DELEGATIONS_MAX) {
      return Verdict.REDEEMS_TOO_MANY;
    }
    return delegations.show(guest, delegation, nowMs);
  }

  /** Who may speak for members. */
  interface Delegations {
    /** Somebody shows what lets it speak: OK, or DELEGATION_WRONG. */
    Verdict show(Guest guest, Delegation delegation, long nowMs);
  }

  @Override
  public int transmit(FrameWriter writer, byte[] out, int offset, long nowMs)
      throws StoreException {
    if (answers != null) {
      Answer answer = answers.remove();
      answers = answers.isEmpty() ? null : answers;
      Manifest holds = answer.holding == null ? null : answer.holding.manifest();
      return RedeemedView.write(
          writer,
          out,
          offset,
          answer.number,
          answer.verdict,
          holds == null ? 0 : holds.sequence(),
          answer.withManifest ? holds.toBytes() : null);
    }
    if (newer != null) {
      byte[] manifest = newer.remove().manifest().toBytes();
      newer = newer.isEmpty() ? null : newer;
      return RedeemView.write(writer, out, offset, ++redeemed, manifest, null);
    }
    if (places == null && guest.key() != null) {
      Map<StoreId, String> found = admissions.elsewhere(guest.key());
      places = found.isEmpty() ? Map.of() : new LinkedHashMap<>(found);
    }
    if (places != null && !places.isEmpty()) {
      StoreId store = places.keySet().iterator().next();
      String url = places.remove(store);
      places = places.isEmpty() ? Map.of() : places;
      return ElsewhereView.write(writer, out, offset, peer, store, url);
    }
    int length = termsDue ? transmitTerms(writer, out, offset, nowMs) : 0;
    if (length == 0 && inquiries != null) {
      length = inquiries.transmit(writer, out, offset);
      inquiries = inquiries.isDue() ? inquiries : null;
    }
    return length;
  }

  private int transmitTerms(FrameWriter writer, byte[] out, int offset, long nowMs)
      throws StoreException {
    for (Holding holding : guest.sessions()) {
      Terms terms = holding.terms(guest.link(), nowMs);
      if (!termsUnknown && !terms.equals(told.get(holding.id()))) {
        tell(holding.id(), terms);
        return terms.write(writer, out, offset, peer.place(holding.id()));
      }
      int length = lists.transmit(writer, out, offset, holding, peer.place(holding.id()));
      if (length > 0) {
        return length;
      }
    }
    termsDue = false;
    return 0;
  }

  private void tell(StoreId store, Terms terms) {
    boolean only = told.isEmpty() || told.size() == 1 && told.containsKey(store);
    if (only) {
      told = Map.of(store, terms);
      return;
    }
    told = told.size() == 1 ? new LinkedHashMap<>(told) : told;
    told.put(store, terms);
  }

  @Override
  public void unknownToPeer(int message) {
    termsUnknown |= message == Message.TERMS;
    if (message == Message.LISTED) {
      lists.unknownToPeer();
    }
    if (message == Message.ELSEWHERE) {
      places = Map.of();
    }
  }

  @Override
  public void begin() {
    answers = null;
    newer = null;
    inquiries = null;
    told = Map.of();
    places = null;
    lists.begin();
    termsChanged();
  }

  @Override
  public boolean isAtRest() {
    return answers == null && newer == null && inquiries == null;
  }
}
